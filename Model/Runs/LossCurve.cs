using ReptileGen.Model.Charts;

namespace ReptileGen.Model.Runs;

/// <summary>The loss curve of a run as a picture: training as a line, validation as dots with standard errors.</summary>
public static class LossCurve
{
    private const int Points = 400;

    /// <summary>Writes PATH.svg and PATH.png, each atomically.</summary>
    /// <param name="path">The targets without their endings.</param>
    /// <param name="title">Stands above the picture.</param>
    /// <param name="log">The run's log; of an empty one nothing but the axes is drawn.</param>
    public static void Write(string path, string title, IReadOnlyList<LogLine> log)
    {
        LogLine[] train = [.. log.Where(l => l.Kind == "train")], validation = [.. log.Where(l => l.Kind == "validation")];
        ChartFiles.Write(path, new Chart(title, "outer steps", "nats per episode")
            .With("training", Smooth(train))
            .WithErrors("validation", validation.Select(v => new ChartPoint(v.Step, v.Nats, v.StandardError ?? 0)), dots: true));
    }

    /// <summary>Means of equal groups, so that a long run draws no more than some hundred points.</summary>
    private static IEnumerable<(double Step, double Nats)> Smooth(LogLine[] lines)
    {
        int size = Math.Max(1, lines.Length / Points);
        return lines.Chunk(size).Select(g => (g.Average(l => (double)l.Step), g.Average(l => l.Nats)));
    }
}
