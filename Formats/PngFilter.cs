namespace ReptileGen.Formats;

/// <summary>The five filters of PNG, undone.</summary>
internal static class PngFilter
{
    /// <summary>Restores one row in place.</summary>
    /// <param name="row">The filter type (0 none, 1 sub, 2 up, 3 average, 4 Paeth), then the row's bytes.</param>
    /// <param name="above">The restored row above, zeros above the first.</param>
    /// <param name="step">Bytes from a pixel to the next, at least 1.</param>
    /// <param name="name">What messages call the file.</param>
    /// <param name="y">The row's number, for messages.</param>
    /// <exception cref="InvalidFileException">Another filter type.</exception>
    public static void Undo(Span<byte> row, ReadOnlySpan<byte> above, int step, string name, int y)
    {
        var bytes = row[1..];
        for (var i = 0; i < bytes.Length; i++)
        {
            int left = i < step ? 0 : bytes[i - step], up = above[i], corner = i < step ? 0 : above[i - step];
            bytes[i] += (byte)(row[0] switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, corner),
                var type => throw new InvalidFileException(name, $"filter of row {y}", "0 to 4", $"{type}"),
            });
        }
    }

    /// <summary>Whichever of the three is nearest to left + up - corner, the first of equals.</summary>
    private static int Paeth(int left, int up, int corner)
    {
        int toLeft = Math.Abs(up - corner), toUp = Math.Abs(left - corner), toCorner = Math.Abs(left + up - 2 * corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
