using System.Text.Json;
using ReptileGen.Formats;
using ReptileGen.Model.Charts;

namespace ReptileGen.Model.Tests.Commands;

/// <summary>Few-shot regression by command lines: what is said, and what is left in a folder.</summary>
[TestClass]
public sealed class FewshotCommandTests
{
    [TestMethod]
    public void ATinyRunLeavesItsChartsAsPngAndSvg()
    {
        using var folder = new TemporaryFolder();
        var (code, output, error) = Shell.Run(
            "fewshot", "logistic", "--algorithm", "transfer", "--iterations", "2", "--out", folder.File("plots"), "--json", "-");
        Assert.AreEqual(0, code, error);
        var result = JsonDocument.Parse(output).RootElement;
        Assert.AreEqual(("logistic", 2), (result.GetProperty("task").GetString(), result.GetProperty("iterations").GetInt32()));
        Assert.AreEqual(10, result.GetProperty("results").GetArrayLength());
        foreach (var name in new[] { "training", "fit", "points" })
        {
            var picture = PngReader.Read(Path.Combine(folder.File("plots"), $"logistic-{name}.png"));
            Assert.AreEqual((2 * ChartLayout.Width, 2 * ChartLayout.Height), (picture.Width, picture.Height));
            Assert.Contains("transfer", File.ReadAllText(Path.Combine(folder.File("plots"), $"logistic-{name}.svg")));
        }
    }

    [TestMethod]
    [DataRow("fewshot sine --shots 0", "--shots: expected 1 to 49, found 0")]
    [DataRow("fewshot sine --phase 1", "--phase: expected pi or 2pi, found 1")]
    [DataRow("fewshot logistic --iterations 0", "--iterations: expected 1 to 1000000, found 0")]
    [DataRow("fewshot logistic --algorithm magic", "--algorithm: expected all, ")]
    public void WrongValuesAreOneLine(string line, string message)
    {
        var (code, output, error) = Shell.Run(line.Split(' '));
        Assert.AreEqual((1, ""), (code, output), error);
        Shell.AssertOneLine(error);
        Assert.Contains(message, error);
    }
}
