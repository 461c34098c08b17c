using System.CommandLine;
using ReptileGen.Model.Charts;
using ReptileGen.Model.FewShot;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen fewshot sine</c>.</summary>
internal static class FewshotSineCommand
{
    private static readonly int[] Shown = [0, 1, 5, 10, 32, 100];

    private static readonly Option<string> Algorithm = FewshotOptions.Algorithm(SineExperiment.Algorithms);

    private static readonly Option<int> Iterations = FewshotOptions.Iterations(new SineExperiment());

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
        FewshotOptions.Seed,
        FewshotOptions.Out,
        CommonOptions.Json,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken token)
    {
        var experiment = Experiment(parse);
        var chosen = parse.GetRequiredValue(Algorithm);
        using var scope = TorchSharp.torch.NewDisposeScope();
        EpisodeBatch whole = experiment.Test(experiment.Shots, 1, oneSided: false), half = experiment.Test(experiment.Shots, 1, oneSided: true);
        var curves = new Chart($"Training, K = {experiment.Shots}", "outer step", "error that the outer step saw");
        Chart fits = FewshotReport.Fits("Fitted after 5 steps", whole, Sine.Grid), halves = FewshotReport.Fits("Fitted from the left half, 32 steps", half, Sine.Grid);
        var results = FewshotReport.Learn(parse, experiment, chosen == "all" ? SineExperiment.Algorithms : [chosen], curves, learner =>
        {
            FewshotReport.Fit(fits, learner, whole, 5, Sine.Grid);
            FewshotReport.Fit(halves, learner, half, 32, Sine.Grid);
        }, token);
        foreach (var group in results.GroupBy(r => (r.Points, r.Shots)))
        {
            Report.Console(parse).Write(FewshotReport.Table(
                $"mean squared error of {experiment.TestEpisodes} held-out waves, {group.Key.Shots} points, {group.Key.Points.Replace('_', '-')}, +- 95% confidence",
                "inner steps", Shown, group, r => r.InnerSteps));
        }

        var steps = results.Where(r => r.Points == "uniform" && r.Shots == experiment.Shots && r.InnerSteps <= 32);
        FewshotReport.Show(
            parse, "sine", curves, ("fit", fits), ("one-sided", halves),
            ("steps", FewshotReport.Errors($"Held-out waves, {experiment.Shots} points", "inner steps", steps, r => r.InnerSteps)));
        Report.WriteJson(parse, new { task = "sine", shots = experiment.Shots, phase = parse.GetRequiredValue(Phase), iterations = experiment.Iterations, seed = experiment.Seed, results });
    }

    private static SineExperiment Experiment(ParseResult parse)
    {
        var phase = parse.GetRequiredValue(Phase) switch
        {
            "pi" => Math.PI,
            "2pi" => 2 * Math.PI,
            var other => throw new UserException($"--phase: expected pi or 2pi, found {other}"),
        };
        return new SineExperiment(CommonOptions.Within(parse, Shots, 1, 49), phase, CommonOptions.Within(parse, Iterations, 1, 1_000_000), parse.GetValue(FewshotOptions.Seed));
    }
}
