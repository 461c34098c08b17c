using System.Numerics;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Tests.FastWeights.Kernels;

/// <summary>Operations on vectors at every remainder against one number at a time: the same bits.</summary>
[TestClass]
public sealed class VectorsTests
{
    [TestMethod]
    public void FloatsAreTheSameBitsAsOneByOne() => CheckAll<float>();

    [TestMethod]
    public void DoublesAreTheSameBitsAsOneByOne() => CheckAll<double>();

    [TestMethod]
    public void SquaredNormIsSummedInDouble()
    {
        Random random = new(5);
        for (int n = 0; n < 70; n++)
        {
            float[] x = Values<float>(random, n);
            double expected = x.Sum(v => (double)v * v);
            Assert.AreEqual(expected, Vectors.SquaredNorm(x), 1e-14 * expected, $"{n} numbers");
        }

        Assert.AreEqual(double.PositiveInfinity, Vectors.SquaredNorm([1, float.PositiveInfinity]));
        Assert.IsTrue(double.IsNaN(Vectors.SquaredNorm([1, float.NaN])));
    }

    [TestMethod]
    public void OtherLengthsAreRefused()
    {
        float[] three = new float[3], two = new float[2];
        Assert.ThrowsExactly<ArgumentException>(() => Vectors.Difference(1f, three, two, three));
        Assert.ThrowsExactly<ArgumentException>(() => Vectors.AddDifference(1f, three, two, three));
        Assert.ThrowsExactly<ArgumentException>(() => Vectors.AddWithScaled(two, 1f, three, three, three));
        Assert.ThrowsExactly<ArgumentException>(() => Vectors.KeepAndAddScaled(two, 1f, three, three, three));
        Assert.ThrowsExactly<ArgumentException>(() => Vectors.MultiplyAndDot<float>(three, three, three, two));
    }

    private static void CheckAll<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(4);
        T s = T.CreateChecked(0.37);
        for (int n = 0; n < 70; n++)
        {
            T[] a = Values<T>(random, n), b = Values<T>(random, n), c = Values<T>(random, n), y = Values<T>(random, n), old = new T[n], found;
            Vectors.Difference(s, a, b, found = [.. y]);
            Same(n, found, k => s * a[k] - b[k]);
            Vectors.AddDifference(s, a, b, found = [.. y]);
            Same(n, found, k => T.FusedMultiplyAdd(s, a[k], y[k]) - b[k]);
            Vectors.AddWithScaled(c, s, a, b, found = [.. y]);
            Same(n, found, k => T.FusedMultiplyAdd(s * a[k], b[k], y[k] + c[k]));
            Vectors.KeepAndAddScaled(old, s, a, b, found = [.. y]);
            Same(n, found, k => T.FusedMultiplyAdd(s * a[k], b[k], y[k]));
            CollectionAssert.AreEqual(y, old);
            T dot = Vectors.MultiplyAndDot<T>(a, b, found = [.. y], c);
            Same(n, found, k => a[k] * b[k]);
            Assert.AreEqual(Dot(found, c), dot, $"{n} numbers");
            Assert.AreEqual(Dot(a, b), Vectors.Dot<T>(a, b), $"{n} numbers");
        }
    }

    private static void Same<T>(int n, T[] found, Func<int, T> expected) =>
        CollectionAssert.AreEqual(Enumerable.Range(0, n).Select(expected).ToArray(), found, $"{n} numbers");

    /// <summary>16 lanes, folded in halves.</summary>
    private static T Dot<T>(T[] a, T[] b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] lanes = new T[16];
        for (int k = 0; k < a.Length; k++)
        {
            lanes[k % 16] = T.FusedMultiplyAdd(a[k], b[k], lanes[k % 16]);
        }

        for (int half = 8; half > 0; half /= 2)
        {
            for (int k = 0; k < half; k++)
            {
                lanes[k] += lanes[k + half];
            }
        }

        return lanes[0];
    }

    private static T[] Values<T>(Random random, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, n).Select(_ => T.CreateChecked((2 * random.NextDouble()) - 1))];
}
