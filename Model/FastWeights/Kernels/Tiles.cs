namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>
/// The layout of a matrix in fast memory: tiles of 4 rows and 16 columns, each tile row-major, tiles of the same four
/// rows beside each other, <c>W[i / 4][j / 16][4][16]</c>. Rows are padded to 4 and columns to 16 with zeros. Every
/// kernel reads it from first to last element, and 16 floats are one cache line.
/// </summary>
public static class Tiles
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 4;

    /// <summary>Columns of a tile.</summary>
    public const int Columns = 16;

    /// <summary>Rows with padding.</summary>
    public static int PadRows(int rows) => (rows + Rows - 1) / Rows * Rows;

    /// <summary>Columns with padding.</summary>
    public static int PadColumns(int columns) => (columns + Columns - 1) / Columns * Columns;

    /// <summary>Elements of a matrix with padding.</summary>
    public static int Length(int rows, int columns) => checked(PadRows(rows) * PadColumns(columns));

    /// <summary>Where the 16 elements from row i, column j (a multiple of 16) stand.</summary>
    public static int IndexOf(int i, int j, int columns) =>
        i / Rows * Rows * PadColumns(columns) + j / Columns * (Rows * Columns) + i % Rows * Columns;

    /// <summary>Copies a row-major matrix <c>[rows, columns]</c> into tiles; the padding is left as it is.</summary>
    public static void Pack<T>(ReadOnlySpan<T> rowMajor, int rows, int columns, Span<T> tiles)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j += Columns)
            {
                rowMajor.Slice(i * columns + j, Math.Min(Columns, columns - j)).CopyTo(tiles[IndexOf(i, j, columns)..]);
            }
        }
    }

    /// <summary>Copies tiles back into a row-major matrix <c>[rows, columns]</c>.</summary>
    public static void Unpack<T>(ReadOnlySpan<T> tiles, int rows, int columns, Span<T> rowMajor)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j += Columns)
            {
                int n = Math.Min(Columns, columns - j);
                tiles.Slice(IndexOf(i, j, columns), n).CopyTo(rowMajor[(i * columns + j)..]);
            }
        }
    }
}
