using System.Runtime.CompilerServices;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <content>Products with several vectors at once, four at a time.</content>
internal sealed unsafe partial class MatrixKernels<T, V>
{
    private protected override void MultiplyBoth(T* w, T* x, T* d, T* y, T* z, int rows, int columns, int count, int stride)
    {
        T* lanes = stackalloc T[4 * 4 * Tiles.Columns];
        for (int i = rows - 4; i >= 0; i -= 4)
        {
            T* a = w + i * columns;
            int k = 0;
            for (; k + 4 <= count; k += 4)
            {
                for (int lane = 0; lane < Tiles.Columns; lane += V.Count)
                {
                    MultiplyBoth4x4(a + lane, x + k * columns + lane, d + k * stride + i, lanes + lane, y + k * stride + i, z + k * columns + lane, columns, stride);
                }

                for (int n = 0; n < 4; n++)
                {
                    Fold4(lanes + n * 4 * Tiles.Columns, y + (k + n) * stride + i);
                }
            }

            for (; k < count; k++)
            {
                for (int lane = 0; lane < Tiles.Columns; lane += V.Count)
                {
                    MultiplyBoth4(a + lane, x + k * columns + lane, d + k * stride + i, lanes + lane, y + k * stride + i, z + k * columns + lane, columns);
                }

                Fold4(lanes, y + k * stride + i);
            }
        }
    }

    private protected override void MultiplyMany(T* w, T* x, T* y, int rows, int columns, int count, int xStride, int yStride)
    {
        T* lanes = stackalloc T[4 * 4 * Tiles.Columns];
        for (int i = 0; i < rows; i += 4, w += 4 * columns)
        {
            int k = 0;
            for (; k + 4 <= count; k += 4)
            {
                T* yk = y + k * yStride + i;
                for (int lane = 0; lane < Tiles.Columns; lane += V.Count)
                {
                    Multiply4x4(w + lane, x + k * xStride + lane, xStride, lanes + lane, yk, yStride, columns);
                }

                for (int n = 0; n < 4; n++)
                {
                    Fold4(lanes + n * 4 * Tiles.Columns, yk + n * yStride);
                }
            }

            for (; k < count; k++)
            {
                for (int lane = 0; lane < Tiles.Columns; lane += V.Count)
                {
                    Multiply4(w + lane, x + k * xStride + lane, lanes + lane, y + k * yStride + i, columns);
                }

                Fold4(lanes, y + k * yStride + i);
            }
        }
    }

    private protected override void MultiplyTransposedMany(T* w, T* d, T* z, int rows, int columns, int count, int dStride, int zStride)
    {
        for (int i = rows - 4; i >= 0; i -= 4)
        {
            T* a = w + i * columns;
            for (int lane = 0; lane < Tiles.Columns; lane += V.Count)
            {
                int k = 0;
                for (; k + 2 <= count; k += 2)
                {
                    MultiplyTransposed4x2(a + lane, d + k * dStride + i, dStride, z + k * zStride + lane, zStride, columns);
                }

                for (; k < count; k++)
                {
                    MultiplyTransposed4(a + lane, d + k * dStride + i, z + k * zStride + lane, columns);
                }
            }
        }
    }

    private static void Multiply4x4(T* a, T* x, int xStride, T* lanes, T* y, int yStride, int columns)
    {
        V s00 = V.Zero, s01 = V.Zero, s02 = V.Zero, s03 = V.Zero, s10 = V.Zero, s11 = V.Zero, s12 = V.Zero, s13 = V.Zero;
        V s20 = V.Zero, s21 = V.Zero, s22 = V.Zero, s23 = V.Zero, s30 = V.Zero, s31 = V.Zero, s32 = V.Zero, s33 = V.Zero;
        T* x1 = x + xStride, x2 = x1 + xStride, x3 = x2 + xStride;
        for (int j = 0; j < columns; j += 16, a += 64)
        {
            V a0 = V.Load(a), a1 = V.Load(a + 16), a2 = V.Load(a + 32), a3 = V.Load(a + 48);
            V xj = V.Load(x + j);
            (s00, s01, s02, s03) = (V.MultiplyAdd(a0, xj, s00), V.MultiplyAdd(a1, xj, s01), V.MultiplyAdd(a2, xj, s02), V.MultiplyAdd(a3, xj, s03));
            xj = V.Load(x1 + j);
            (s10, s11, s12, s13) = (V.MultiplyAdd(a0, xj, s10), V.MultiplyAdd(a1, xj, s11), V.MultiplyAdd(a2, xj, s12), V.MultiplyAdd(a3, xj, s13));
            xj = V.Load(x2 + j);
            (s20, s21, s22, s23) = (V.MultiplyAdd(a0, xj, s20), V.MultiplyAdd(a1, xj, s21), V.MultiplyAdd(a2, xj, s22), V.MultiplyAdd(a3, xj, s23));
            xj = V.Load(x3 + j);
            (s30, s31, s32, s33) = (V.MultiplyAdd(a0, xj, s30), V.MultiplyAdd(a1, xj, s31), V.MultiplyAdd(a2, xj, s32), V.MultiplyAdd(a3, xj, s33));
        }

        Sum4(s00, s01, s02, s03, lanes, y);
        Sum4(s10, s11, s12, s13, lanes + 4 * Tiles.Columns, y + yStride);
        Sum4(s20, s21, s22, s23, lanes + 8 * Tiles.Columns, y + 2 * yStride);
        Sum4(s30, s31, s32, s33, lanes + 12 * Tiles.Columns, y + 3 * yStride);
    }

