using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Reference;
using ReptileGen.Model.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Tests.Meta;

/// <summary>Networks whose matrices are cut into bands and shared by teams of threads.</summary>
[TestClass]
public sealed class LargeNetworkTests
{
    private static readonly NetworkPlan Plan = Build(new ImageInputSpec(5, 7));

    private static readonly float[] Meta = Array.ConvertAll(Checks.Meta(Plan, 1), x => (float)x);

    [TestMethod]
    [DataRow(MetaAlgorithm.Maml)]
    [DataRow(MetaAlgorithm.Fomaml)]
    [DataRow(MetaAlgorithm.Reptile)]
    public void TeamsDoNotChangeASingleBit(MetaAlgorithm algorithm)
    {
        Assert.IsTrue(new NetworkGraph(Plan).IsBanded);
        int steps = Plan.Layout.Steps;
        EpisodeBatch batch = new(5, steps, [.. Enumerable.Range(0, 5).SelectMany(b => Checks.Targets(Plan, b))], [steps, steps, steps, 7, steps]);
        (float[] gradient, double[] nll, double[] norms, double[] evaluated) one = Run(1);
        foreach (int threads in new[] { 2, 3, 4, 6, 8 })
        {
            (float[] gradient, double[] nll, double[] norms, double[] evaluated) more = Run(threads);
            CollectionAssert.AreEqual(one.gradient, more.gradient);
            CollectionAssert.AreEqual(one.nll, more.nll);
            CollectionAssert.AreEqual(one.norms, more.norms);
            CollectionAssert.AreEqual(one.evaluated, more.evaluated);
        }

        (float[] Gradient, double[] Nll, double[] Norms, double[] Evaluated) Run(int threads)
        {
            using CpuEngine engine = new(Plan, threads);
            float[] gradient = new float[Meta.Length];
            double[] nll = new double[5], norms = new double[5], evaluated = new double[5];
            engine.Gradient(Meta, batch, new MetaMethod(algorithm), gradient, nll, norms);
            engine.Evaluate(Meta, batch, evaluated);
            return (gradient, nll, norms, evaluated);
        }
    }

    [TestMethod]
    [DataRow(MetaAlgorithm.Maml)]
    [DataRow(MetaAlgorithm.Reptile)]
    public void TheyAreTheDefinition(MetaAlgorithm algorithm)
    {
        NetworkPlan plan = Build(new ImageInputSpec(2, 3));
        byte[] targets = Checks.Targets(plan, 2);
        double[] meta = Checks.Meta(plan, 1);
        using var scope = NewDisposeScope();
        var (nats, gradient, _) = new ReferenceGradient(plan, ScalarType.Float64, CPU).Run(tensor(meta), new EpisodeBatch(1, 6, targets, [6]), algorithm);
        Checks.AssertClose(Checks.Gradient(plan, meta, targets, algorithm), gradient![0].data<double>().ToArray(), 1e-9);
        Assert.AreEqual(nats.sum().item<double>(), Checks.Nll(plan, meta, targets), 1e-9);
    }

    /// <summary>Matrices of 0.64, 1.1 and 1.8 million weights, the latter two the original's.</summary>
    [TestMethod]
    [DataRow("test", 1, 1, 1)]
    [DataRow("test", 2, 1, 2)]
    [DataRow("test", 6, 1, 4)]
    [DataRow("test", 6, 2, 2)]
    [DataRow("test", 6, 3, 2)]
    [DataRow("test", 6, 4, 1)]
    [DataRow("test", 6, 100, 1)]
    [DataRow("original-lstm", 2, 1, 2)]
    [DataRow("original-lstm", 2, 100, 1)]
    [DataRow("original-text", 2, 1, 2)]
    [DataRow("original-text", 2, 100, 1)]
    [DataRow("original-text", 4, 100, 1)]
    [DataRow("original-text", 4, 2, 2)]
    [DataRow("original-siren", 2, 1, 1)]
    [DataRow("text-context", 4, 1, 1)]
    [DataRow("mnist", 4, 1, 1)]
    public void TeamsAreForWhatOneCacheDoesNotHold(string network, int threads, int episodes, int expected) => Assert.AreEqual(
        expected, new NetworkGraph(network == "test" ? Plan : new NetworkPlan(Networks.ByName[network])).TeamSize(threads, episodes));

    [TestMethod]
    public void TeamsAreNotForRatesPerParameter()
    {
        NetworkPlan rates = new(Plan.Spec with { Step = Plan.Spec.Step with { Rate = RateKind.Parameter } });
        Assert.AreEqual((4, 1), (new NetworkGraph(Plan).TeamSize(4, 1), new NetworkGraph(rates).TeamSize(4, 1)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Sampler(Plan, Meta, 0));
    }

    [TestMethod]
    public void ASamplerDrawsTheSameWithEveryTeam()
    {
        Sampler alone = new(Plan, Meta);
        alone.Start(1, 2);
        double nats = alone.Finish();
        foreach (int threads in new[] { 2, 3, 4 })
        {
            Sampler shared = new(Plan, Meta, threads);
            shared.Start(1, 2);
            Assert.AreEqual(nats, shared.Finish());
            CollectionAssert.AreEqual(alone.Targets.ToArray(), shared.Targets.ToArray());
            shared.Rewind(3);
            shared.Finish();
            CollectionAssert.AreEqual(alone.Losses.ToArray(), shared.Losses.ToArray());
        }
    }

    /// <summary>Over two foldings, 16 steps apart.</summary>
    [TestMethod]
    public void EveryStepCanBeUndone()
    {
        FastNetwork<double> network = new(Plan, history: true);
        network.Reset(Array.ConvertAll(Meta, x => (double)x));
        byte[] targets = Checks.Targets(Plan, 3);
        double[] before = Weights();
        for (int t = 0; t < targets.Length; t++)
        {
            network.Forward(t, targets);
            network.Step(targets[t]);
        }

        Assert.IsGreaterThan(1e-3, before.Zip(Weights(), (a, b) => Math.Abs(a - b)).Max(), "nothing was learned");
        while (network.Position > 0)
        {
            network.Undo();
        }

        Assert.IsTrue(before.Zip(Weights(), (a, b) => Math.Abs(a - b)).All(difference => difference < 1e-13));

        double[] Weights()
        {
            double[] all = new double[Plan.Table.ThetaLength];
            for (int k = 0; k < Plan.Table.Tensors.Count; k++)
            {
                network.CopyTensor(k, all.AsSpan(Plan.Table.Tensors[k].Offset, Plan.Table.Tensors[k].Count));
            }

            return all;
        }
    }

    private static NetworkPlan Build(ImageInputSpec input) => new(new NetworkSpec(
        input,
        [new EmbeddingSpec(32), new LinearSpec(1024), new ActivationSpec(Activation.Tanh), new LinearSpec(400), new GateSpec(), new LinearSpec(900), new LayerNormSpec(), new LinearSpec(1)],
        Head.Bernoulli,
        new StepSpec(RateKind.Factored, 0.02, GradientBound: 2, LogitBound: 10)));
}
