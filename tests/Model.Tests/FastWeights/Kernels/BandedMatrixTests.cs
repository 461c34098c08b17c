using ReptileGen.Model.FastWeights;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Tests.FastWeights.Kernels;

/// <summary>Bands of rows against the kernels for the whole matrix: the same bits but for sums over rows, and those alike for every team.</summary>
[TestClass]
public sealed class BandedMatrixTests
{
    public static IEnumerable<object[]> Shapes => from rows in new[] { 64, 68, 100, 128, 516 } from columns in new[] { 16, 48 } select new object[] { rows, columns };

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void TheyAreTheWholeMatrix(int rows, int columns)
    {
        MatrixKernels<double> kernels = MatrixKernels<double>.Best;
        double[] w = Numbers(rows * columns, 1), x = Numbers(columns, 2), d = Numbers(rows, 3), start = Numbers(columns, 4);
        double[] u = Numbers(Tiles.Length(7, Tiles.PadColumns(rows)), 5), v = Numbers(Tiles.Length(7, columns), 6);
        double[] y = new double[rows], sum = (double[])start.Clone(), updated = (double[])w.Clone();
        kernels.Multiply(w, x, y);
        kernels.MultiplyTransposed(w, d, sum);
        kernels.AddOuters(updated, rows, columns, u, v, 7, -1);
        double[]? first = null;
        foreach (Team? team in new[] { null, new Team(1), new Team(2), new Team(3), new Team(4) })
        {
            BandedMatrix<double> banded = new(rows, columns, team);
            double[] foundY = new double[rows], found = (double[])start.Clone(), foundW = (double[])w.Clone();
            banded.Multiply(w, x, foundY);
            banded.MultiplyTransposed(w, d, found);
            banded.AddOuters(foundW, u, v, 7, -1);
            CollectionAssert.AreEqual(y, foundY);
            CollectionAssert.AreEqual(updated, foundW);
            for (int j = 0; j < columns; j++)
            {
                Assert.AreEqual(sum[j], found[j], 1e-13 * rows, $"column {j}");
            }

            first ??= found;
            CollectionAssert.AreEqual(first, found, "the team's size changes a bit");
        }
    }

    [TestMethod]
    public void LengthsThatDoNotFitAreRefused()
    {
        BandedMatrix<float> banded = new(64, 16, null);
        float[] w = new float[64 * 16];
        Assert.ThrowsExactly<ArgumentException>(() => banded.Multiply(w, new float[15], new float[64]));
        Assert.ThrowsExactly<ArgumentException>(() => banded.Multiply(w, new float[16], new float[63]));
        Assert.ThrowsExactly<ArgumentException>(() => banded.Multiply(new float[63 * 16], new float[16], new float[64]));
        Assert.ThrowsExactly<ArgumentException>(() => banded.MultiplyTransposed(w, new float[64], new float[15]));
        Assert.ThrowsExactly<ArgumentException>(() => banded.AddOuters(w, new float[64], new float[64], 5, 1));
    }

    [TestMethod]
    public void NothingIsAllocated()
    {
        BandedMatrix<float> banded = new(64, 16, new Team(2, TimeSpan.FromMinutes(10)));
        float[] w = new float[64 * 16], x = new float[16], y = new float[64];
        banded.Multiply(w, x, y);
        Assert.AreEqual(0, Allocation.Of(() => banded.Multiply(w, x, y)));
    }

    private static double[] Numbers(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
    }
}
