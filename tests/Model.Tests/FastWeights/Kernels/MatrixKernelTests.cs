using System.Numerics;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Tests.FastWeights.Kernels;

/// <summary>Every kernel at every width gives the bits of plain loops, for every shape and remainder.</summary>
[TestClass]
public sealed class MatrixKernelTests
{
    private static readonly (int Rows, int Columns)[] Shapes =
        [(4, 16), (8, 16), (12, 32), (16, 48), (20, 64), (28, 80), (36, 16), (64, 112)];

    public static IEnumerable<object[]> Widths => [[512], [256], [128], [1]];

    [TestMethod]
    [DynamicData(nameof(Widths))]
    public void FloatKernels(int bits) => Check<float>(MatrixKernels<float>.OfWidth(bits));

    [TestMethod]
    [DynamicData(nameof(Widths))]
    public void DoubleKernels(int bits) => Check<double>(MatrixKernels<double>.OfWidth(bits));

    [TestMethod]
    public void ShapesThatDoNotFitAreRefused()
    {
        MatrixKernels<float> kernels = MatrixKernels<float>.Best;
        Assert.ThrowsExactly<ArgumentException>(() => kernels.Multiply(new float[64], new float[16], new float[8]));
        Assert.ThrowsExactly<ArgumentException>(() => kernels.Multiply(new float[60], new float[15], new float[4]));
        Assert.ThrowsExactly<ArgumentException>(() => kernels.MultiplyTransposed(new float[64], new float[3], new float[16]));
        Assert.ThrowsExactly<ArgumentException>(() => kernels.AddOuters(new float[64], 4, 16, new float[64], new float[64], 33, 1));
        Assert.ThrowsExactly<ArgumentException>(() => MatrixKernels<float>.OfWidth(64));
    }

    [TestMethod]
    public void TilesComeBackAsTheyWere()
    {
        foreach ((int rows, int columns) in new[] { (1, 1), (3, 17), (5, 16), (9, 33) })
        {
            float[] matrix = [.. Enumerable.Range(1, rows * columns)], back = new float[matrix.Length];
            float[] tiles = new float[Tiles.Length(rows, columns)];
            Tiles.Pack<float>(matrix, rows, columns, tiles);
            Tiles.Unpack<float>(tiles, rows, columns, back);
            CollectionAssert.AreEqual(matrix, back);
            Assert.AreEqual(matrix.Sum(), tiles.Sum());
        }
    }

    private static void Check<T>(MatrixKernels<T> kernels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(1);
        foreach ((int rows, int columns) in Shapes)
        {
            T[] w = Draw<T>(random, rows * columns), x = Draw<T>(random, columns), d = Draw<T>(random, rows);
            T[] y = new T[rows], z = Draw<T>(random, columns), start = (T[])z.Clone();
            kernels.Multiply(w, x, y);
            CollectionAssert.AreEqual(Product(w, x, rows), y);
            kernels.MultiplyTransposed(w, d, z);
            CollectionAssert.AreEqual(TransposedProduct(w, d, start), z);
            CheckMultiplyBoth(kernels, random, w, rows, columns);
            CheckMany(kernels, random, w, rows, columns);
            CheckAddOuters(kernels, random, w, rows, columns);
        }
    }

    private static void CheckMultiplyBoth<T>(MatrixKernels<T> kernels, Random random, T[] w, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int stride = Tiles.PadColumns(rows);
        foreach (int count in new[] { 1, 4, 7, 8 })
        {
            T[] x = Draw<T>(random, count * columns), d = Draw<T>(random, count * stride), y = new T[count * stride], z = Draw<T>(random, count * columns);
            kernels.MultiplyBoth(w, rows, columns, count, x, d, y, z, stride);
            for (int k = 0; k < count; k++)
            {
                CollectionAssert.AreEqual(Product(w, x[(k * columns)..((k + 1) * columns)], rows), y[(k * stride)..(k * stride + rows)]);
                CollectionAssert.AreEqual(TransposedProduct(w, d[(k * stride)..(k * stride + rows)], new T[columns]), z[(k * columns)..((k + 1) * columns)]);
            }
        }

        Assert.ThrowsExactly<ArgumentException>(() => kernels.MultiplyBoth(w, rows, columns, 1, new T[columns - 1], new T[stride], new T[stride], new T[columns], stride));
    }

