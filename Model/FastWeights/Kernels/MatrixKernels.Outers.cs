namespace ReptileGen.Model.FastWeights.Kernels;

/// <content>Outer products: their factors, and adding them.</content>
internal sealed unsafe partial class MatrixKernels<T, V>
{
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

    private protected override void AddOuters(T* w, int first, int own, int rows, int columns, T* u, T* v, int count, T sign)
    {
        T* coefficients = stackalloc T[32 * 4];
        int fours = count / 4 * 4, band = Tiles.Rows * Tiles.PadColumns(rows);
        for (int i = first; i < first + own; i += 4, w += 4 * columns)
        {
            Coefficients(u + i / Tiles.Columns * (Tiles.Rows * Tiles.Columns) + i % Tiles.Columns, band, count, sign, coefficients);
            for (int lane = 0; lane < Tiles.Columns; lane += V.Count)
            {
                AddFours4(w + lane, coefficients, v + lane, fours, columns);
                AddOuters4(w + lane, coefficients, v + lane, fours, count, columns, Tiles.Rows * columns);
            }
        }
    }

    /// <summary>Four rows of every factor, with the sign: <c>[count, 4]</c>.</summary>
    private static void Coefficients(T* u, int band, int count, T sign, T* coefficients)
    {
        for (int s = 0; s < count; s++, coefficients += 4)
        {
            T* from = u + (s >> 2) * band + (s & 3) * Tiles.Columns;
            coefficients[0] = sign * from[0];
            coefficients[1] = sign * from[1];
            coefficients[2] = sign * from[2];
            coefficients[3] = sign * from[3];
        }
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
}
