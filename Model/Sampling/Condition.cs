using ReptileGen.Model.Episodes;
using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Sampling;

/// <summary>What is given before or while an episode is drawn, in step order: see <see cref="Sampler.Start"/>.</summary>
public static class Condition
{
    /// <summary>
    /// Of an image drawn with characters, a line per row: <c>1</c> or <c>#</c> on, <c>0</c> or <c>.</c> off, <c>?</c> or space to be
    /// drawn. Rows and columns that are not there are free.
    /// </summary>
    /// <param name="layout">Of an image.</param>
    /// <param name="drawing">The characters.</param>
    /// <exception cref="UserException">Another character, too many rows or columns, or nothing given.</exception>
    public static short[] OfDrawing(EpisodeLayout layout, string drawing)
    {
        int rows = layout.IndexSizes[0], columns = layout.IndexSizes[1];
        string[] lines = drawing.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        short[] pixels = new short[rows * columns];
        Array.Fill(pixels, Sampler.Free);
        for (int y = 0; y < lines.Length; y++)
        {
            if (y >= rows || lines[y].Length > columns)
            {
                throw new UserException($"prefix: expected at most {rows} lines of {columns} characters, found line {y + 1} of {lines[y].Length}");
            }

            for (int x = 0; x < lines[y].Length; x++)
            {
                pixels[y * columns + x] = lines[y][x] switch
                {
                    '1' or '#' => 1,
                    '0' or '.' => 0,
                    '?' or ' ' => Sampler.Free,
                    char c => throw new UserException($"prefix: line {y + 1}, column {x + 1}: expected 0 . 1 # ? or space, found {c}"),
                };
            }
        }

        return InStepOrder(layout, pixels);
    }

    /// <summary>The first lines of an image in the layout's order: rows from the top, columns where it goes by columns, from the end where it goes backwards.</summary>
    /// <param name="layout">Of an image.</param>
    /// <param name="targets">The image's bits in step order, <c>[T]</c>.</param>
    /// <param name="lines">How many lines of <see cref="EpisodeLayout.LineLength"/> steps are given.</param>
    public static short[] OfLines(EpisodeLayout layout, ReadOnlySpan<byte> targets, int lines)
    {
        short[] condition = new short[layout.Steps];
        for (int t = 0; t < condition.Length; t++)
        {
            condition[t] = t < lines * layout.LineLength ? targets[t] : Sampler.Free;
        }

        return condition;
    }

    /// <summary>The first bytes of a line.</summary>
    /// <param name="layout">Of a text.</param>
    /// <param name="text">One line; a line break at its end is left out.</param>
    /// <exception cref="UserException">Nothing, too much, more than one line, or a NUL.</exception>
    public static short[] OfText(EpisodeLayout layout, ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd("\r\n"u8);
        if (text.IsEmpty || text.Length >= layout.Steps)
        {
            throw new UserException($"prefix: expected 1 to {layout.Steps - 1} bytes, found {text.Length}");
        }

        if (text.IndexOfAny((byte)'\n', (byte)0) is >= 0 and int at)
        {
            throw new UserException($"prefix: expected one line without NUL, found byte {text[at]} at {at}");
        }

        short[] condition = new short[text.Length];
        for (int t = 0; t < condition.Length; t++)
        {
            condition[t] = text[t];
        }

        return condition;
    }

    private static short[] InStepOrder(EpisodeLayout layout, short[] pixels)
    {
        if (Array.TrueForAll(pixels, p => p == Sampler.Free))
        {
            throw new UserException("prefix: expected at least one pixel that is given, found none");
        }

        return ImageEpisodes.InStepOrder<short>(layout, pixels);
    }
}
