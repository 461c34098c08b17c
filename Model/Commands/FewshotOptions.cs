using System.CommandLine;
using ReptileGen.Formats;
using ReptileGen.Model.FewShot;
using ReptileGen.Model.Runs;

namespace ReptileGen.Model.Commands;

/// <summary>What the few-shot commands share.</summary>
internal static class FewshotOptions
{
    /// <summary><c>--out DIR</c>: where plots go.</summary>
    public static Option<string?> Out { get; } = new("--out")
    {
        Description = "Write plots (SVG) and learning curves (TensorBoard) to this folder",
        HelpName = "DIR",
    };

    /// <summary>A result for JSON, which has no infinity: a learner that diverged has no error.</summary>
    public static object Json(FewShotResult r) => new
    {
        r.Algorithm,
        r.Points,
        r.Shots,
        r.InnerSteps,
        Mse = double.IsFinite(r.Mse) ? r.Mse : (double?)null,
        Ci95 = double.IsFinite(r.Ci95) ? r.Ci95 : (double?)null,
    };

    /// <summary>A result for a table.</summary>
    public static string Cell(FewShotResult r) => double.IsFinite(r.Mse) ? FormattableString.Invariant($"{r.Mse:0.000} +- {r.Ci95:0.000}") : "diverges";

    /// <summary>Writes charts if <c>--out</c> asks for them.</summary>
    public static void Write(ParseResult parse, params (string File, SvgChart Chart)[] charts)
    {
        if (parse.GetValue(Out) is not { } folder)
            return;
        Directory.CreateDirectory(folder);
        foreach (var (file, chart) in charts)
            AtomicFile.WriteAllText(Path.Combine(folder, file), chart.ToString());
    }

    /// <summary>Writes learning curves for TensorBoard if <c>--out</c> asks for plots.</summary>
    public static void WriteEvents(ParseResult parse, SvgChart curves)
    {
        if (parse.GetValue(Out) is not { } folder)
            return;
        Directory.CreateDirectory(folder);
        using var events = new EventFile(folder);
        foreach (var (name, points, _) in curves.Series)
        {
            foreach (var (step, error) in points)
                events.Scalar($"{name}/mse", (long)step, error);
        }
    }
}
