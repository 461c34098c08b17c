namespace ReptileGen.Architecture.Tests;

/// <summary>The forbidden dependencies, in the project files.</summary>
[TestClass]
public sealed class ProjectTests
{
    private static readonly string[] TestPackages = ["MSTest", "FsCheck", "BenchmarkDotNet", "Microsoft.NET.Test"];

    /// <summary>From which area, to which area: must never exist, not even through a third project.</summary>
    private static readonly (string From, string To)[] Forbidden =
    [
        ("Model", "Pipeline"), ("Model", "Render"), ("Model", "datasets"),
        ("Pipeline", "Model"), ("Pipeline", "Render"),
        ("Render", "Pipeline"), ("Render", "datasets"),
        ("Providers", "Model"), ("Providers", "Pipeline"), ("Providers", "Render"), ("Providers", "datasets"),
    ];

    [TestMethod]
    public void NoProjectRefersToAForbiddenOne() => Assert.AreEqual("", Violations(Project.All()));

    /// <summary>A reference that importers get would escape the rule above; the choice of a provider is the one exception.</summary>
    [TestMethod]
    public void SharedBuildFilesReferToProvidersOnly() => Assert.AreEqual("", string.Join('\n', Repository.Files(".props", ".targets")
        .SelectMany(f => Project.Parse(f, Repository.Read(f)).Projects.Where(p => !p.StartsWith("Providers/", StringComparison.Ordinal)).Select(p => $"{f} reaches {p}"))));

    [TestMethod]
    public void TheProjectsAreFound()
    {
        var areas = Project.All().Select(p => p.Area).ToHashSet();
        foreach (var area in new[] { "Formats", "Pipeline", "Model", "tests" })
            Assert.Contains(area, areas);
        Assert.IsNotEmpty(Project.All().Single(p => p.File == "Model/ReptileGen.Model.csproj").Projects);
    }

    [TestMethod]
    [DataRow("Model/M.csproj", """<ProjectReference Include="../Pipeline/P.csproj" />""", true)]
    [DataRow("Model/M.csproj", """<ProjectReference Include="..\Other\O.csproj" />""", true, DisplayName = "through another")]
    [DataRow("Model/M.csproj", """<ProjectReference Include="../Pipeline/P.csproj" ReferenceOutputAssembly="false" />""", false)]
    [DataRow("Model/M.csproj", """<PackageReference Include="Microsoft.Build.Framework" />""", true)]
    [DataRow("Model/M.csproj", """<ProjectReference Include="$(RepositoryRoot)Pipeline/P.csproj" />""", true)]
    [DataRow("Formats/F.csproj", """<ProjectReference Include="../Other/X.csproj" />""", true)]
    [DataRow("Model/M.csproj", """<ProjectReference Include="../tests/T.Tests/T.csproj" />""", true)]
    [DataRow("Model/M.csproj", """<PackageReference Include="FsCheck" />""", true)]
    [DataRow("tests/T/T.csproj", """<ProjectReference Include="../../Model/M.csproj" /><PackageReference Include="FsCheck" />""", false)]
    public void TheRulesSeeWhatTheyShould(string file, string items, bool violation)
    {
        Project[] projects =
        [
            Project.Parse(file, $"<Project><ItemGroup>{items}</ItemGroup></Project>"),
            new("Pipeline/P.csproj", [], []),
            new("Other/O.csproj", ["Pipeline/P.csproj"], []),
            new("Other/X.csproj", [], []),
            new("tests/T.Tests/T.csproj", [], []),
        ];
        Assert.AreEqual(violation, Violations(projects).Length > 0, Violations(projects));
    }

    private static string Violations(IReadOnlyList<Project> projects) => string.Join('\n', projects.SelectMany(project => Violations(project, projects)));

    private static IEnumerable<string> Violations(Project project, IReadOnlyList<Project> all)
    {
        var reached = project.Closure(all);
        foreach (var target in reached)
        {
            if (Forbidden.Contains((project.Area, target.Area)) || project.Area == "Formats" || (project.Area != "tests" && target.Area == "tests"))
                yield return $"{project.File} reaches {target.File}";
        }
        foreach (var package in reached.Append(project).SelectMany(p => p.Packages))
        {
            if (project.Area == "Model" && package.StartsWith("Microsoft.Build", StringComparison.Ordinal))
                yield return $"{project.File} reaches MSBuild ({package})";
            if (project.Area != "tests" && TestPackages.Any(t => package.StartsWith(t, StringComparison.Ordinal)))
                yield return $"{project.File} reaches {package}";
        }
    }
}
