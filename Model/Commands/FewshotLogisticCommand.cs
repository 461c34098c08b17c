using System.CommandLine;
using ReptileGen.Model.Charts;
using ReptileGen.Model.FewShot;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen fewshot logistic</c>.</summary>
internal static class FewshotLogisticCommand
{
    private static readonly int[] Shown = [1, 2, 3, 5, 10];

    private static readonly Option<string> Algorithm = FewshotOptions.Algorithm(LogisticExperiment.Algorithms);

    private static readonly Option<int> Iterations = FewshotOptions.Iterations(new LogisticExperiment());

    public static DocumentedCommand Create() => new DocumentedCommand(
        "logistic",
        "Logistic functions of random height, slope and place from 1 to 10 points.",
        "reptilegen fewshot logistic --out plots",
        "reptilegen fewshot logistic --algorithm reptile --json -")
    {
        Algorithm,
        Iterations,
        FewshotOptions.Seed,
        FewshotOptions.Out,
        CommonOptions.Json,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken token)
    {
        const int Steps = LogisticExperiment.AdaptationSteps;
        var experiment = new LogisticExperiment(CommonOptions.Within(parse, Iterations, 1, 1_000_000), parse.GetValue(FewshotOptions.Seed));
        var chosen = parse.GetRequiredValue(Algorithm);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var picture = experiment.Picture();
        var curves = new Chart("Training", "outer step", "error that the outer step saw");
        var fits = FewshotReport.Fits($"Fitted after {Steps} steps", picture, Logistic.Grid);
        var results = FewshotReport.Learn(
            parse, experiment, chosen == "all" ? LogisticExperiment.Algorithms : [chosen], curves,
            learner => FewshotReport.Fit(fits, learner, picture, Steps, Logistic.Grid), token);
        Report.Console(parse).Write(FewshotReport.Table(
            $"mean squared error of {experiment.TestEpisodes} held-out functions on points not learned from, {Steps} inner steps, +- 95% confidence",
            "points", Shown, results, r => r.Shots));
        FewshotReport.Show(
            parse, "logistic", curves, ("fit", fits),
            ("points", FewshotReport.Errors($"Held-out functions, {Steps} inner steps", "points learned from", results, r => r.Shots)));
        Report.WriteJson(parse, new { task = "logistic", shots = LogisticExperiment.MostShots, iterations = experiment.Iterations, seed = experiment.Seed, results });
    }
}
