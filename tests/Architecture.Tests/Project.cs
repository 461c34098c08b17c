using System.Xml.Linq;

namespace ReptileGen.Architecture.Tests;

/// <summary>What a project file refers to.</summary>
internal sealed record Project(string File, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    /// <summary>The folder directly under the root, such as <c>Model</c> or <c>tests</c>.</summary>
    public string Area => File.Split('/')[0];

    public static IReadOnlyList<Project> All() => [.. Repository.Files(".csproj").Select(f => Parse(f, Repository.Read(f)))];

    /// <summary>Reads a project; references that only order the build (no assembly) do not count.</summary>
    public static Project Parse(string file, string xml)
    {
        var document = XDocument.Parse(xml);
        return new Project(
            file,
            [.. Items("ProjectReference").Where(NeedsAssembly).Select(i => Relative(file, Include(i)))],
            [.. Items("PackageReference").Select(Include)]);

        IEnumerable<XElement> Items(string name) => document.Descendants().Where(e => e.Name.LocalName == name && e.Attribute("Include") is not null);
    }

    /// <summary>Everything this project refers to, directly or through others.</summary>
    public IReadOnlyList<Project> Closure(IReadOnlyList<Project> all)
    {
        var found = new List<Project>();
        Visit(this);
        return found;

        void Visit(Project project)
        {
            foreach (var next in all.Where(p => project.Projects.Contains(p.File) && !found.Contains(p)))
            {
                found.Add(next);
                Visit(next);
            }
        }
    }

    private static string Include(XElement item) => item.Attribute("Include")!.Value;

    private static bool NeedsAssembly(XElement item) =>
        !string.Equals(
            item.Attribute("ReferenceOutputAssembly")?.Value ?? item.Elements().FirstOrDefault(e => e.Name.LocalName == "ReferenceOutputAssembly")?.Value,
            "false",
            StringComparison.OrdinalIgnoreCase);

    /// <summary>The path of a reference from the root, without asking the file system.</summary>
    private static string Relative(string file, string include)
    {
        const string Root = "/root";
        var path = include.Replace('\\', '/').Replace("$(RepositoryRoot)", Root + "/").Replace("$(MSBuildThisFileDirectory)", "");
        var full = Path.GetFullPath(Path.Combine(Root, Path.GetDirectoryName(file)!, path));
        return Path.GetRelativePath(Path.GetFullPath(Root), full).Replace('\\', '/');
    }
}
