namespace ReptileGen.Model.FastWeights;

/// <summary>
/// The inputs of every step, the same for all episodes of a network: which table rows a step reads, and which
/// earlier targets it sees. All arrays are row-major.
/// </summary>
public sealed class EpisodeLayout
{
    private EpisodeLayout(int steps, int[] indexSizes, int[] indices, int contextCount, int[] contextSource, bool stopAtNul)
    {
        Steps = steps;
        IndexSizes = indexSizes;
        Indices = indices;
        ContextCount = contextCount;
        ContextSource = contextSource;
        StopAtNul = stopAtNul;
    }

    /// <summary>T, the longest episode.</summary>
    public int Steps { get; }

    /// <summary>How many values each of the K indices can take, <c>[K]</c>.</summary>
    public int[] IndexSizes { get; }

    /// <summary>K: row and column of an image, position of a text.</summary>
    public int IndexCount => IndexSizes.Length;

    /// <summary>The indices of each step, <c>[T, K]</c>.</summary>
    public int[] Indices { get; }

    /// <summary>C, the number of earlier targets that a step sees.</summary>
    public int ContextCount { get; }

    /// <summary>The step whose target is seen, <c>[T, C]</c>; -1 outside. Always less than the step itself.</summary>
    public int[] ContextSource { get; }

    /// <summary>True if an episode ends with its first target 0.</summary>
    public bool StopAtNul { get; }

    /// <summary>Whether the order goes through an image column by column.</summary>
    public bool ByColumns { get; private init; }

    /// <summary>Steps of a line: a row of an image, a column where the order goes <see cref="ByColumns"/>, a whole text.</summary>
    public int LineLength => ByColumns ? IndexSizes[0] : IndexSizes[^1];

    /// <summary>The layout of an input.</summary>
    /// <exception cref="ArgumentException">Sizes that are not positive or too large.</exception>
    public static EpisodeLayout Of(InputSpec input) => input switch
    {
        ImageInputSpec image => OfImage(image),
        TextInputSpec text => OfText(text),
        _ => throw new ArgumentException($"input: expected image or text, found {input}"),
    };

    /// <summary>Whether the episodes of another layout are these, if perhaps in another order of their steps.</summary>
    public bool HasStepsOf(EpisodeLayout other) => Steps == other.Steps && StopAtNul == other.StopAtNul && IndexSizes.SequenceEqual(other.IndexSizes);

    /// <summary>Whether they come in the same order too.</summary>
    public bool HasOrderOf(EpisodeLayout other) => HasStepsOf(other) && Indices.AsSpan().SequenceEqual(other.Indices);

    private static EpisodeLayout OfImage(ImageInputSpec image)
    {
        Check(image.Rows, 1, 1024, "rows");
        Check(image.Columns, 1, 1024, "columns");
        Check(image.ContextRadius, 0, 14, "context_radius");
        Check(image.ContextReach, 0, 27, "context_reach");
        Check(image.ContextStride, 1, 14, "context_stride");
        int rows = image.Rows, columns = image.Columns, steps = rows * columns;
        int[] indices = new int[steps * 2], stepOf = new int[steps];
        for (int t = 0; t < steps; t++)
        {
            int pixel = PixelAt(image, t);
            (indices[2 * t], indices[2 * t + 1]) = (pixel / columns, pixel % columns);
            stepOf[pixel] = t;
        }

        (int Down, int Right)[] window = [.. Window(image).Select(offset => Turned(image.Order, offset))];
        int[] source = new int[steps * window.Length];
        for (int t = 0; t < steps; t++)
        {
            for (int c = 0; c < window.Length; c++)
            {
                int y = indices[2 * t] + window[c].Down, x = indices[2 * t + 1] + window[c].Right;
                int s = y >= 0 && y < rows && x >= 0 && x < columns ? stepOf[y * columns + x] : -1;
                source[t * window.Length + c] = s < t ? s : -1;
            }
        }

        return new EpisodeLayout(steps, [rows, columns], indices, window.Length, source, false)
        {
            ByColumns = image.Order is PixelOrder.Columns or PixelOrder.ColumnsReversed,
        };
    }

    /// <summary>What a step sees: offsets of rows and columns, dense near its pixel, then sparse; top to bottom. For raster, see <see cref="Turned"/>.</summary>
    private static IEnumerable<(int Down, int Right)> Window(ImageInputSpec image)
    {
        int near = image.ContextRadius, far = image.ContextReach, most = Math.Max(near, far);
        return
            from down in Enumerable.Range(-most, most + 1)
            from right in Enumerable.Range(-most, down == 0 ? most : 2 * most + 1)
            let distance = Math.Max(-down, Math.Abs(right))
            where distance <= near || (distance <= far && down % image.ContextStride == 0 && right % image.ContextStride == 0)
            select (down, right);
    }

    /// <summary>An offset of <see cref="PixelOrder.Raster"/> as it lies in the turned or transposed image.</summary>
    private static (int Down, int Right) Turned(PixelOrder order, (int Down, int Right) offset) => order switch
    {
        PixelOrder.Columns => (offset.Right, offset.Down),
        PixelOrder.Reversed => (-offset.Down, -offset.Right),
        PixelOrder.ColumnsReversed => (-offset.Right, -offset.Down),
        _ => offset,
    };

    private static EpisodeLayout OfText(TextInputSpec text)
    {
        Check(text.Length, 1, 4096, "length");
        Check(text.ContextBytes, 0, 64, "context_bytes");
        int steps = text.Length, count = text.ContextBytes;
        int[] source = new int[steps * count];
        for (int t = 0; t < steps; t++)
        {
            for (int c = 0; c < count; c++)
            {
                source[t * count + c] = Math.Max(-1, t - 1 - c);
            }
        }

        return new EpisodeLayout(steps, [steps], [.. Enumerable.Range(0, steps)], count, source, text.StopAtNul);
    }

    private static int PixelAt(ImageInputSpec image, int t)
    {
        int rows = image.Rows, columns = image.Columns, last = rows * columns - 1, row = t / columns, column = t % columns;
        return image.Order switch
        {
            PixelOrder.Columns => t % rows * columns + t / rows,
            PixelOrder.Reversed => last - t,
            PixelOrder.ColumnsReversed => last - (t % rows * columns + t / rows),
            PixelOrder.Serpentine => row * columns + (row % 2 == 0 ? column : columns - 1 - column),
            PixelOrder.Scattered => (int)((long)t * ScatterStride(image.Rows * columns) % (image.Rows * columns)),
            _ => t,
        };
    }

    /// <summary>The smallest number above 0.4863 n that shares no factor with n.</summary>
    private static int ScatterStride(int n)
    {
        int stride = Math.Max(1, (int)(0.4863 * n));
        while (System.Numerics.BigInteger.GreatestCommonDivisor(stride, n) != 1)
        {
            stride++;
        }

        return stride;
    }

    private static void Check(int value, int least, int most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentException($"input.{name}: expected {least} to {most}, found {value}");
        }
    }
}
