using ReptileGen.Formats;

namespace ReptileGen.Model.Charts;

/// <summary>A chart as files: the same drawing as SVG and as PNG.</summary>
internal static class ChartFiles
{
    private const int PixelsPerUnit = 2;

    /// <summary>Writes PATH.svg and PATH.png, each atomically.</summary>
    /// <exception cref="IOException">A target cannot be written.</exception>
    public static void Write(string path, Chart chart)
    {
        AtomicFile.WriteAllText(path + ".svg", Svg(chart));
        AtomicFile.WriteAllBytes(path + ".png", Png(chart));
    }

    /// <summary>The text of an SVG file.</summary>
    public static string Svg(Chart chart)
    {
        var canvas = new SvgCanvas(ChartLayout.Width, ChartLayout.Height);
        ChartLayout.Draw(chart, canvas);
        return canvas.ToString();
    }

    /// <summary>The bytes of a PNG file, two pixels a unit of the SVG.</summary>
    public static byte[] Png(Chart chart)
    {
        var canvas = new PixelCanvas(ChartLayout.Width, ChartLayout.Height, PixelsPerUnit);
        ChartLayout.Draw(chart, canvas);
        return Formats.Png.EncodeRgb(canvas.Width, canvas.Height, canvas.Pixels, ("Software", "ReptileGen"));
    }
}
