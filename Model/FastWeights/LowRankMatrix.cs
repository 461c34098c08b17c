using System.Numerics;
using System.Numerics.Tensors;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.FastWeights;

/// <summary>
/// A matrix that is a sum: <c>W + U' V</c>, W in <see cref="Tiles"/> in memory of its owner, U and V a few rows of
/// factors that were not folded into W yet. A product streams through W once and adds the factors' share, which costs
/// little; W is written only once in <see cref="Capacity"/> updates.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class LowRankMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly MatrixKernels<T> Kernels = MatrixKernels<T>.Best;

    private readonly AlignedBuffer<T> owner;
    private readonly int offset;
    private readonly int rows;
    private readonly int columns;
    private readonly int paddedRows;
    private readonly AlignedBuffer<T> u;
    private readonly AlignedBuffer<T> v;
    private readonly AlignedBuffer<T> products;
    private readonly BandedMatrix<T>? bands;

    /// <summary>The matrix of a linear operation within a buffer in <see cref="PackedLayout"/>.</summary>
    /// <param name="owner">The buffer.</param>
    /// <param name="node">The operation.</param>
    /// <param name="capacity">See <see cref="Capacity"/>.</param>
    /// <param name="banded">Whether it is cut into bands of rows.</param>
    /// <param name="team">Who shares the bands, or null.</param>
    public LowRankMatrix(AlignedBuffer<T> owner, Node node, int capacity, bool banded = false, Team? team = null)
    {
        (this.owner, offset, rows, columns, Capacity) = (owner, node.Weight, node.Rows, node.Columns, capacity);
        paddedRows = Tiles.PadColumns(rows);
        u = new AlignedBuffer<T>(Tiles.Length(capacity, paddedRows));
        v = new AlignedBuffer<T>(Tiles.Length(capacity, columns));
        products = new AlignedBuffer<T>(Tiles.PadColumns(capacity));
        bands = banded && rows >= BandedMatrix<T>.LeastRows ? new BandedMatrix<T>(rows, columns, team) : null;
    }

    /// <summary>How many outer products U and V can hold.</summary>
    public int Capacity { get; }

    /// <summary>W without the factors.</summary>
    public Span<T> Base => owner.Slice(offset, rows * columns);

    /// <summary>All factors become 0, so that nothing of another episode is left.</summary>
    public void Clear()
    {
        u.Span.Clear();
        v.Span.Clear();
    }

    /// <summary>Makes <c>(scale a * b) (x * y)'</c> factor number k. Vectors are padded to 16.</summary>
    public void Set(int k, T scale, ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> x, ReadOnlySpan<T> y)
    {
        Kernels.SetRow(u.Span, k, paddedRows, scale, a, b);
        Kernels.SetRow(v.Span, k, columns, T.One, x, y);
    }

    /// <summary>y = (W + the first <paramref name="count"/> factors) x. Vectors are padded to 16.</summary>
    public void Multiply(int count, ReadOnlySpan<T> x, Span<T> y)
    {
        if (bands is null)
        {
            Kernels.Multiply(Base, x, y[..rows]);
        }
        else
        {
            bands.Multiply(Base, x, y[..rows]);
        }

        y[rows..].Clear();
        AddShare(count, v, x, u, y);
    }

    /// <summary>y += (W + factors)' d.</summary>
    public void MultiplyTransposed(int count, ReadOnlySpan<T> d, Span<T> y)
    {
        if (bands is null)
        {
            Kernels.MultiplyTransposed(Base, d[..rows], y);
        }
        else
        {
            bands.MultiplyTransposed(Base, d[..rows], y);
        }

        AddShare(count, u, d, v, y);
    }

    /// <summary>y_k = W x_k and z_k = W' d_k without the factors, for several k: <c>[k, columns]</c> and <c>[k, rows padded to 16]</c>.</summary>
    public void MultiplyBase(int count, ReadOnlySpan<T> x, ReadOnlySpan<T> d, Span<T> y, Span<T> z) =>
        Kernels.MultiplyBoth(Base, rows, columns, count, x, d, y, z, paddedRows);

    /// <summary>y += factors x and z += factors' d.</summary>
    public void AddFactors(int count, ReadOnlySpan<T> x, ReadOnlySpan<T> d, Span<T> y, Span<T> z)
    {
        AddShare(count, v, x, u, y);
        AddShare(count, u, d, v, z);
    }

    /// <summary>y = (rates * W) x and z = (rates * W)' d, element by element; nothing may be unfolded.</summary>
    public void MultiplyBoth(Span<T> rates, ReadOnlySpan<T> x, ReadOnlySpan<T> d, Span<T> y, Span<T> z, AlignedBuffer<T> scratch)
    {
        Span<T> product = scratch.Slice(0, rows * columns);
        Vectors.Multiply<T>(Base, rates.Slice(offset, rows * columns), product);
        Kernels.MultiplyBoth(product, rows, columns, 1, x, d, y, z, paddedRows);
    }

    /// <summary>y_k = (W + factors) x_k for several k, <c>stride</c> elements apart.</summary>
    public void MultiplyMany(int factors, int count, ReadOnlySpan<T> x, Span<T> y, int stride)
    {
        Kernels.MultiplyMany(Base, rows, columns, count, x, stride, y, stride);
        for (int k = 0; k < count; k++)
        {
            Span<T> yk = y.Slice(k * stride, paddedRows);
            yk[rows..].Clear();
            AddShare(factors, v, x.Slice(k * stride, columns), u, yk);
        }
    }

    /// <summary>y_k += (W + factors)' d_k for several k, <c>stride</c> elements apart.</summary>
    public void MultiplyTransposedMany(int factors, int count, ReadOnlySpan<T> d, Span<T> y, int stride)
    {
        Kernels.MultiplyTransposedMany(Base, rows, columns, count, d, stride, y, stride);
        for (int k = 0; k < count; k++)
        {
            AddShare(factors, u, d.Slice(k * stride, paddedRows), v, y.Slice(k * stride, columns));
        }
    }

    /// <summary>W += sign times the first <paramref name="count"/> factors.</summary>
    public void Fold(int count, T sign) => Fold(Base, count, sign);

    /// <summary>W += sign rates * factor 0, element by element.</summary>
    public void Fold(ReadOnlySpan<T> rates, T sign, AlignedBuffer<T> scratch) => Fold(Base, rates, sign, scratch);

    /// <summary>sum += factor 0 * W, element by element; the sum is in <see cref="PackedLayout"/>.</summary>
    public void AddFactorTimesBase(Span<T> sum, AlignedBuffer<T> scratch)
    {
        Span<T> outer = scratch.Slice(0, rows * columns);
        outer.Clear();
        Fold(outer, 1, T.One);
        Span<T> target = sum.Slice(offset, rows * columns);
        TensorPrimitives.FusedMultiplyAdd(outer, Base, target, target);
    }

    /// <summary>The matrix with its factors in row-major order; rates as in <see cref="Fold(ReadOnlySpan{T}, T, AlignedBuffer{T})"/>, or empty.</summary>
    public void CopyTo(int count, ReadOnlySpan<T> rates, ParameterTensor tensor, AlignedBuffer<T> scratch, Span<T> rowMajor)
    {
        int length = rows * columns;
        Span<T> copy = scratch.Slice(0, length);
        Base.CopyTo(copy);
        if (rates.IsEmpty || count == 0)
        {
            Fold(copy, count, T.One);
        }
        else
        {
            Fold(copy, rates, T.One, new AlignedBuffer<T>(length));
        }

        Tiles.Unpack<T>(copy, tensor.Rows, tensor.Columns, rowMajor);
    }

    private void Fold(Span<T> w, int count, T sign)
    {
        if (count == 0)
        {
            return;
        }

        if (bands is null)
        {
            Kernels.AddOuters(w, rows, columns, u.Span, v.Span, count, sign);
        }
        else
        {
            bands.AddOuters(w, u.Span, v.Span, count, sign);
        }
    }

    private void Fold(Span<T> w, ReadOnlySpan<T> rates, T sign, AlignedBuffer<T> scratch)
    {
        Span<T> outer = scratch.Slice(0, rows * columns);
        outer.Clear();
        Fold(outer, 1, sign);
        TensorPrimitives.FusedMultiplyAdd(outer, rates.Slice(offset, rows * columns), w, w);
    }

    private void AddShare(int count, AlignedBuffer<T> from, ReadOnlySpan<T> x, AlignedBuffer<T> to, Span<T> y)
    {
        if (count > 0)
        {
            int padded = Tiles.PadRows(count);
            Span<T> p = products.Slice(0, padded);
            Kernels.Multiply(from.Slice(0, padded * x.Length), x, p);
            p[count..].Clear();
            Kernels.MultiplyTransposed(to.Slice(0, padded * y.Length), p, y);
        }
    }
}
