using System.CommandLine;
using ReptileGen.Model.Charts;
using ReptileGen.Model.FewShot;
using ReptileGen.Model.Runs;
using Spectre.Console;

namespace ReptileGen.Model.Commands;

/// <summary>What the few-shot commands share: the learners one after the other, and what comes out of them.</summary>
internal static class FewshotReport
{
    /// <summary>Trains and judges the chosen learners.</summary>
    /// <param name="parse">The command line; it says for each learner, on standard error, how long it took.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="names">The learners.</param>
    /// <param name="curves">Gets the learning curve of each.</param>
    /// <param name="fit">Called with each learner after its training.</param>
    /// <param name="token">Ends it early with an exception.</param>
    public static List<FewShotResult> Learn(
        ParseResult parse, IFewShotExperiment experiment, IReadOnlyList<string> names, Chart curves, Action<Learner> fit, CancellationToken token)
    {
        if (parse.GetValue(FewshotOptions.Out) is { } folder)
            Directory.CreateDirectory(folder); // what cannot be written is said before the learning
        var results = new List<FewShotResult>();
        foreach (var name in names)
        {
            using var learner = experiment.Create(name);
            var curve = new List<(double, double)>();
            var seconds = experiment.Train(learner, (i, loss) => curve.Add((i, loss)), token);
            results.AddRange(experiment.Evaluate(learner));
            curves.With(name, curve);
            fit(learner);
            Report.ErrorConsole(parse).WriteLine(FormattableString.Invariant($"{name}: {(learner is Untrained ? 0 : experiment.Iterations)} outer steps in {seconds:0} s"));
        }

        return results;
    }

    /// <summary>A table with a column per number and a row per learner.</summary>
    /// <param name="title">Above it.</param>
    /// <param name="what">What the numbers count.</param>
    /// <param name="shown">The numbers.</param>
    /// <param name="results">Those of all learners.</param>
    /// <param name="number">The number that a result belongs to.</param>
    public static Table Table(string title, string what, int[] shown, IEnumerable<FewShotResult> results, Func<FewShotResult, int> number)
    {
        var table = new Table().Border(TableBorder.Rounded).Title(title).AddColumn(what);
        foreach (var n in shown)
            table.AddColumn(new TableColumn(FormattableString.Invariant($"{n}")).RightAligned());
        foreach (var learner in results.GroupBy(r => r.Algorithm))
            table.AddRow([learner.Key, .. shown.Select(n => Cell(learner.First(r => number(r) == n)))]);
        return table;
    }

    /// <summary>A chart of functions: the true one and the points of it that were learned from.</summary>
    /// <param name="title">Above it.</param>
    /// <param name="picture">One episode, judged on a grid.</param>
    /// <param name="grid">The points of that grid.</param>
    public static Chart Fits(string title, EpisodeBatch picture, Func<int, double> grid)
    {
        var xs = picture.X.cpu().data<float>().ToArray();
        return new Chart(title, "x", "y")
            .With("true", OnGrid(picture.QueryY.cpu().data<float>().ToArray(), grid))
            .With("points", picture.Y.cpu().data<float>().ToArray().Select((y, i) => ((double)xs[i], (double)y)), dots: true);
    }

    /// <summary>Adds what a learner makes of the points.</summary>
    public static void Fit(Chart chart, Learner learner, EpisodeBatch picture, int steps, Func<int, double> grid) =>
        chart.With(learner.Name, OnGrid(FewShotEvaluation.Predict(learner, picture, [steps])[0], grid));

    /// <summary>A chart of errors, a line per learner in a band of 95% confidence.</summary>
    public static Chart Errors(string title, string what, IEnumerable<FewShotResult> results, Func<FewShotResult, int> number)
    {
        var chart = new Chart(title, what, "mean squared error");
        foreach (var learner in results.GroupBy(r => r.Algorithm))
            chart.WithErrors(learner.Key, learner.Select(r => new ChartPoint(number(r), r.Mse, r.Ci95)));
        return chart;
    }

    /// <summary>Shows charts in the terminal, and writes all, with the learning curves for TensorBoard, if <c>--out</c> asks for them.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="prefix">Of the files' names.</param>
    /// <param name="curves">The learning curves: a file only.</param>
    /// <param name="charts">The others.</param>
    public static void Show(ParseResult parse, string prefix, Chart curves, params (string Name, Chart Chart)[] charts)
    {
        var console = Report.Console(parse);
        foreach (var (_, chart) in charts)
            TerminalChart.Write(console, chart);
        if (parse.GetValue(FewshotOptions.Out) is not { } folder)
            return;
        foreach (var (name, chart) in charts.Prepend(("training", curves)))
            ChartFiles.Write(Path.Combine(folder, $"{prefix}-{name}"), chart);
        using var events = new EventFile(folder);
        foreach (var (name, points, _) in curves.Series)
        {
            foreach (var (step, error, _) in points)
                events.Scalar($"{name}/mse", (long)step, error);
        }
    }

    /// <summary>A result for a table.</summary>
    private static string Cell(FewShotResult r) => double.IsFinite(r.Mse) ? FormattableString.Invariant($"{r.Mse:0.000} +- {r.Ci95:0.000}") : "diverges";

    private static IEnumerable<(double, double)> OnGrid(float[] y, Func<int, double> grid) => y.Select((value, i) => (grid(i), (double)value));
}