    private static void MultiplyTransposed4x2(T* a, T* d, int dStride, T* z, int zStride, int columns)
    {
        T* e = d + dStride, y = z + zStride;
        V d0 = V.All(d[0]), d1 = V.All(d[1]), d2 = V.All(d[2]), d3 = V.All(d[3]);
        V e0 = V.All(e[0]), e1 = V.All(e[1]), e2 = V.All(e[2]), e3 = V.All(e[3]);
        for (int j = 0; j < columns; j += 16, a += 64)
        {
            V a0 = V.Load(a), a1 = V.Load(a + 16), a2 = V.Load(a + 32), a3 = V.Load(a + 48);
            V.Store(V.MultiplyAdd(d0, a0, V.MultiplyAdd(d1, a1, V.MultiplyAdd(d2, a2, V.MultiplyAdd(d3, a3, V.Load(z + j))))), z + j);
            V.Store(V.MultiplyAdd(e0, a0, V.MultiplyAdd(e1, a1, V.MultiplyAdd(e2, a2, V.MultiplyAdd(e3, a3, V.Load(y + j))))), y + j);
        }
    }

    private static void MultiplyBoth4x4(T* a, T* x, T* d, T* lanes, T* y, T* z, int columns, int stride)
    {
        V s00 = V.Zero, s01 = V.Zero, s02 = V.Zero, s03 = V.Zero, s10 = V.Zero, s11 = V.Zero, s12 = V.Zero, s13 = V.Zero;
        V s20 = V.Zero, s21 = V.Zero, s22 = V.Zero, s23 = V.Zero, s30 = V.Zero, s31 = V.Zero, s32 = V.Zero, s33 = V.Zero;
        T* x1 = x + columns, x2 = x1 + columns, x3 = x2 + columns, z1 = z + columns, z2 = z1 + columns, z3 = z2 + columns;
        T* d1 = d + stride, d2 = d1 + stride, d3 = d2 + stride;
        for (int j = 0; j < columns; j += 16, a += 64)
        {
            V a0 = V.Load(a), a1 = V.Load(a + 16), a2 = V.Load(a + 32), a3 = V.Load(a + 48);
            V xj = V.Load(x + j);
            (s00, s01, s02, s03) = (V.MultiplyAdd(a0, xj, s00), V.MultiplyAdd(a1, xj, s01), V.MultiplyAdd(a2, xj, s02), V.MultiplyAdd(a3, xj, s03));
            xj = V.Load(x1 + j);
            (s10, s11, s12, s13) = (V.MultiplyAdd(a0, xj, s10), V.MultiplyAdd(a1, xj, s11), V.MultiplyAdd(a2, xj, s12), V.MultiplyAdd(a3, xj, s13));
            xj = V.Load(x2 + j);
            (s20, s21, s22, s23) = (V.MultiplyAdd(a0, xj, s20), V.MultiplyAdd(a1, xj, s21), V.MultiplyAdd(a2, xj, s22), V.MultiplyAdd(a3, xj, s23));
            xj = V.Load(x3 + j);
            (s30, s31, s32, s33) = (V.MultiplyAdd(a0, xj, s30), V.MultiplyAdd(a1, xj, s31), V.MultiplyAdd(a2, xj, s32), V.MultiplyAdd(a3, xj, s33));
            AddRows(a0, a1, a2, a3, d, z + j);
            AddRows(a0, a1, a2, a3, d1, z1 + j);
            AddRows(a0, a1, a2, a3, d2, z2 + j);
            AddRows(a0, a1, a2, a3, d3, z3 + j);
        }

        Sum4(s00, s01, s02, s03, lanes, y);
        Sum4(s10, s11, s12, s13, lanes + 4 * Tiles.Columns, y + stride);
        Sum4(s20, s21, s22, s23, lanes + 8 * Tiles.Columns, y + 2 * stride);
        Sum4(s30, s31, s32, s33, lanes + 12 * Tiles.Columns, y + 3 * stride);
    }

    private static void MultiplyBoth4(T* a, T* x, T* d, T* lanes, T* y, T* z, int columns)
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

        Sum4(s0, s1, s2, s3, lanes, y);
    }

    /// <summary>z += d[0] a0 + ... + d[3] a3, from the last row to the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRows(V a0, V a1, V a2, V a3, T* d, T* z)
    {
        V sum = V.MultiplyAdd(V.All(d[3]), a3, V.Load(z));
        sum = V.MultiplyAdd(V.All(d[2]), a2, sum);
        sum = V.MultiplyAdd(V.All(d[1]), a1, sum);
        V.Store(V.MultiplyAdd(V.All(d[0]), a0, sum), z);
    }
}
