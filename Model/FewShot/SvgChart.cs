using System.Globalization;
using System.Text;

namespace ReptileGen.Model.FewShot;

/// <summary>A line chart as SVG: axes with round ticks, one colour per series, a legend.</summary>
/// <param name="Title">Above the chart.</param>
/// <param name="XTitle">Below the chart.</param>
/// <param name="YTitle">Left of the chart.</param>
internal sealed record SvgChart(string Title, string XTitle, string YTitle)
{
    private const int Width = 720, Height = 440, Left = 70, Right = 170, Top = 40, Bottom = 50;

    private static readonly string[] Colours = ["#4c72b0", "#dd8452", "#55a868", "#c44e52", "#8172b3", "#937860", "#64b5cd", "#666666"];

    private readonly List<(string Name, IReadOnlyList<(double X, double Y)> Points, bool Dots)> _series = [];

    /// <summary>What was added so far.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points, bool Dots)> Series => _series;

    /// <summary>Adds a line, or dots; points that are not finite are left out.</summary>
    public SvgChart With(string name, IEnumerable<(double X, double Y)> points, bool dots = false)
    {
        _series.Add((name, points.Where(p => double.IsFinite(p.Y)).ToList(), dots));
        return this;
    }

    /// <summary>The whole picture.</summary>
    public override string ToString()
    {
        var all = _series.SelectMany(s => s.Points).ToList();
        var (x0, x1) = Span(all.Select(p => p.X));
        var (y0, y1) = Span(all.Select(p => p.Y));
        double X(double x) => Left + (x - x0) / (x1 - x0) * (Width - Left - Right);
        double Y(double y) => Height - Bottom - (y - y0) / (y1 - y0) * (Height - Top - Bottom);
        var svg = new StringBuilder();
        svg.Append(Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" font-family=\"sans-serif\" font-size=\"12\">"));
        svg.Append(Line($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/><text x=\"{Left}\" y=\"24\" font-size=\"15\">{Escape(Title)}</text>"));
        foreach (var tick in Ticks(x0, x1))
            svg.Append(Line($"<path d=\"M{X(tick):0.0} {Top}V{Height - Bottom}\" stroke=\"#ddd\"/><text x=\"{X(tick):0.0}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{tick:0.####}</text>"));
        foreach (var tick in Ticks(y0, y1))
            svg.Append(Line($"<path d=\"M{Left} {Y(tick):0.0}H{Width - Right}\" stroke=\"#ddd\"/><text x=\"{Left - 8}\" y=\"{Y(tick) + 4:0.0}\" text-anchor=\"end\">{tick:0.####}</text>"));
        svg.Append(Line($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 12}\" text-anchor=\"middle\">{Escape(XTitle)}</text>"));
        svg.Append(Line($"<text transform=\"translate(18 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{Escape(YTitle)}</text>"));
        for (var i = 0; i < _series.Count; i++)
        {
            var (name, points, dots) = _series[i];
            var colour = Colours[i % Colours.Length];
            if (dots)
                svg.Append(string.Concat(points.Select(p => Line($"<circle cx=\"{X(p.X):0.0}\" cy=\"{Y(p.Y):0.0}\" r=\"4\" fill=\"{colour}\"/>"))));
            else
                svg.Append(Line($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.8\" points=\"{string.Join(' ', points.Select(p => Line($"{X(p.X):0.0},{Y(p.Y):0.0}").TrimEnd()))}\"/>"));
            svg.Append(Line($"<rect x=\"{Width - Right + 14}\" y=\"{Top + 20 * i}\" width=\"14\" height=\"4\" fill=\"{colour}\"/><text x=\"{Width - Right + 34}\" y=\"{Top + 20 * i + 7}\">{Escape(name)}</text>"));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static (double Low, double High) Span(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        double low = finite.Min(), high = finite.Max();
        return high > low ? (low, high) : (low - 1, high + 1);
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
