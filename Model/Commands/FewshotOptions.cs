using System.CommandLine;
using ReptileGen.Model.FewShot;

namespace ReptileGen.Model.Commands;

/// <summary>The options that the few-shot commands share.</summary>
internal static class FewshotOptions
{
    /// <summary><c>--out DIR</c>: where plots go.</summary>
    public static Option<string?> Out { get; } = new("--out")
    {
        Description = "Write plots (PNG and SVG) and learning curves (TensorBoard) to this folder",
        HelpName = "DIR",
    };

    /// <summary><c>--seed S</c>.</summary>
    public static Option<ulong> Seed { get; } = new("--seed")
    {
        Description = "Of weights, training and test episodes",
        HelpName = "S",
        DefaultValueFactory = _ => 1,
    };

    /// <summary><c>--algorithm NAME</c>, of these.</summary>
    public static Option<string> Algorithm(IReadOnlyList<string> names) => new("--algorithm")
    {
        Description = $"all, or one of {string.Join(", ", names)}",
        HelpName = "NAME",
        DefaultValueFactory = _ => "all",
    };

    /// <summary><c>--iterations N</c>; without it as many as the experiment has.</summary>
    public static Option<int> Iterations(IFewShotExperiment usual) => new("--iterations")
    {
        Description = "Outer steps of every learner",
        HelpName = "N",
        DefaultValueFactory = _ => usual.Iterations,
    };
}
