using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>
/// The kernels for one vector. Vectors narrower than 16 elements go over the same rows once per part of a tile's
/// columns; after the first part these rows are in the first-level cache.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The vector.</typeparam>
internal sealed unsafe partial class MatrixKernels<T, V> : MatrixKernels<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, IVector<V, T>
{
    /// <summary>One vector holds all columns of a tile, so that sums over columns are folded in registers.</summary>
    private static bool Whole => typeof(V) == typeof(V512<float>) && Avx512F.IsSupported;

    private protected override void Multiply(T* w, T* x, T* y, int rows, int columns)
    {
        T* lanes = stackalloc T[8 * Tiles.Columns];
        int i = 0, band = Tiles.Rows * columns;
        for (; i + 8 <= rows; i += 8, w += 2 * band)
        {
            for (int lane = 0; lane < Tiles.Columns; lane += V.Count)
            {
                Multiply8(w + lane, w + band + lane, x + lane, lanes + lane, y + i, columns);
            }

            Fold8(lanes, y + i);
        }

        if (i < rows)
        {
            for (int lane = 0; lane < Tiles.Columns; lane += V.Count)
            {
                Multiply4(w + lane, x + lane, lanes + lane, y + i, columns);
            }

            Fold4(lanes, y + i);
        }
    }

    /// <summary>From the last rows, which a product with the same matrix has just left in the cache, to the first.</summary>
    private protected override void MultiplyTransposed(T* w, T* d, T* y, int rows, int columns)
    {
        int i = rows, band = Tiles.Rows * columns;
        if (i % 8 != 0)
        {
            i -= 4;
            for (int lane = 0; lane < Tiles.Columns; lane += V.Count)
            {
                MultiplyTransposed4(w + i * columns + lane, d + i, y + lane, columns);
            }
        }

        for (i -= 8; i >= 0; i -= 8)
        {
            T* a = w + i * columns;
            for (int lane = 0; lane < Tiles.Columns; lane += V.Count)
            {
                MultiplyTransposed8(a + lane, a + band + lane, d + i, y + lane, columns);
            }
        }
    }

    private static void Multiply8(T* a, T* b, T* x, T* lanes, T* y, int columns)
    {
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero, s4 = V.Zero, s5 = V.Zero, s6 = V.Zero, s7 = V.Zero;
        for (int j = 0; j < columns; j += 16, a += 64, b += 64)
        {
            V xj = V.Load(x + j);
            s0 = V.MultiplyAdd(V.Load(a), xj, s0);
            s1 = V.MultiplyAdd(V.Load(a + 16), xj, s1);
            s2 = V.MultiplyAdd(V.Load(a + 32), xj, s2);
            s3 = V.MultiplyAdd(V.Load(a + 48), xj, s3);
            s4 = V.MultiplyAdd(V.Load(b), xj, s4);
            s5 = V.MultiplyAdd(V.Load(b + 16), xj, s5);
            s6 = V.MultiplyAdd(V.Load(b + 32), xj, s6);
            s7 = V.MultiplyAdd(V.Load(b + 48), xj, s7);
        }

        Sum8(s0, s1, s2, s3, s4, s5, s6, s7, lanes, y);
    }

    private static void Multiply4(T* a, T* x, T* lanes, T* y, int columns)
    {
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
        for (int j = 0; j < columns; j += 16, a += 64)
        {
            V xj = V.Load(x + j);
            s0 = V.MultiplyAdd(V.Load(a), xj, s0);
            s1 = V.MultiplyAdd(V.Load(a + 16), xj, s1);
            s2 = V.MultiplyAdd(V.Load(a + 32), xj, s2);
            s3 = V.MultiplyAdd(V.Load(a + 48), xj, s3);
        }

        Sum4(s0, s1, s2, s3, lanes, y);
    }

    private static void MultiplyTransposed8(T* a, T* b, T* d, T* y, int columns)
    {
        V d0 = V.All(d[0]), d1 = V.All(d[1]), d2 = V.All(d[2]), d3 = V.All(d[3]);
        V d4 = V.All(d[4]), d5 = V.All(d[5]), d6 = V.All(d[6]), d7 = V.All(d[7]);
        for (int j = 0; j < columns; j += 16, a += 64, b += 64)
        {
            V sum = V.MultiplyAdd(d7, V.Load(b + 48), V.Load(y + j));
            sum = V.MultiplyAdd(d6, V.Load(b + 32), sum);
            sum = V.MultiplyAdd(d5, V.Load(b + 16), sum);
            sum = V.MultiplyAdd(d4, V.Load(b), sum);
            sum = V.MultiplyAdd(d3, V.Load(a + 48), sum);
            sum = V.MultiplyAdd(d2, V.Load(a + 32), sum);
            sum = V.MultiplyAdd(d1, V.Load(a + 16), sum);
            V.Store(V.MultiplyAdd(d0, V.Load(a), sum), y + j);
        }
    }

    private static void MultiplyTransposed4(T* a, T* d, T* y, int columns)
    {
        V d0 = V.All(d[0]), d1 = V.All(d[1]), d2 = V.All(d[2]), d3 = V.All(d[3]);
        for (int j = 0; j < columns; j += 16, a += 64)
        {
            V sum = V.MultiplyAdd(d3, V.Load(a + 48), V.Load(y + j));
            sum = V.MultiplyAdd(d2, V.Load(a + 32), sum);
            sum = V.MultiplyAdd(d1, V.Load(a + 16), sum);
            V.Store(V.MultiplyAdd(d0, V.Load(a), sum), y + j);
        }
    }

    /// <summary>The sums of eight rows: whole ones are folded to y, parts stored for <see cref="Fold8"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum8(V a, V b, V c, V d, V e, V f, V g, V h, T* lanes, T* y)
    {
        if (Whole)
        {
            Lanes.Fold8(Row(a), Row(b), Row(c), Row(d), Row(e), Row(f), Row(g), Row(h), (float*)y);
            return;
        }

        Store4(a, b, c, d, lanes);
        Store4(e, f, g, h, lanes + 64);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum4(V a, V b, V c, V d, T* lanes, T* y)
    {
        if (Whole)
        {
            Lanes.Fold4(Row(a), Row(b), Row(c), Row(d), (float*)y);
            return;
        }

        Store4(a, b, c, d, lanes);
    }

    private static void Fold8(T* lanes, T* y)
    {
        if (!Whole)
        {
            Lanes.Fold4(lanes, y);
            Lanes.Fold4(lanes + 64, y + 4);
        }
    }

    private static void Fold4(T* lanes, T* y)
    {
        if (!Whole)
        {
            Lanes.Fold4(lanes, y);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Row(V v) => Unsafe.BitCast<V, Vector512<float>>(v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store4(V a, V b, V c, V d, T* rows)
    {
        V.Store(a, rows);
        V.Store(b, rows + 16);
        V.Store(c, rows + 32);
        V.Store(d, rows + 48);
    }
}
