using System.CommandLine;
using System.Globalization;
using ReptileGen.Model.FewShot;
using Spectre.Console;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen fewshot sine</c>.</summary>
internal static class FewshotSineCommand
{
    private static readonly int[] Shown = [0, 1, 5, 10, 32, 100];

    private static readonly Option<string> Algorithm = new("--algorithm")
    {
        Description = $"all, or one of {string.Join(", ", SineExperiment.Algorithms)}",
        HelpName = "NAME",
        DefaultValueFactory = _ => "all",
    };

    private static readonly Option<int> Shots = new("--shots")
    {
        Description = "Points that an episode learns from in training",
        HelpName = "K",
        DefaultValueFactory = _ => 10,
    };

    private static readonly Option<string> Phase = new("--phase")
    {
        Description = "Largest phase: pi or 2pi",
        HelpName = "P",
        DefaultValueFactory = _ => "pi",
    };

    private static readonly Option<int> Iterations = new("--iterations")
    {
        Description = "Outer steps of every learner",
        HelpName = "N",
        DefaultValueFactory = _ => new SineExperiment().Iterations,
    };

    private static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "Of weights, training and test episodes",
        HelpName = "S",
        DefaultValueFactory = _ => 1,
    };

    public static DocumentedCommand Create() => new DocumentedCommand(
        "sine",
        "Sine waves of random amplitude and phase from 5, 10 or 20 points.",
        "reptilegen fewshot sine --algorithm all --out plots",
        "reptilegen fewshot sine --algorithm maml --shots 5 --phase 2pi --json -")
    {
        Algorithm,
        Shots,
        Phase,
        Iterations,
        Seed,
        FewshotOptions.Out,
        CommonOptions.Json,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken token)
    {
        var experiment = Experiment(parse);
        var chosen = parse.GetRequiredValue(Algorithm);
        var console = Report.Console(parse);
        var results = new List<FewShotResult>();
        var curves = new SvgChart($"Training, K = {experiment.Shots}", "outer step", "query mean squared error");
        var fits = Fits(experiment, oneSided: false);
        var halves = Fits(experiment, oneSided: true);
        foreach (var name in chosen == "all" ? SineExperiment.Algorithms : [chosen])
        {
            using var learner = experiment.Create(name);
            var curve = new List<(double, double)>();
            var seconds = experiment.Train(learner, (i, loss) => curve.Add((i, loss)), token);
            results.AddRange(experiment.Evaluate(learner));
            curves.With(name, curve);
            Fit(experiment, learner, fits, oneSided: false);
            Fit(experiment, learner, halves, oneSided: true);
            Report.ErrorConsole(parse).WriteLine(FormattableString.Invariant($"{name}: {(learner is Untrained ? 0 : experiment.Iterations)} outer steps in {seconds:0} s"));
        }

        Print(console, experiment, results);
        FewshotOptions.Write(parse, ("sine-training.svg", curves), ("sine-fit.svg", fits), ("sine-one-sided.svg", halves), ("sine-steps.svg", StepsChart(experiment, results)));
        FewshotOptions.WriteEvents(parse, curves);
        Report.WriteJson(parse, new { task = "sine", shots = experiment.Shots, phase = parse.GetRequiredValue(Phase), iterations = experiment.Iterations, seed = experiment.Seed, results = results.Select(FewshotOptions.Json) });
    }

    private static SineExperiment Experiment(ParseResult parse)
    {
        var phase = parse.GetRequiredValue(Phase) switch
        {
            "pi" => Math.PI,
            "2pi" => 2 * Math.PI,
            var other => throw new UserException($"--phase: expected pi or 2pi, found {other}"),
        };
        return new SineExperiment(CommonOptions.Within(parse, Shots, 1, 49), phase, CommonOptions.Within(parse, Iterations, 1, 1_000_000), parse.GetValue(Seed));
    }

    private static void Print(IAnsiConsole console, SineExperiment experiment, List<FewShotResult> results)
    {
        foreach (var group in results.GroupBy(r => (r.Points, r.Shots)))
        {
            var table = new Table().Border(TableBorder.Rounded)
                .Title($"mean squared error of {experiment.TestEpisodes} held-out waves, {group.Key.Shots} points, {group.Key.Points.Replace('_', '-')}, +- 95% confidence")
                .AddColumn("inner steps");
            foreach (var steps in Shown)
                table.AddColumn(new TableColumn(steps.ToString(CultureInfo.InvariantCulture)).RightAligned());
            foreach (var learner in group.GroupBy(r => r.Algorithm))
            {
                table.AddRow([learner.Key, .. Shown.Select(steps => learner.First(r => r.InnerSteps == steps))
                    .Select(FewshotOptions.Cell)]);
            }

            console.Write(table);
        }
    }

    private static SvgChart StepsChart(SineExperiment experiment, List<FewShotResult> results)
    {
        var chart = new SvgChart($"Held-out waves, {experiment.Shots} points", "inner steps", "mean squared error");
        foreach (var learner in results.Where(r => r.Points == "uniform" && r.Shots == experiment.Shots && r.InnerSteps <= 32).GroupBy(r => r.Algorithm))
            chart.With(learner.Key, learner.Select(r => ((double)r.InnerSteps, r.Mse)));
        return chart;
    }

    private static SvgChart Fits(SineExperiment experiment, bool oneSided)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var batch = experiment.Test(experiment.Shots, 1, oneSided);
        var xs = batch.X.cpu().data<float>().ToArray();
        return new SvgChart(oneSided ? "Fitted from the left half, 32 steps" : "Fitted after 5 steps", "x", "y")
            .With("true", Grid(batch.QueryY.cpu().data<float>().ToArray()))
            .With("points", batch.Y.cpu().data<float>().ToArray().Select((y, i) => ((double)xs[i], (double)y)), dots: true);
    }

    private static void Fit(SineExperiment experiment, Learner learner, SvgChart chart, bool oneSided)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        chart.With(learner.Name, Grid(FewShotEvaluation.Predict(learner, experiment.Test(experiment.Shots, 1, oneSided), [oneSided ? 32 : 5])[0]));
    }

    private static IEnumerable<(double, double)> Grid(float[] y) => y.Select((value, i) => (Sine.Grid(i), (double)value));
}
