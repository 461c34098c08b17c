using System.Globalization;
using ReptileGen.Formats;

namespace ReptileGen.Model.Charts;

/// <summary>
/// A canvas of pixels, anti-aliased. Lines, dots and letters are signed distances from their outline (in pixels, more than 0
/// inside), of which the pixels on the outline are covered in part; a shape is blended once, however its parts overlap.
/// </summary>
internal sealed class PixelCanvas : IChartCanvas
{
    private const string Ink = "#222222";
    private const int LinesPerRow = 4;
    private readonly double _scale;
    private readonly byte[] _pixels;
    private readonly float[] _coverage;
    private int _firstCovered = int.MaxValue;
    private int _endCovered;

    /// <summary>An empty white canvas.</summary>
    /// <param name="width">Units across.</param>
    /// <param name="height">Units down.</param>
    /// <param name="scale">Pixels a unit.</param>
    public PixelCanvas(int width, int height, int scale)
    {
        (Width, Height, _scale) = (width * scale, height * scale, scale);
        _pixels = new byte[3 * Width * Height];
        _coverage = new float[Width * Height];
        _pixels.AsSpan().Fill(255);
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>Red, green, blue, <c>[Height, Width, 3]</c>.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <inheritdoc/>
    public void Line(IReadOnlyList<(double X, double Y)> points, string colour, double width)
    {
        var half = width * _scale / 2;
        for (var i = 1; i < points.Count; i++)
        {
            double x0 = points[i - 1].X * _scale, y0 = points[i - 1].Y * _scale, x1 = points[i].X * _scale, y1 = points[i].Y * _scale;
            double dx = x1 - x0, dy = y1 - y0, squared = Math.Max(dx * dx + dy * dy, double.Epsilon);
            Cover(Math.Min(x0, x1) - half, Math.Min(y0, y1) - half, Math.Max(x0, x1) + half, Math.Max(y0, y1) + half, (x, y) =>
            {
                var part = Math.Clamp(((x - x0) * dx + (y - y0) * dy) / squared, 0, 1);
                return half - Length(x - x0 - part * dx, y - y0 - part * dy);
            });
        }

        Blend(colour, 1);
    }

    /// <inheritdoc/>
    public void Area(IReadOnlyList<(double X, double Y)> corners, string colour, double opacity)
    {
        for (var line = 0; line < Height * LinesPerRow; line++)
        {
            var y = (line + 0.5) / LinesPerRow / _scale;
            var crossings = corners.Zip([.. corners.Skip(1), corners[0]]).Where(edge => edge.First.Y <= y != edge.Second.Y <= y)
                .Select(edge => edge.First.X + (y - edge.First.Y) / (edge.Second.Y - edge.First.Y) * (edge.Second.X - edge.First.X))
                .Order().ToList();
            for (var i = 0; i < crossings.Count; i += 2)
                CoverSpan(line / LinesPerRow, crossings[i] * _scale, crossings[i + 1] * _scale);
        }

        Blend(colour, opacity);
    }

    /// <inheritdoc/>
    public void Dot(double x, double y, double radius, string colour)
    {
        (x, y, radius) = (x * _scale, y * _scale, radius * _scale);
        Cover(x - radius, y - radius, x + radius, y + radius, (px, py) => radius - Length(px - x, py - y));
        Blend(colour, 1);
    }

    /// <inheritdoc/>
    public void Text(string text, double x, double y, double size, Anchor anchor, bool upwards = false)
    {
        var font = FontAtlas.DejaVuSans;
        (x, y, size) = (x * _scale, y * _scale, size * _scale);
        double pen = -font.Measure(text) * size * (int)anchor / 2, texel = size / font.Em;
        foreach (var character in text)
        {
            var glyph = font[character];
            double left = pen + glyph.Left * size, top = glyph.Top * size, right = left + glyph.Width * texel, bottom = top + glyph.Height * texel;
            if (upwards)
                Cover(x + top, y - right, x + bottom, y - left, (px, py) => texel * font.Distance(glyph, (y - py - left) / texel, (px - x - top) / texel));
            else
                Cover(x + left, y + top, x + right, y + bottom, (px, py) => texel * font.Distance(glyph, (px - x - left) / texel, (py - y - top) / texel));
            pen += glyph.Advance * size;
        }

        Blend(Ink, 1);
    }

    private static double Length(double x, double y) => Math.Sqrt(x * x + y * y);

    /// <summary>Covers what lies inside of a shape, given by the signed distance from its outline, within a rectangle.</summary>
    private void Cover(double left, double top, double right, double bottom, Func<double, double, double> distance)
    {
        int x0 = Math.Max(0, (int)left - 1), x1 = Math.Min(Width, (int)right + 2), y1 = Math.Min(Height, (int)bottom + 2);
        for (var y = Math.Max(0, (int)top - 1); y < y1; y++)
        {
            Touch(y);
            for (var x = x0; x < x1; x++)
            {
                ref var coverage = ref _coverage[y * Width + x];
                coverage = Math.Max(coverage, (float)Math.Clamp(distance(x + 0.5, y + 0.5) + 0.5, 0, 1));
            }
        }
    }

    /// <summary>Adds one of the lines that a row of an area consists of.</summary>
    private void CoverSpan(int row, double left, double right)
    {
        Touch(row);
        for (var x = Math.Max(0, (int)left); x < Math.Min(Width, right); x++)
            _coverage[row * Width + x] += (float)(Math.Min(right, x + 1) - Math.Max(left, x)) / LinesPerRow;
    }

    private void Touch(int row) => (_firstCovered, _endCovered) = (Math.Min(_firstCovered, row), Math.Max(_endCovered, row + 1));

    /// <summary>Paints what is covered, and uncovers it.</summary>
    private void Blend(string colour, double opacity)
    {
        var rgb = int.Parse(colour.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        for (var i = Math.Min(_firstCovered, _endCovered) * Width; i < _endCovered * Width; i++)
        {
            if (_coverage[i] == 0)
                continue;
            for (var channel = 0; channel < 3; channel++)
            {
                ref var pixel = ref _pixels[3 * i + channel];
                pixel = (byte)Math.Round(pixel + ((rgb >> (16 - 8 * channel) & 255) - pixel) * opacity * _coverage[i]);
            }

            _coverage[i] = 0;
        }

        (_firstCovered, _endCovered) = (int.MaxValue, 0);
    }
}
