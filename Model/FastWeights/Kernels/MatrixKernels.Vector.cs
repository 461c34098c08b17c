using System.Numerics;
using System.Runtime.CompilerServices;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>
/// The kernels for one vector. Vectors narrower than 16 elements go over the same rows once per part of a tile's
/// columns; after the first part these rows are in the first-level cache.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">The vector.</typeparam>
internal sealed unsafe class MatrixKernels<T, V> : MatrixKernels<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, IVector<V, T>
{
    private protected override void Multiply(T* w, T* x, T* y, int rows, int columns)
    {
        T* lanes = stackalloc T[8 * Tiles.Columns];
        int i = 0, band = Tiles.Rows * columns;
        for (; i + 8 <= rows; i += 8, w += 2 * band)
        {
            for (int lane = 0; lane < Tiles.Columns; lane += V.Count)
            {
                Multiply8(w + lane, w + band + lane, x + lane, lanes + lane, columns);
            }

            Lanes.Fold4(lanes, y + i);
            Lanes.Fold4(lanes + 64, y + i + 4);
        }

        if (i < rows)
        {
            for (int lane = 0; lane < Tiles.Columns; lane += V.Count)
            {
                Multiply4(w + lane, x + lane, lanes + lane, columns);
            }

            Lanes.Fold4(lanes, y + i);
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

    private protected override void MultiplyBoth(T* w, T* x, T* d, T* y, T* z, int rows, int columns)
    {
        T* lanes = stackalloc T[4 * Tiles.Columns];
        for (int i = rows - 4; i >= 0; i -= 4)
        {
            for (int lane = 0; lane < Tiles.Columns; lane += V.Count)
            {
                MultiplyBoth4(w + i * columns + lane, x + lane, d + i, lanes + lane, z + lane, columns);
            }

            Lanes.Fold4(lanes, y + i);
        }
    }

    private protected override void SetRow(T* row, int columns, T scale, T* a, T* b)
    {
        V s = V.All(scale);
        for (int j = 0; j < columns; j += Tiles.Columns, row += Tiles.Rows * Tiles.Columns)
        {
            for (int lane = 0; lane < Tiles.Columns; lane += V.Count)
            {
                V.Store(V.Multiply(V.Multiply(s, V.Load(a + j + lane)), V.Load(b + j + lane)), row + lane);
            }
        }
    }

    private protected override void AddOuters(T* w, int rows, int columns, T* u, T* v, int count, T sign)
    {
        T* coefficients = stackalloc T[16 * 4];
        int fours = count / 4 * 4;
        for (int i = 0; i < rows; i += 4, w += 4 * columns)
        {
            for (int s = 0; s < count; s++)
            {
                T* from = u + Tiles.IndexOf(s, i, Tiles.PadColumns(rows)) + i % Tiles.Columns;
                for (int k = 0; k < 4; k++)
                {
                    coefficients[4 * s + k] = sign * from[k];
                }
            }

            for (int lane = 0; lane < Tiles.Columns; lane += V.Count)
            {
                AddFours4(w + lane, coefficients, v + lane, fours, columns);
                AddOuters4(w + lane, coefficients, v + lane, fours, count, columns, Tiles.Rows * columns);
            }
        }
    }

    private static void Multiply8(T* a, T* b, T* x, T* lanes, int columns)
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

        Store4(s0, s1, s2, s3, lanes);
        Store4(s4, s5, s6, s7, lanes + 64);
    }

    private static void Multiply4(T* a, T* x, T* lanes, int columns)
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

        Store4(s0, s1, s2, s3, lanes);
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

    private static void MultiplyBoth4(T* a, T* x, T* d, T* lanes, T* z, int columns)
    {
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
        V d0 = V.All(d[0]), d1 = V.All(d[1]), d2 = V.All(d[2]), d3 = V.All(d[3]);
        for (int j = 0; j < columns; j += 16, a += 64)
        {
            V xj = V.Load(x + j), a3 = V.Load(a + 48), a2 = V.Load(a + 32), a1 = V.Load(a + 16), a0 = V.Load(a);
            V sum = V.MultiplyAdd(d3, a3, V.Load(z + j));
            sum = V.MultiplyAdd(d2, a2, sum);
            sum = V.MultiplyAdd(d1, a1, sum);
            V.Store(V.MultiplyAdd(d0, a0, sum), z + j);
            s0 = V.MultiplyAdd(a0, xj, s0);
            s1 = V.MultiplyAdd(a1, xj, s1);
            s2 = V.MultiplyAdd(a2, xj, s2);
            s3 = V.MultiplyAdd(a3, xj, s3);
        }

        Store4(s0, s1, s2, s3, lanes);
    }

    /// <summary>Four factors at a time, whose coefficients stay in registers.</summary>
    private static void AddFours4(T* w, T* coefficients, T* v, int count, int columns)
    {
        T* c = coefficients, f = v;
        for (int s = 0; s < count; s += 4, c += 16, f += Tiles.Rows * columns)
        {
            T* a = w;
            V c00 = V.All(c[0]), c01 = V.All(c[1]), c02 = V.All(c[2]), c03 = V.All(c[3]);
            V c10 = V.All(c[4]), c11 = V.All(c[5]), c12 = V.All(c[6]), c13 = V.All(c[7]);
            V c20 = V.All(c[8]), c21 = V.All(c[9]), c22 = V.All(c[10]), c23 = V.All(c[11]);
            V c30 = V.All(c[12]), c31 = V.All(c[13]), c32 = V.All(c[14]), c33 = V.All(c[15]);
            for (int j = 0; j < 4 * columns; j += 64, a += 64)
            {
                V v0 = V.Load(f + j), v1 = V.Load(f + j + 16), v2 = V.Load(f + j + 32), v3 = V.Load(f + j + 48);
                V a0 = V.MultiplyAdd(c30, v3, V.MultiplyAdd(c20, v2, V.MultiplyAdd(c10, v1, V.MultiplyAdd(c00, v0, V.Load(a)))));
                V a1 = V.MultiplyAdd(c31, v3, V.MultiplyAdd(c21, v2, V.MultiplyAdd(c11, v1, V.MultiplyAdd(c01, v0, V.Load(a + 16)))));
                V a2 = V.MultiplyAdd(c32, v3, V.MultiplyAdd(c22, v2, V.MultiplyAdd(c12, v1, V.MultiplyAdd(c02, v0, V.Load(a + 32)))));
                V a3 = V.MultiplyAdd(c33, v3, V.MultiplyAdd(c23, v2, V.MultiplyAdd(c13, v1, V.MultiplyAdd(c03, v0, V.Load(a + 48)))));
                Store4(a0, a1, a2, a3, a);
            }
        }
    }

    /// <summary>Factors number <paramref name="first"/> to count - 1, one at a time.</summary>
    private static void AddOuters4(T* w, T* coefficients, T* v, int first, int count, int columns, int band)
    {
        for (int s = first; s < count; s++)
        {
            T* c = coefficients + 4 * s, f = v + s / 4 * band + s % 4 * 16, a = w;
            V c0 = V.All(c[0]), c1 = V.All(c[1]), c2 = V.All(c[2]), c3 = V.All(c[3]);
            for (int j = 0; j < columns; j += 16, a += 64, f += 64)
            {
                V vj = V.Load(f);
                V a0 = V.MultiplyAdd(c0, vj, V.Load(a)), a1 = V.MultiplyAdd(c1, vj, V.Load(a + 16));
                V a2 = V.MultiplyAdd(c2, vj, V.Load(a + 32)), a3 = V.MultiplyAdd(c3, vj, V.Load(a + 48));
                Store4(a0, a1, a2, a3, a);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store4(V a, V b, V c, V d, T* rows)
    {
        V.Store(a, rows);
        V.Store(b, rows + 16);
        V.Store(c, rows + 32);
        V.Store(d, rows + 48);
    }
}
