using System.Globalization;
using System.Text;

namespace ReptileGen.Model.FewShot;

/// <summary>A <see cref="Chart"/> as SVG: axes with round ticks, one colour per series, a legend.</summary>
internal static class SvgChart
{
    private const int Width = 720, Height = 440, Left = 70, Right = 170, Top = 40, Bottom = 50;

    /// <summary>The whole picture.</summary>
    public static string Write(Chart chart)
    {
        var ((x0, x1), (y0, y1)) = (chart.XRange, chart.YRange);
        double X(double x) => Left + (x - x0) / (x1 - x0) * (Width - Left - Right);
        double Y(double y) => Height - Bottom - (y - y0) / (y1 - y0) * (Height - Top - Bottom);
        var svg = new StringBuilder();
        svg.Append(Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" font-family=\"sans-serif\" font-size=\"12\">"));
        svg.Append(Line($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/><text x=\"{Left}\" y=\"24\" font-size=\"15\">{Escape(chart.Title)}</text>"));
        foreach (var tick in Ticks(x0, x1))
            svg.Append(Line($"<path d=\"M{X(tick):0.0} {Top}V{Height - Bottom}\" stroke=\"#ddd\"/><text x=\"{X(tick):0.0}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{tick:0.####}</text>"));
        foreach (var tick in Ticks(y0, y1))
            svg.Append(Line($"<path d=\"M{Left} {Y(tick):0.0}H{Width - Right}\" stroke=\"#ddd\"/><text x=\"{Left - 8}\" y=\"{Y(tick) + 4:0.0}\" text-anchor=\"end\">{tick:0.####}</text>"));
        svg.Append(Line($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 12}\" text-anchor=\"middle\">{Escape(chart.XTitle)}</text>"));
        svg.Append(Line($"<text transform=\"translate(18 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{Escape(chart.YTitle)}</text>"));
        for (var i = 0; i < chart.Series.Count; i++)
        {
            var (name, points, dots) = chart.Series[i];
            var colour = Chart.Colour(i);
            if (dots)
                svg.Append(string.Concat(points.Select(p => Line($"<circle cx=\"{X(p.X):0.0}\" cy=\"{Y(p.Y):0.0}\" r=\"4\" fill=\"{colour}\"/>"))));
            else
                svg.Append(Line($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.8\" points=\"{string.Join(' ', points.Select(p => Line($"{X(p.X):0.0},{Y(p.Y):0.0}").TrimEnd()))}\"/>"));
            svg.Append(Line($"<rect x=\"{Width - Right + 14}\" y=\"{Top + 20 * i}\" width=\"14\" height=\"4\" fill=\"{colour}\"/><text x=\"{Width - Right + 34}\" y=\"{Top + 20 * i + 7}\">{Escape(name)}</text>"));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static IEnumerable<double> Ticks(double low, double high)
    {
        var step = Math.Pow(10, Math.Floor(Math.Log10((high - low) / 4)));
        step *= (high - low) / step > 20 ? 5 : (high - low) / step > 8 ? 2 : 1;
        for (var tick = Math.Ceiling(low / step); tick * step <= high; tick++)
            yield return tick * step;
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture) + "\n";

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