    private static void CheckMany<T>(MatrixKernels<T> kernels, Random random, T[] w, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int xs = columns + 16, ys = Tiles.PadColumns(rows) + 32;
        foreach (int count in new[] { 1, 3, 4, 7, 16 })
        {
            T[] x = Draw<T>(random, count * xs), y = Draw<T>(random, count * ys), d = Draw<T>(random, count * ys), z = Draw<T>(random, count * xs);
            T[] beforeY = (T[])y.Clone(), beforeZ = (T[])z.Clone();
            kernels.MultiplyMany(w, rows, columns, count, x, xs, y, ys);
            kernels.MultiplyTransposedMany(w, rows, columns, count, d, ys, z, xs);
            for (int k = 0; k < count; k++)
            {
                Product(w, x[(k * xs)..(k * xs + columns)], rows).CopyTo(beforeY, k * ys);
                TransposedProduct(w, d[(k * ys)..(k * ys + rows)], beforeZ[(k * xs)..(k * xs + columns)]).CopyTo(beforeZ, k * xs);
            }

            CollectionAssert.AreEqual(beforeY, y);
            CollectionAssert.AreEqual(beforeZ, z);
        }

        Assert.ThrowsExactly<ArgumentException>(() => kernels.MultiplyMany(w, rows, columns, 2, new T[xs], xs, new T[2 * ys], ys));
        Assert.ThrowsExactly<ArgumentException>(() => kernels.MultiplyTransposedMany(w, rows, columns, 2, new T[2 * ys], ys, new T[xs], xs));
    }

    private static void CheckAddOuters<T>(MatrixKernels<T> kernels, Random random, T[] w, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int padded = Tiles.PadColumns(rows);
        foreach (int count in new[] { 1, 3, 8, 16, 31, 32 })
        {
            T[] u = new T[Tiles.Length(count, padded)], v = new T[Tiles.Length(count, columns)], found = (T[])w.Clone();
            T[] expected = (T[])w.Clone();
            for (int k = 0; k < count; k++)
            {
                T[] a = Draw<T>(random, padded), b = Draw<T>(random, padded), x = Draw<T>(random, columns), ones = new T[columns];
                Array.Fill(ones, T.One);
                T scale = T.CreateChecked(0.7);
                kernels.SetRow(u, k, padded, scale, a, b);
                kernels.SetRow(v, k, columns, T.One, x, ones);
                for (int i = 0; i < rows; i++)
                {
                    for (int j = 0; j < columns; j++)
                    {
                        ref T element = ref expected[At(i, j, columns)];
                        element = T.FusedMultiplyAdd(-(scale * a[i] * b[i]), x[j], element);
                    }
                }
            }

            kernels.AddOuters(found, rows, columns, u, v, count, T.NegativeOne);
            CollectionAssert.AreEqual(expected, found);
        }
    }

    /// <summary>16 lanes, folded in halves.</summary>
    private static T[] Product<T>(T[] w, T[] x, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] y = new T[rows];
        for (int i = 0; i < rows; i++)
        {
            T[] lanes = new T[16];
            for (int j = 0; j < x.Length; j++)
            {
                lanes[j % 16] = T.FusedMultiplyAdd(w[At(i, j, x.Length)], x[j], lanes[j % 16]);
            }

            for (int half = 8; half > 0; half /= 2)
            {
                for (int k = 0; k < half; k++)
                {
                    lanes[k] += lanes[k + half];
                }
            }

            y[i] = lanes[0];
        }

        return y;
    }

    /// <summary>From the last row to the first.</summary>
    private static T[] TransposedProduct<T>(T[] w, T[] d, T[] start)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] y = (T[])start.Clone();
        for (int i = d.Length - 1; i >= 0; i--)
        {
            for (int j = 0; j < y.Length; j++)
            {
                y[j] = T.FusedMultiplyAdd(d[i], w[At(i, j, y.Length)], y[j]);
            }
        }

        return y;
    }

    private static int At(int i, int j, int columns) => Tiles.IndexOf(i, j, columns) + j % Tiles.Columns;

    private static T[] Draw<T>(Random random, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked(2 * random.NextDouble() - 1))];
}
