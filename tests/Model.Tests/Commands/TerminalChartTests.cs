using ReptileGen.Model.Charts;
using ReptileGen.Model.Commands;
using ReptileGen.Model.FewShot;
using ReptileGen.Model.Randomness;
using Spectre.Console;

namespace ReptileGen.Model.Tests.Commands;

[TestClass]
public sealed class TerminalChartTests
{
    [TestMethod]
    public void ADiagonalGoesFromCornerToCorner()
    {
        var lines = Plain(new Chart("rise", "x", "y").With("line", [(0, 0), (2, 1)]), 20);
        Assert.AreEqual("rise  y over x", lines[0]);
        Assert.AreEqual("      1│", lines[1][..8]);
        Assert.AreNotEqual(' ', lines[1][^1]);
        Assert.AreEqual(28, lines[1].Length);
        Assert.AreEqual("      0│", lines[14][..8]);
        Assert.AreNotEqual(' ', lines[14][8]);
        Assert.AreEqual("       └" + new string('─', 20), lines[15]);
        Assert.AreEqual("        0" + new string(' ', 18) + "2", lines[16]);
        Assert.AreEqual("        ━ line", lines[17]);
    }

    [TestMethod]
    public void EveryPointIsMarkedAndNothingLeavesTheFrame()
    {
        var random = new RandomStream(1, "test");
        for (var trial = 0; trial < 50; trial++)
        {
            var columns = 16 + random.NextInt(40);
            var points = Enumerable.Range(0, 1 + random.NextInt(8)).Select(_ => (random.NextNormal(), 100 * random.NextNormal())).ToList();
            var lines = Plain(new Chart("[t]", "x", "y").With("[line]", points).With("dots", points, dots: true), columns);
            Assert.HasCount(18, lines);
            Assert.IsTrue(lines[1..15].All(line => line.Length == 8 + columns && line[7] == '│'));
            Assert.IsInRange(1, points.Count, lines[1..15].Sum(line => line.Count(c => c == '●')));
            Assert.EndsWith("━ [line]  ● dots", lines[17]);
        }
    }

    [TestMethod]
    public void ChartsWithoutPointsAreEmptyFrames()
    {
        var lines = Plain(new Chart("none", "x", "y").With("diverged", [(0, double.NaN), (1, double.PositiveInfinity)]), 16);
        Assert.IsTrue(lines[1..15].All(line => line.EndsWith("│" + new string(' ', 16), StringComparison.Ordinal)));
    }

    [TestMethod]
    public void TheTerminalShowsWhatTheFilesHold()
    {
        using var folder = new TemporaryFolder();
        var curves = new Chart("Training", "outer step", "loss").With("reptile", [(1, 2), (2, 1)]);
        var fit = new Chart("Fitted", "x", "y").With("true", [(0, 1), (1, 2)]).With("points", [(0.5, 1.5)], dots: true);
        var command = new DocumentedCommand("plots", "Two charts.", "reptilegen plots") { FewshotOptions.Out, CommonOptions.Json }
            .Runs((parse, _) => FewshotReport.Show(parse, "sine", curves, ("fit", fit)));
        var (code, output, error) = Shell.Run([command], "plots", "--out", folder.Path);
        Assert.AreEqual(0, code, error);
        Assert.Contains("Fitted  y over x", output);
        Assert.Contains("━ true  ● points", output);
        Assert.DoesNotContain("Training", output);
        foreach (var (chart, name) in new[] { (fit, "sine-fit"), (curves, "sine-training") })
        {
            Assert.AreEqual(ChartFiles.Svg(chart), File.ReadAllText(folder.File(name + ".svg")));
            CollectionAssert.AreEqual(ChartFiles.Png(chart), File.ReadAllBytes(folder.File(name + ".png")));
        }

        Assert.IsNotEmpty(Directory.GetFiles(folder.Path, "*tfevents*"));

        (code, output, error) = Shell.Run([command], "plots", "--json", "-");
        Assert.AreEqual((0, ""), (code, output), "JSON has the output for itself");
    }

    [TestMethod]
    public void TheTableHasARowPerLearnerAndNamesWhatDiverges()
    {
        FewShotResult[] results = [new("maml", "uniform", 5, 1, 0.25, 0.125), new("maml", "uniform", 5, 10, 0.5, 0), new("sgd", "uniform", 5, 1, double.NaN, 0), new("sgd", "uniform", 5, 10, 1, 0)];
        var table = FewshotReport.Table("title", "inner steps", [1, 10], results, r => r.InnerSteps);
        var console = new StringWriter();
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(console), Ansi = AnsiSupport.No }).Write(table);
        var rows = console.ToString().Split('\n').Where(line => line.Contains("maml", StringComparison.Ordinal) || line.Contains("sgd", StringComparison.Ordinal)).ToArray();
        Assert.HasCount(2, rows);
        Assert.Contains("0.250 +- 0.125", rows[0]);
        Assert.Contains("diverges", rows[1]);
    }

    private static string[] Plain(Chart chart, int columns) => [.. TerminalChart.Lines(chart, columns).Select(Markup.Remove)];
}
