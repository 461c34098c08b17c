using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Tests.Meta;

[TestClass]
public sealed class CpuEngineTests
{
    private static readonly NetworkPlan Plan = new(new NetworkSpec(
        new TextInputSpec(8, ContextBytes: 1),
        [new EmbeddingSpec(8, 8), new LinearSpec(16), new GateSpec(), new LayerNormSpec(), new LinearSpec(256)],
        Head.Categorical,
        new StepSpec(RateKind.Factored, 0.1, GradientBound: 2, LogitBound: 10)));

    private static readonly float[] Meta = Array.ConvertAll(Checks.Meta(Plan, 1), x => (float)x);

    [TestMethod]
    [DataRow(MetaAlgorithm.Maml)]
    [DataRow(MetaAlgorithm.Fomaml)]
    [DataRow(MetaAlgorithm.Reptile)]
    public void ThreadsDoNotChangeASingleBit(MetaAlgorithm algorithm)
    {
        EpisodeBatch batch = Batch(13);
        (float[] gradient, double[] nll, double[] norms) one = Run(batch, new MetaMethod(algorithm, 0, 1), 1);
        foreach (int threads in new[] { 2, 3, 8 })
        {
            (float[] gradient, double[] nll, double[] norms) more = Run(batch, new MetaMethod(algorithm, 0, 1), threads);
            CollectionAssert.AreEqual(one.gradient, more.gradient);
            CollectionAssert.AreEqual(one.nll, more.nll);
            CollectionAssert.AreEqual(one.norms, more.norms);
        }
    }

    [TestMethod]
    public void TheMeanOfClippedGradients()
    {
        const float Clip = 0.5f;
        EpisodeBatch batch = Batch(5);
        (float[] found, double[] nll, double[] norms) = Run(batch, new MetaMethod(MetaAlgorithm.Maml, 0, Clip), 2);
        double[] expected = new double[Meta.Length], meta = Array.ConvertAll(Meta, x => (double)x);
        for (int b = 0; b < batch.Count; b++)
        {
            byte[] targets = batch.Targets[(b * 8)..(b * 8 + batch.Lengths[b])];
            double[] gradient = Checks.Gradient(Plan, meta, targets, MetaAlgorithm.Maml);
            double norm = Math.Sqrt(gradient.Sum(g => g * g));
            Assert.AreEqual(norm, norms[b], 1e-3 * norm);
            Assert.AreEqual(Checks.Nll(Plan, meta, targets), nll[b], 1e-3);
            expected = [.. expected.Zip(gradient, (x, g) => x + g * Math.Min(1, Clip / norm) / batch.Count)];
        }

        Checks.AssertClose(Array.ConvertAll(found, x => (double)x), expected, 1e-3);
    }

    [TestMethod]
    public void EvaluateIsTheInnerLoop()
    {
        EpisodeBatch batch = Batch(4);
        using CpuEngine engine = new(Plan, 2);
        double[] nll = new double[4], same = new double[4];
        float[] steps = new float[4 * 8];
        engine.Evaluate(Meta, batch, nll, steps);
        engine.Evaluate(Meta, batch, same);
        CollectionAssert.AreEqual(Run(batch, new MetaMethod(MetaAlgorithm.Maml), 1).Nll, nll);
        CollectionAssert.AreEqual(nll, same);
        for (int b = 0; b < 4; b++)
        {
            Assert.AreEqual(nll[b], steps.AsSpan(b * 8, 8).ToArray().Sum(x => (double)x), 1e-9);
            Assert.IsFalse(steps.AsSpan(b * 8 + batch.Lengths[b], 8 - batch.Lengths[b]).ContainsAnyExcept(0f));
        }
    }

    [TestMethod]
    public void EpisodesThatAreNotFiniteCountAsZero()
    {
        NetworkPlan plan = new(Checks.Image(new StepSpec(RateKind.Fixed, 1e30), new LinearSpec(3)));
        float[] meta = new float[plan.Table.Length], gradient = new float[meta.Length];
        plan.Table.Initialize(meta, new Random(1).NextDouble);
        using CpuEngine engine = new(plan, 1);
        double[] nll = new double[1], norms = new double[1];
        engine.Gradient(meta, new EpisodeBatch(1, 6, [0, 1, 0, 1, 0, 1], [6]), new MetaMethod(MetaAlgorithm.Maml), gradient, nll, norms);
        Assert.IsTrue(double.IsNaN(norms[0]));
        Assert.IsFalse(gradient.AsSpan().ContainsAnyExcept(0f));
    }

    [TestMethod]
    public void BadArgumentsAreNamed()
    {
        using CpuEngine engine = new(Plan, 1);
        double[] nll = new double[1];
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => engine.Evaluate(new float[3], Batch(1), nll)).Message, "meta vector: expected");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => engine.Evaluate(Meta, Batch(2), nll)).Message, "nll: expected 2");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => engine.Evaluate(Meta, Batch(1) with { Lengths = [9] }, nll)).Message, "lengths of 1 to 8");
        Assert.ThrowsExactly<ArgumentException>(() => new CpuEngine(Plan, -1));
    }

    private static EpisodeBatch Batch(int count)
    {
        Random random = new(7);
        byte[] targets = new byte[count * 8];
        random.NextBytes(targets);
        return new EpisodeBatch(count, 8, targets, [.. Enumerable.Range(0, count).Select(b => 8 - b % 5)]);
    }

    private static (float[] Gradient, double[] Nll, double[] Norms) Run(EpisodeBatch batch, MetaMethod method, int threads)
    {
        using CpuEngine engine = new(Plan, threads);
        float[] gradient = new float[Meta.Length];
        double[] nll = new double[batch.Count], norms = new double[batch.Count];
        engine.Gradient(Meta, batch, method, gradient, nll, norms);
        return (gradient, nll, norms);
    }
}
