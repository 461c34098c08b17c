using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ReptileGen.Architecture.Tests;

/// <summary>The forbidden dependencies, in what the compiler made.</summary>
[TestClass]
public sealed class AssemblyTests
{
    /// <summary>Assembly, and what its references and the namespaces of the types it uses must not begin with.</summary>
    private static readonly (string Assembly, string[] Forbidden)[] Rules =
    [
        ("ReptileGen.Formats", ["ReptileGen", "System.Net", "Microsoft.Build"]),
        ("ReptileGen.Model", ["ReptileGen.Pipeline", "ReptileGen.Render", "ReptileGen.Datasets", "Microsoft.Build", "System.Net"]),
        ("ReptileGen.Pipeline", ["ReptileGen.Model", "ReptileGen.Render"]),
        ("ReptileGen.Render", ["ReptileGen.Pipeline", "ReptileGen.Datasets", "Microsoft.Build"]),
    ];

    private static readonly string[] TestAssemblies = ["Microsoft.VisualStudio.TestPlatform", "MSTest", "FsCheck", "BenchmarkDotNet"];

    [TestMethod]
    public void NoAssemblyRefersToAForbiddenOne()
    {
        var violations = Products().SelectMany(product =>
        {
            var forbidden = Rules.Where(r => r.Assembly == product.Name).SelectMany(r => r.Forbidden).Concat(TestAssemblies).ToArray();
            return product.Uses
                .Where(use => forbidden.Any(f => use == f || use.StartsWith(f + ".", StringComparison.Ordinal)) || use.EndsWith(".Tests", StringComparison.Ordinal))
                .Select(use => $"{product.Name} uses {use}");
        });
        Assert.AreEqual("", string.Join('\n', violations));
    }

    [TestMethod]
    public void TheAssembliesAndTheirReferencesAreFound()
    {
        var products = Products().ToDictionary(p => p.Name, p => p.Uses);
        foreach (var project in Project.All().Where(p => p.Area is "Formats" or "Model" or "Pipeline" or "Render"))
            Assert.Contains(Path.GetFileNameWithoutExtension(project.File), products.Keys);
        Assert.Contains("ReptileGen.Formats", products["ReptileGen.Model"]);
        Assert.Contains("System.IO", products["ReptileGen.Formats"]);
    }

    private static IEnumerable<(string Name, IReadOnlySet<string> Uses)> Products() =>
        from file in Directory.EnumerateFiles(AppContext.BaseDirectory, "ReptileGen.*.dll")
        let name = Path.GetFileNameWithoutExtension(file)
        where !name.EndsWith(".Tests", StringComparison.Ordinal)
        select (name, Uses(file));

    /// <summary>The names of referenced assemblies and the namespaces of referenced types.</summary>
    private static IReadOnlySet<string> Uses(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return metadata.AssemblyReferences.Select(h => metadata.GetString(metadata.GetAssemblyReference(h).Name))
            .Concat(metadata.TypeReferences.Select(h => metadata.GetString(metadata.GetTypeReference(h).Namespace)))
            .ToHashSet();
    }
}
