using System.Text.RegularExpressions;

namespace ReptileGen.Architecture.Tests;

/// <summary>Unsafe code stands in kernels, providers, the CUDA engine, and the one file that maps files into memory.</summary>
[TestClass]
public sealed partial class UnsafeCodeTests
{
    private static readonly string[] Folders = ["Kernels", "Cuda", "Providers"];
    private static readonly string[] Files = ["Formats/MappedBytes.cs"];

    [TestMethod]
    public void UnsafeCodeStandsInItsFoldersOnly() => Assert.AreEqual("", string.Join('\n', Repository.Files(".cs")
        .Where(f => !f.StartsWith("tests/", StringComparison.Ordinal) && !IsAllowed(f) && IsUnsafe(Repository.Read(f)))));

    [TestMethod]
    public void TheFileThatIsExceptedNeedsIt()
    {
        foreach (var file in Files)
            Assert.IsTrue(IsUnsafe(Repository.Read(file)), file);
    }

    [TestMethod]
    [DataRow("unsafe class A { }", true)]
    [DataRow("/* a */ unsafe { } // b", true)]
    [DataRow("""var a = "x"; unsafe { }""", true)]
    [DataRow("""var a = '"'; unsafe { } var b = '"';""", true)]
    [DataRow("// unsafe\nclass A { }", false)]
    [DataRow("/* unsafe\n unsafe */", false)]
    [DataRow("var a = \"unsafe \\\" unsafe\";", false)]
    [DataRow("var a = @\"unsafe \"\" unsafe\";", false)]
    [DataRow("var a = \"\"\"unsafe \" unsafe\"\"\";", false)]
    [DataRow("Unsafe.Add(ref a, 1); NotUnsafe(); unsafely();", false)]
    public void TheRuleSeesWhatItShould(string source, bool expected) => Assert.AreEqual(expected, IsUnsafe(source));

    private static bool IsAllowed(string file) => Files.Contains(file) || file.Split('/')[..^1].Any(Folders.Contains);

    private static bool IsUnsafe(string source) => Keyword().IsMatch(SourceText.WithoutCommentsAndLiterals(source));

    [GeneratedRegex(@"\bunsafe\b")]
    private static partial Regex Keyword();
}
