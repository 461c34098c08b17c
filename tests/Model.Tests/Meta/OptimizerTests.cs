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
