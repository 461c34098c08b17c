using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ReptileGen.Architecture.Tests;

/// <summary>What a build complains of has a code, and one document lists the codes.</summary>
[TestClass]
public sealed class CodeTests
{
    private const string TheList = "docs/data.md";

    [TestMethod]
    public void EveryErrorAndWarningOfABuildFileHasACode() => Assert.AreEqual("", string.Join('\n', BuildFiles()
        .SelectMany(f => WithoutCode(Repository.Read(f)).Select(e => $"{f}: {e}"))));

    [TestMethod]
    public void EveryCodeIsListed()
    {
        var used = BuildFiles().Concat(Repository.Files(".cs").Where(f => f.StartsWith("Pipeline/", StringComparison.Ordinal))).SelectMany(f => Codes(Repository.Read(f)));
        CollectionAssert.AreEqual(used.Distinct().Order().ToList(), Codes(Repository.Read(TheList)).Distinct().Order().ToList());
    }

    [TestMethod]
    [DataRow("""<Error Code="RGEN1234" Text="a" />""", false)]
    [DataRow("""<Error Text="RGEN1234" />""", true)]
    [DataRow("""<Warning Code="1234" Text="a" />""", true)]
    public void TheRuleSeesWhatItShould(string task, bool violation) =>
        Assert.AreEqual(violation, WithoutCode($"<Project><Target>{task}</Target></Project>").Any());

    private static IEnumerable<string> BuildFiles() => Repository.Files(".csproj", ".props", ".targets");

    private static IEnumerable<string> WithoutCode(string xml) => XDocument.Parse(xml).Descendants()
        .Where(e => e.Name.LocalName is "Error" or "Warning" && !Regex.IsMatch(e.Attribute("Code")?.Value ?? "", @"^RGEN\d{4}$"))
        .Select(e => e.ToString());

    private static IEnumerable<string> Codes(string text) => Regex.Matches(text, @"RGEN\d{4}").Select(m => m.Value);
}
