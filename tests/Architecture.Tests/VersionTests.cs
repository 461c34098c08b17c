using System.Xml.Linq;

namespace ReptileGen.Architecture.Tests;

/// <summary>Versions of packages stand in Directory.Packages.props and nowhere else.</summary>
[TestClass]
public sealed class VersionTests
{
    private const string TheOnePlace = "Directory.Packages.props";

    [TestMethod]
    public void NoOtherFileNamesAVersion() => Assert.AreEqual("", string.Join('\n', Repository.Files(".csproj", ".props", ".targets")
        .Where(f => f != TheOnePlace)
        .SelectMany(f => Violations(Repository.Read(f)).Select(v => $"{f}: {v}"))));

    [TestMethod]
    public void TheOnePlaceNamesAVersionForEveryPackageOnce()
    {
        var packages = XDocument.Parse(Repository.Read(TheOnePlace)).Descendants("PackageVersion").ToList();
        Assert.IsNotEmpty(packages);
        foreach (var package in packages)
            Assert.IsNotNull(package.Attribute("Version"), package.ToString());
        CollectionAssert.AllItemsAreUnique(packages.Select(p => p.Attribute("Include")!.Value.ToLowerInvariant()).ToList());
    }

    [TestMethod]
    [DataRow("""<PackageReference Include="A" />""", false)]
    [DataRow("""<PackageReference Include="A" Version="1.0" />""", true)]
    [DataRow("""<PackageReference Include="A"><Version>1.0</Version></PackageReference>""", true)]
    [DataRow("""<PackageReference Include="A" VersionOverride="1.0" />""", true)]
    [DataRow("""<PackageVersion Include="A" Version="1.0" />""", true)]
    [DataRow("""<GlobalPackageReference Include="A" Version="1.0" />""", true)]
    public void TheRuleSeesWhatItShould(string item, bool violation) =>
        Assert.AreEqual(violation, Violations($"<Project><ItemGroup>{item}</ItemGroup></Project>").Any());

    private static IEnumerable<string> Violations(string xml) => XDocument.Parse(xml).Descendants()
        .Where(e => e.Name.LocalName is "PackageVersion" || (e.Name.LocalName is "PackageReference" or "GlobalPackageReference" && HasVersion(e)))
        .Select(e => e.ToString());

    private static bool HasVersion(XElement item) =>
        item.Attributes().Select(a => a.Name.LocalName).Concat(item.Elements().Select(e => e.Name.LocalName)).Any(n => n is "Version" or "VersionOverride");
}
