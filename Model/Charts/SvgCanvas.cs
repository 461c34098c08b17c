using System.Globalization;
using System.Text;

namespace ReptileGen.Model.Charts;

/// <summary>A canvas that becomes an SVG file.</summary>
internal sealed class SvgCanvas : IChartCanvas
{
    private readonly StringBuilder _svg = new();

    /// <summary>An empty white canvas of so many units.</summary>
    public SvgCanvas(int width, int height)
    {
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" fill=\"#222222\" stroke-linecap=\"round\" stroke-linejoin=\"round\">");
        Add($"<rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>");
    }

    /// <inheritdoc/>
    public void Line(IReadOnlyList<(double X, double Y)> points, string colour, double width) =>
        Add($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" points=\"{Places(points)}\"/>");

    /// <inheritdoc/>
    public void Area(IReadOnlyList<(double X, double Y)> corners, string colour, double opacity) =>
        Add($"<polygon fill=\"{colour}\" fill-opacity=\"{opacity}\" fill-rule=\"evenodd\" points=\"{Places(corners)}\"/>");

    /// <inheritdoc/>
    public void Dot(double x, double y, double radius, string colour) =>
        Add($"<circle cx=\"{x:0.0}\" cy=\"{y:0.0}\" r=\"{radius}\" fill=\"{colour}\"/>");

    /// <inheritdoc/>
    public void Text(string text, double x, double y, double size, Anchor anchor, bool upwards = false)
    {
        var place = upwards
            ? FormattableString.Invariant($"transform=\"translate({x:0.0} {y:0.0}) rotate(-90)\"")
            : FormattableString.Invariant($"x=\"{x:0.0}\" y=\"{y:0.0}\"");
        Add($"<text {place} font-size=\"{size}\" text-anchor=\"{anchor.ToString().ToLowerInvariant()}\">{Escape(text)}</text>");
    }

    /// <summary>The file.</summary>
    public override string ToString() => _svg + "</svg>\n";

    private static string Places(IReadOnlyList<(double X, double Y)> points) =>
        string.Join(' ', points.Select(p => FormattableString.Invariant($"{p.X:0.0},{p.Y:0.0}")));

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private void Add(FormattableString element) => _svg.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
