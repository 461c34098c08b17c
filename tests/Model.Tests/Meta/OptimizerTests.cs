using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Randomness;

namespace ReptileGen.Model.Tests.Meta;

[TestClass]
public sealed class OptimizerTests
{
    private static readonly NetworkPlan Plan = new(new NetworkSpec(
        new ImageInputSpec(2, 2), [new EmbeddingSpec(3), new LinearSpec(1)], Head.Bernoulli, new StepSpec(RateKind.Factored)));

    /// <summary>Against Adam written out in double, with the rates of weights, log-rates and factors.</summary>
    [TestMethod]
    public void AdamIsAdam()
    {
        OptimizerSpec spec = new(Rate: 0.01, LogRateRate: 0.02, FactorRate: 0.03, Average: 0.9);
        ParameterTable table = Plan.Table;
        RandomStream random = new(1, "adam");
        float[] meta = Draw(random, table.Length), start = [.. meta];
        double[] m = new double[meta.Length], v = new double[meta.Length], x = [.. meta.Select(f => (double)f)], average = [.. x];
        Optimizer optimizer = new(spec, table, meta);
        for (int step = 1; step <= 20; step++)
        {
            float[] g = Draw(random, meta.Length);
            double scale = 1.0 / step, pull = 1 - Math.Min(0.9, (1.0 + step) / (10.0 + step));
            for (int i = 0; i < x.Length; i++)
            {
                m[i] = 0.9 * m[i] + 0.1 * g[i];
                v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i];
                double rate = i < table.ThetaLength ? 0.01 : table.Tensors.Any(t => t.LogRate == i) ? 0.02 : 0.03;
                x[i] -= scale * rate * (m[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.99, step))) + 1e-8);
                average[i] += pull * (x[i] - average[i]);
            }

            optimizer.Step(meta, g, scale);
        }

        for (int i = 0; i < x.Length; i++)
        {
            Assert.AreEqual(x[i], meta[i], 1e-5);
            Assert.AreEqual(average[i], optimizer.Average[i], 1e-5);
        }

        CollectionAssert.AreNotEqual(start, meta);
    }

    /// <summary>Against Muon written out in double for both shapes of matrices; what is no matrix moves by Adam.</summary>
    [TestMethod]
    public void MuonIsMuonForMatricesAndAdamForTheRest()
    {
        NetworkPlan plan = new(new NetworkSpec(
            new ImageInputSpec(2, 2), [new EmbeddingSpec(2), new LinearSpec(7), new LinearSpec(3), new LinearSpec(1)], Head.Bernoulli, new StepSpec(RateKind.Factored)));
        OptimizerSpec spec = new(OptimizerKind.Muon, Rate: 0.01, Momentum: 0.9);
        RandomStream random = new(1, "muon");
        float[] meta = Draw(random, plan.Table.Length), like = [.. meta];
        double[] x = [.. meta.Select(f => (double)f)], sum = new double[meta.Length];
        Optimizer muon = new(spec, plan.Table, meta), adam = new(spec with { Kind = OptimizerKind.Adam }, plan.Table, like);
        ParameterTensor[] matrices = [.. plan.Table.Tensors.Where(t => t.Name is "layers.1.weight" or "layers.2.weight")];
        Assert.HasCount(2, matrices);
        for (int step = 1; step <= 5; step++)
        {
            float[] g = Draw(random, meta.Length);
            foreach (ParameterTensor t in matrices)
            {
                Muon(x.AsSpan(t.Offset, t.Count), sum.AsSpan(t.Offset, t.Count), g.AsSpan(t.Offset, t.Count), t.Rows, t.Columns, 0.01 / step);
            }

            muon.Step(meta, [.. g], 1.0 / step);
            adam.Step(like, [.. g], 1.0 / step);
        }

        for (int i = 0; i < meta.Length; i++)
        {
            bool matrix = matrices.Any(t => i >= t.Offset && i < t.Offset + t.Count);
            Assert.AreEqual(matrix ? x[i] : like[i], meta[i], 1e-5, $"element {i}");
        }
    }

    /// <summary>Rows of different lengths at right angles keep their directions and come out about equally long.</summary>
    [TestMethod]
    public void MuonEvensOutSingularValues()
    {
        float[] matrix = [3, 3, 3, 3, 0.1f, -0.1f, 0.1f, -0.1f, 1, 1, -1, -1];
        float[] even = Model.Meta.Muon.Orthogonal(matrix, 3, 4);
        for (int row = 0; row < 3; row++)
        {
            float length = Math.Abs(even[4 * row]) * 2;
            Assert.IsTrue(length is > 0.6f and < 1.3f, $"row {row}: {length}");
            for (int i = 4 * row; i < 4 * row + 4; i++)
            {
                Assert.AreEqual(Math.Sign(matrix[i]) * length / 2, even[i], 1e-4f);
            }
        }
    }

    private static void Muon(Span<double> x, Span<double> sum, ReadOnlySpan<float> g, int rows, int columns, double rate)
    {
        double[,] a = new double[rows, columns];
        double squares = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum[i] = 0.9 * sum[i] + g[i];
            a[i / columns, i % columns] = g[i] + 0.9 * sum[i];
            squares += Math.Pow(a[i / columns, i % columns], 2);
        }

        a = Product(a, new double[,] { { 1 / Math.Sqrt(squares) } }, (s, t, i, j) => s[i, j] * t[0, 0], columns);
        for (int n = 0; n < 5; n++)
        {
            double[,] square = Product(a, a, (s, t, i, j) => Enumerable.Range(0, columns).Sum(k => s[i, k] * t[j, k]), rows);
            double[,] fourth = Product(square, square, (s, t, i, j) => Enumerable.Range(0, rows).Sum(k => s[i, k] * t[k, j]), rows);
            double[,] old = a;
            a = Product(square, fourth, (s, t, i, j) => 3.4445 * old[i, j] + Enumerable.Range(0, rows).Sum(k => (-4.7750 * s[i, k] + 2.0315 * t[i, k]) * old[k, j]), columns);
        }

        for (int i = 0; i < x.Length; i++)
        {
            x[i] -= rate * 0.2 * Math.Sqrt(Math.Max(rows, columns)) * a[i / columns, i % columns];
        }
    }

    private static double[,] Product(double[,] s, double[,] t, Func<double[,], double[,], int, int, double> element, int columns)
    {
        double[,] result = new double[s.GetLength(0), columns];
        for (int i = 0; i < s.GetLength(0); i++)
        {
            for (int j = 0; j < columns; j++)
            {
                result[i, j] = element(s, t, i, j);
            }
        }

        return result;
    }

    [TestMethod]
    public void SgdIsExact()
    {
        float[] meta = new float[Plan.Table.Length], g = new float[meta.Length];
        g[0] = 2;
        Optimizer optimizer = new(new OptimizerSpec(OptimizerKind.Sgd, Rate: 0.5), Plan.Table, meta);
        Assert.AreEqual(2, optimizer.Step(meta, g, 0.25));
        Assert.AreEqual(-0.25f, meta[0]);
        Assert.AreEqual(1, optimizer.Steps);
    }

    [TestMethod]
    public void TheClipKeepsTheDirection()
    {
        float[] meta = new float[Plan.Table.Length], g = new float[meta.Length];
        (g[0], g[1]) = (30, 40);
        Optimizer optimizer = new(new OptimizerSpec(OptimizerKind.Sgd, Rate: 1, GradientClip: 5), Plan.Table, meta);
        Assert.AreEqual(50, optimizer.Step(meta, g, 1));
        Assert.AreEqual(-3f, meta[0], 1e-6f);
        Assert.AreEqual(-4f, meta[1], 1e-6f);
    }

    private static float[] Draw(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextNormal())];
}
