namespace ReptileGen.Model.Art;

/// <summary>Paints a <see cref="Cppn"/> on the CPU.</summary>
public static class CppnPicture
{
    /// <summary>Samples per side of a pixel: their mean, in linear light, smooths edges.</summary>
    public const int Samples = 3;

    /// <summary>The whole picture.</summary>
    /// <param name="network">What to paint.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="rowDone">Called after each row with the number of finished rows, from any thread.</param>
    /// <param name="cancel">Ends it early with an exception.</param>
    /// <returns><c>[height, width, 3]</c>: red, green, blue, sRGB, from the top.</returns>
    public static byte[] Paint(Cppn network, int width, int height, Action<int>? rowDone = null, CancellationToken cancel = default)
    {
        var pixels = new byte[width * height * 3];
        var done = 0;
        Parallel.For(0, height, new ParallelOptions { CancellationToken = cancel }, () => new CppnValues(width * Samples * Samples), (row, _, values) =>
        {
            PaintRow(network, row, width, height, values, pixels.AsSpan(row * width * 3, width * 3));
            rowDone?.Invoke(Interlocked.Increment(ref done));
            return values;
        }, _ => { });
        return pixels;
    }

    private static void PaintRow(Cppn network, int row, int width, int height, CppnValues values, Span<byte> rgb)
    {
        const int All = Samples * Samples;
        double nearer = Math.Min(width, height);
        for (var i = 0; i < width * All; i++)
        {
            double x = i / All + (i % Samples + 0.5) / Samples, y = row + (i % All / Samples + 0.5) / Samples;
            values.Place(i, (2 * x - width) / nearer, (height - 2 * y) / nearer);
        }

        for (var node = 0; node < network.Nodes.Count; node++)
            values.Compute(node, network.Nodes[node]);
        ReadOnlySpan<double> lightness = values[values.Count - 3], hue = values[values.Count - 2], chroma = values[values.Count - 1];
        for (var column = 0; column < width; column++)
        {
            double red = 0, green = 0, blue = 0;
            for (var i = column * All; i < (column + 1) * All; i++)
            {
                var (r, g, b) = network.Palette.Colour(lightness[i], hue[i], chroma[i]);
                (red, green, blue) = (red + r, green + g, blue + b);
            }

            (rgb[3 * column], rgb[3 * column + 1], rgb[3 * column + 2]) = (Encode(red / All), Encode(green / All), Encode(blue / All));
        }
    }

    /// <summary>The transfer function of sRGB (IEC 61966-2-1), to 8 bits.</summary>
    private static byte Encode(double linear) =>
        (byte)Math.Round(255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055));
}
