using System.Globalization;
using System.Text;
using ReptileGen.Formats;

namespace ReptileGen.Model.Runs;

/// <summary>The loss curve of a run as an SVG picture: training in gray, validation as dots with standard errors.</summary>
public static class LossCurve
{
    private const double Width = 800, Height = 450, Left = 70, Right = 20, Top = 40, Bottom = 50;
    private const int Points = 400, Ticks = 5;

    /// <summary>Writes the picture, atomically.</summary>
    /// <param name="path">The target.</param>
    /// <param name="title">Stands above the picture.</param>
    /// <param name="log">The run's log; nothing is drawn of an empty one.</param>
    public static void Write(string path, string title, IReadOnlyList<LogLine> log)
    {
        LogLine[] train = [.. log.Where(l => l.Kind == "train")], validation = [.. log.Where(l => l.Kind == "validation")];
        (double Step, double Nats)[] curve = [.. Smooth(train)];
        double last = Math.Max(1, log.Count == 0 ? 1 : log.Max(l => l.Step));
        double[] heights = [.. curve.Select(c => c.Nats), .. validation.Select(v => v.Nats)];
        (double low, double high) = heights.Length == 0 ? (0, 1) : (heights.Min(), heights.Max());
        (low, high) = high > low ? (low, high) : (low - 0.5, high + 0.5);
        double X(double step) => Left + step / last * (Width - Left - Right);
        double Y(double nats) => Height - Bottom - (nats - low) / (high - low) * (Height - Top - Bottom);

        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"13\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        Text(svg, Width / 2, 24, "middle", title + ": nats per episode");
        for (int i = 0; i <= Ticks; i++)
        {
            double step = last * i / Ticks, nats = low + (high - low) * i / Ticks;
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(nats):F1}\" y2=\"{Y(nats):F1}\" stroke=\"#ddd\"/>\n");
            Text(svg, Left - 8, Y(nats) + 4, "end", nats.ToString("G4", CultureInfo.InvariantCulture));
            Text(svg, X(step), Height - Bottom + 20, "middle", step.ToString("N0", CultureInfo.InvariantCulture));
        }

        Text(svg, Width / 2, Height - 8, "middle", "outer steps (gray: training, blue: validation)");
        string line = string.Join(' ', curve.Select(c => FormattableString.Invariant($"{X(c.Step):F1},{Y(c.Nats):F1}")));
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{line}\" fill=\"none\" stroke=\"#888\" stroke-width=\"1.5\"/>\n");
        foreach (LogLine v in validation)
        {
            double error = (v.StandardError ?? 0) / (high - low) * (Height - Top - Bottom);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(v.Step):F1}\" x2=\"{X(v.Step):F1}\" y1=\"{Y(v.Nats) - error:F1}\" y2=\"{Y(v.Nats) + error:F1}\" stroke=\"#06c\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(v.Step):F1}\" cy=\"{Y(v.Nats):F1}\" r=\"3\" fill=\"#06c\"/>\n");
        }

        AtomicFile.WriteAllText(path, svg.Append("</svg>\n").ToString());
    }

    /// <summary>Means of equal groups, so that a long run draws no more than some hundred points.</summary>
    private static IEnumerable<(double Step, double Nats)> Smooth(LogLine[] lines)
    {
        int size = Math.Max(1, lines.Length / Points);
        return lines.Chunk(size).Select(g => (g.Average(l => (double)l.Step), g.Average(l => l.Nats)));
    }

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text) => svg.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\">{System.Security.SecurityElement.Escape(text)}</text>\n");
}
