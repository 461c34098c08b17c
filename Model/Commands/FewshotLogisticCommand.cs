using System.CommandLine;
using System.Globalization;
using ReptileGen.Model.FewShot;
using Spectre.Console;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen fewshot logistic</c>.</summary>
internal static class FewshotLogisticCommand
{
    private static readonly Option<string> Algorithm = new("--algorithm")
    {
        Description = $"all, or one of {string.Join(", ", LogisticExperiment.Algorithms)}",
        HelpName = "NAME",
        DefaultValueFactory = _ => "all",
    };

    private static readonly Option<int> Iterations = new("--iterations")
    {
        Description = "Outer steps of every learner",
        HelpName = "N",
        DefaultValueFactory = _ => new LogisticExperiment().Iterations,
    };

    private static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "Of weights, training and test episodes",
        HelpName = "S",
        DefaultValueFactory = _ => 1,
    };

    public static DocumentedCommand Create() => new DocumentedCommand(
        "logistic",
        "Logistic functions of random height, slope and place from 1 to 10 points.",
        "reptilegen fewshot logistic --out plots",
        "reptilegen fewshot logistic --algorithm reptile --json -")
    {
        Algorithm,
        Iterations,
        Seed,
        FewshotOptions.Out,
        CommonOptions.Json,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken token)
    {
        var experiment = new LogisticExperiment(CommonOptions.Within(parse, Iterations, 1, 1_000_000), parse.GetValue(Seed));
        var chosen = parse.GetRequiredValue(Algorithm);
        var results = new List<FewShotResult>();
        var curves = new SvgChart("Training", "outer step", "mean squared error");
        using var scope = TorchSharp.torch.NewDisposeScope();
        var picture = experiment.Picture();
        var xs = picture.X.cpu().data<float>().ToArray();
        var fits = new SvgChart($"Fitted after {LogisticExperiment.AdaptationSteps} steps", "x", "y")
            .With("true", Grid(picture.QueryY.cpu().data<float>().ToArray()))
            .With("points", picture.Y.cpu().data<float>().ToArray().Select((y, i) => ((double)xs[i], (double)y)), dots: true);
        foreach (var name in chosen == "all" ? LogisticExperiment.Algorithms : [chosen])
        {
            using var learner = experiment.Create(name);
            var curve = new List<(double, double)>();
            var seconds = experiment.Train(learner, (i, loss) => curve.Add((i, loss)), token);
            results.AddRange(experiment.Evaluate(learner));
            curves.With(name, curve);
            fits.With(name, Grid(FewShotEvaluation.Predict(learner, picture, [LogisticExperiment.AdaptationSteps])[0]));
            Report.ErrorConsole(parse).WriteLine(FormattableString.Invariant($"{name}: {(learner is Untrained ? 0 : experiment.Iterations)} outer steps in {seconds:0} s"));
        }

        Print(Report.Console(parse), experiment, results);
        FewshotOptions.Write(parse, ("logistic-training.svg", curves), ("logistic-fit.svg", fits), ("logistic-points.svg", PointsChart(results)));
        FewshotOptions.WriteEvents(parse, curves);
        Report.WriteJson(parse, new { task = "logistic", shots = LogisticExperiment.MostShots, iterations = experiment.Iterations, seed = experiment.Seed, results = results.Select(FewshotOptions.Json) });
    }

    private static void Print(IAnsiConsole console, LogisticExperiment experiment, List<FewShotResult> results)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .Title($"mean squared error of {experiment.TestEpisodes} held-out functions on points not learned from, {LogisticExperiment.AdaptationSteps} inner steps, +- 95% confidence")
            .AddColumn("points");
        int[] shown = [1, 2, 3, 5, 10];
        foreach (var shots in shown)
            table.AddColumn(new TableColumn(shots.ToString(CultureInfo.InvariantCulture)).RightAligned());
        foreach (var learner in results.GroupBy(r => r.Algorithm))
        {
            table.AddRow([learner.Key, .. shown.Select(shots => learner.First(r => r.Shots == shots))
                .Select(FewshotOptions.Cell)]);
        }

        console.Write(table);
    }

    private static SvgChart PointsChart(List<FewShotResult> results)
    {
        var chart = new SvgChart($"Held-out functions, {LogisticExperiment.AdaptationSteps} inner steps", "points learned from", "mean squared error");
        foreach (var learner in results.GroupBy(r => r.Algorithm))
            chart.With(learner.Key, learner.Select(r => ((double)r.Shots, r.Mse)));
        return chart;
    }

    private static IEnumerable<(double, double)> Grid(float[] y) => y.Select((value, i) => (Logistic.Grid(i), (double)value));
}
