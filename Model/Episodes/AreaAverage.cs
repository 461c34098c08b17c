namespace ReptileGen.Model.Episodes;

/// <summary>Gray pictures of any size as images of another size.</summary>
public static class AreaAverage
{
    /// <summary>
    /// Each pixel is the mean over the area that it covers of the source, parts of pixels by their share; exact, rounded to
    /// the nearest gray level. Rows and columns are stretched on their own.
    /// </summary>
    /// <param name="gray">The source <c>[height, width]</c>.</param>
    /// <param name="width">Columns of the source, 1 or more.</param>
    /// <param name="height">Rows of the source, 1 or more; width * height is below 2^31.</param>
    /// <param name="columns">Columns wanted, 1 or more.</param>
    /// <param name="rows">Rows wanted, 1 or more.</param>
    /// <returns><c>[rows, columns]</c>.</returns>
    public static byte[] Scale(ReadOnlySpan<byte> gray, int width, int height, int columns, int rows)
    {
        byte[] scaled = new byte[rows * columns];
        long area = (long)width * height;
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                scaled[r * columns + c] = (byte)((2 * Sum(gray, width, height, columns, rows, c, r) + area) / (2 * area));
            }
        }

        return scaled;
    }

    /// <summary>Of gray levels times overlaps, in columns-th parts of a source column and rows-th parts of a source row.</summary>
    private static long Sum(ReadOnlySpan<byte> gray, int width, int height, int columns, int rows, int column, int row)
    {
        long left = (long)column * width, right = left + width, top = (long)row * height, bottom = top + height, sum = 0;
        for (long y = top / rows; y * rows < bottom; y++)
        {
            long line = 0;
            for (long x = left / columns; x * columns < right; x++)
            {
                line += gray[(int)(y * width + x)] * Overlap(left, right, x * columns, columns);
            }

            sum += line * Overlap(top, bottom, y * rows, rows);
        }

        return sum;
    }

    private static long Overlap(long low, long high, long start, int length) => Math.Min(high, start + length) - Math.Max(low, start);
}
