using System.Numerics;
using System.Runtime.Intrinsics;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>
/// Products and updates of matrices in <see cref="Tiles"/>: rows a multiple of 4, columns a multiple of 16. Sums over
/// columns run in 16 lanes that are folded in halves at the end, sums over rows from the last row to the first, and
/// every product is fused into its sum: all widths give the same bits.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract unsafe class MatrixKernels<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The widest vectors that this machine runs in hardware.</summary>
    public static MatrixKernels<T> Best { get; } =
        Vector512.IsHardwareAccelerated ? OfWidth(512)
        : Vector256.IsHardwareAccelerated ? OfWidth(256)
        : Vector128.IsHardwareAccelerated ? OfWidth(128) : OfWidth(1);

    /// <summary>Vectors of 512, 256 or 128 bits, or 1 for one number at a time. All run everywhere.</summary>
    /// <exception cref="ArgumentException">Another width.</exception>
    public static MatrixKernels<T> OfWidth(int bits) => bits switch
    {
        512 => new MatrixKernels<T, V512<T>>(),
        256 => new MatrixKernels<T, V256<T>>(),
        128 => new MatrixKernels<T, V128<T>>(),
        1 => new MatrixKernels<T, V1<T>>(),
        _ => throw new ArgumentException($"bits: expected 512, 256, 128 or 1, found {bits}"),
    };

    /// <summary><c>y = w x</c>.</summary>
    public void Multiply(ReadOnlySpan<T> w, ReadOnlySpan<T> x, Span<T> y)
    {
        Check(w.Length, y.Length, x.Length);
        fixed (T* pw = w, px = x, py = y)
        {
            Multiply(pw, px, py, y.Length, x.Length);
        }
    }

    /// <summary><c>y += w' d</c>.</summary>
    public void MultiplyTransposed(ReadOnlySpan<T> w, ReadOnlySpan<T> d, Span<T> y)
    {
        Check(w.Length, d.Length, y.Length);
        fixed (T* pw = w, pd = d, py = y)
        {
            MultiplyTransposed(pw, pd, py, d.Length, y.Length);
        }
    }

    /// <summary>
    /// <c>y_k = w x_k</c> and <c>z_k = w' d_k</c> for several k: w is read once for all.
    /// </summary>
    /// <param name="w">The matrix.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="count">How many.</param>
    /// <param name="x"><c>[count, columns]</c>.</param>
    /// <param name="d"><c>[count, stride]</c>, the first <paramref name="rows"/> of each row are used.</param>
    /// <param name="y">Out: <c>[count, stride]</c>, likewise.</param>
    /// <param name="z">Out: <c>[count, columns]</c>.</param>
    /// <param name="stride">Elements of a row of d and y.</param>
    public void MultiplyBoth(
        ReadOnlySpan<T> w, int rows, int columns, int count, ReadOnlySpan<T> x, ReadOnlySpan<T> d, Span<T> y, Span<T> z, int stride)
    {
        Check(w.Length, rows, columns);
        if (stride < rows || x.Length < count * columns || z.Length < count * columns || d.Length < count * stride || y.Length < count * stride)
        {
            throw new ArgumentException($"{count} products: expected vectors of {columns} and {stride} elements, found {x.Length} and {d.Length} in all");
        }

        z[..(count * columns)].Clear();
        fixed (T* pw = w, px = x, pd = d, py = y, pz = z)
        {
            MultiplyBoth(pw, px, pd, py, pz, rows, columns, count, stride);
        }
    }

    /// <summary><c>y_k = w x_k</c> for several k: w is read once for all; the same bits as one at a time.</summary>
    /// <param name="w">The matrix.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="count">How many.</param>
    /// <param name="x">The first <paramref name="columns"/> of every <paramref name="xStride"/> elements are a vector.</param>
    /// <param name="xStride">Elements from one x to the next.</param>
    /// <param name="y">Out: likewise, <paramref name="rows"/> of every <paramref name="yStride"/>.</param>
    /// <param name="yStride">Elements from one y to the next.</param>
    public void MultiplyMany(ReadOnlySpan<T> w, int rows, int columns, int count, ReadOnlySpan<T> x, int xStride, Span<T> y, int yStride)
    {
        Check(w.Length, rows, columns);
        CheckMany(count, columns, xStride, x.Length);
        CheckMany(count, rows, yStride, y.Length);
        fixed (T* pw = w, px = x, py = y)
        {
            MultiplyMany(pw, px, py, rows, columns, count, xStride, yStride);
        }
    }

    /// <summary><c>z_k += w' d_k</c> for several k, as <see cref="MultiplyMany(ReadOnlySpan{T}, int, int, int, ReadOnlySpan{T}, int, Span{T}, int)"/>.</summary>
    /// <param name="w">The matrix.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="count">How many.</param>
    /// <param name="d">The first <paramref name="rows"/> of every <paramref name="dStride"/> elements are a vector.</param>
    /// <param name="dStride">Elements from one d to the next.</param>
    /// <param name="z">In and out: likewise, <paramref name="columns"/> of every <paramref name="zStride"/>.</param>
    /// <param name="zStride">Elements from one z to the next.</param>
    public void MultiplyTransposedMany(ReadOnlySpan<T> w, int rows, int columns, int count, ReadOnlySpan<T> d, int dStride, Span<T> z, int zStride)
    {
        Check(w.Length, rows, columns);
        CheckMany(count, rows, dStride, d.Length);
        CheckMany(count, columns, zStride, z.Length);
        fixed (T* pw = w, pd = d, pz = z)
        {
            MultiplyTransposedMany(pw, pd, pz, rows, columns, count, dStride, zStride);
        }
    }

    /// <summary>
    /// <c>w += sign u' v</c>, the sum of <paramref name="count"/> outer products of the rows of u and v, which are in
    /// tiles themselves.
    /// </summary>
    /// <param name="w">The matrix.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="u">Row factors, in tiles of rows padded to 16 columns.</param>
    /// <param name="v">Column factors, in tiles.</param>
    /// <param name="count">Outer products, at most 32.</param>
    /// <param name="sign">1 or -1.</param>
    public void AddOuters(Span<T> w, int rows, int columns, ReadOnlySpan<T> u, ReadOnlySpan<T> v, int count, T sign)
    {
        Check(w.Length, rows, columns);
        AddOuters(w, 0, rows, columns, u, v, count, sign);
    }

    /// <summary>The same for a band of rows of a matrix.</summary>
    /// <param name="w">The band: <c>[rows of the band, columns]</c>.</param>
    /// <param name="first">Its first row in the matrix, a multiple of 4.</param>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="u">Row factors of the whole matrix.</param>
    /// <param name="v">Column factors.</param>
    /// <param name="count">Outer products, at most 32.</param>
    /// <param name="sign">1 or -1.</param>
    public void AddOuters(Span<T> w, int first, int rows, int columns, ReadOnlySpan<T> u, ReadOnlySpan<T> v, int count, T sign)
    {
        int own = w.Length / Math.Max(1, columns);
        Check(w.Length, own, columns);
        if (first % Tiles.Rows != 0 || first < 0 || first + own > rows)
        {
            throw new ArgumentException($"outer products: expected a band of {rows} rows, found {own} rows from {first} on");
        }

        int padded = Tiles.PadColumns(rows), bands = Tiles.PadRows(count);
        if (count > 32 || u.Length < bands * padded || v.Length < bands * columns)
        {
            throw new ArgumentException($"outer products: expected factors of {count} at most 32 rows, found {u.Length} and {v.Length} elements");
        }

        fixed (T* pw = w, pu = u, pv = v)
        {
            AddOuters(pw, first, own, rows, columns, pu, pv, count, sign);
        }
    }

    /// <summary>Row k of a matrix in tiles becomes <c>scale * a * b</c>, element by element.</summary>
    public void SetRow(Span<T> tiles, int k, int columns, T scale, ReadOnlySpan<T> a, ReadOnlySpan<T> b)
    {
        if (a.Length != columns || b.Length != columns || columns % Tiles.Columns != 0 || tiles.Length < Tiles.Length(k + 1, columns))
        {
            throw new ArgumentException($"row {k}: expected {columns} elements, found {a.Length} and {b.Length}, in {tiles.Length}");
        }

        fixed (T* target = tiles[Tiles.IndexOf(k, 0, columns)..], pa = a, pb = b)
        {
            SetRow(target, columns, scale, pa, pb);
        }
    }

    private protected abstract void SetRow(T* row, int columns, T scale, T* a, T* b);

    private protected abstract void Multiply(T* w, T* x, T* y, int rows, int columns);

    private protected abstract void MultiplyTransposed(T* w, T* d, T* y, int rows, int columns);

    private protected abstract void MultiplyBoth(T* w, T* x, T* d, T* y, T* z, int rows, int columns, int count, int stride);

    private protected abstract void MultiplyMany(T* w, T* x, T* y, int rows, int columns, int count, int xStride, int yStride);

    private protected abstract void MultiplyTransposedMany(T* w, T* d, T* z, int rows, int columns, int count, int dStride, int zStride);

    private protected abstract void AddOuters(T* w, int first, int own, int rows, int columns, T* u, T* v, int count, T sign);

    private static void CheckMany(int count, int length, int stride, int found)
    {
        if (count < 1 || stride < length || found < (count - 1) * stride + length)
        {
            throw new ArgumentException($"{count} products: expected vectors of {length} elements every {stride}, found {found} in all");
        }
    }

    private static void Check(int length, int rows, int columns)
    {
        if (rows % Tiles.Rows != 0 || columns % Tiles.Columns != 0 || length != rows * columns)
        {
            throw new ArgumentException($"matrix: expected {rows} x {columns} in tiles of 4 x 16, found {length} elements");
        }
    }
}
