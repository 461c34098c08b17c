using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Tests.Meta;

/// <summary>Leading layers without fast weights go through many steps at once: the same bits forwards, exact backwards.</summary>
[TestClass]
public sealed class SlowTrunkTests
{
    private static readonly LayerSpec[] Trunk =
    [
        new LinearSpec(12), new GateSpec(), new LayerNormSpec(),
        new ResidualSpec([new LinearSpec(5), new ActivationSpec(Activation.Silu), new LinearSpec(6)]),
    ];

    private static readonly LayerSpec[] Tail = [new LinearSpec(12), new GateSpec(), new LayerNormSpec(), new LinearSpec(1)];

    /// <summary>Where the fast weights begin; the last ends in the middle of a residual, the very last has none at all.</summary>
    public static IEnumerable<object[]> Frozen =>
    [
        ["layers.0"], ["layers.0 layers.1"], ["layers.0 layers.1 layers.2"], ["layers.0 layers.1 layers.2 layers.4 layers.5"],
        ["layers.0 layers.1 layers.2 layers.4 layers.5.layers.0"], ["layers"],
    ];

    [TestMethod]
    [DynamicData(nameof(Frozen))]
    public void MamlIsExact(string frozen) => Checks.AssertExact(Spec(frozen, RateKind.Factored, 0.6));

    [TestMethod]
    [DynamicData(nameof(Frozen))]
    public void MamlIsExactWithRatesPerParameter(string frozen) => Checks.AssertExact(Spec(frozen, RateKind.Parameter, null));

    /// <summary>A sampler goes step by step, MAML and evaluations look ahead.</summary>
    [TestMethod]
    [DynamicData(nameof(Frozen))]
    public void LookingAheadChangesNoBit(string frozen)
    {
        NetworkPlan plan = new(Spec(frozen, RateKind.Factored, 0.6));
        float[] meta = [.. Checks.Meta(plan, 3).Select(x => (float)x)];
        byte[] targets = Checks.Targets(plan, 4);
        float[] one = new float[targets.Length], many = new float[targets.Length];
        FastNetwork<float> network = new(plan);
        network.Reset(meta);
        for (int t = 0; t < targets.Length; t++)
        {
            network.Forward(t, targets);
            one[t] = network.Step(targets[t]);
        }

        foreach (MetaAlgorithm algorithm in Enum.GetValues<MetaAlgorithm>())
        {
            new EpisodeGradient<float>(plan, algorithm).Run(meta, targets, many);
            CollectionAssert.AreEqual(one, many, $"{algorithm}");
        }
    }

    /// <summary>With no fast weight at all MAML and FOMAML are the same: the gradient of a sum of losses.</summary>
    [TestMethod]
    public void WithoutFastWeightsItIsBackpropagation()
    {
        NetworkPlan plan = new(Spec("layers", RateKind.Fixed, null));
        double[] meta = Checks.Meta(plan, 3);
        byte[] targets = Checks.Targets(plan, 4);
        double[] maml = Checks.Gradient(plan, meta, targets, MetaAlgorithm.Maml), fomaml = Checks.Gradient(plan, meta, targets, MetaAlgorithm.Fomaml);
        Checks.AssertClose(maml, fomaml, 1e-12);
        Assert.IsTrue(Checks.Gradient(plan, meta, targets, MetaAlgorithm.Reptile).All(g => g == 0), "Reptile sees only fast weights");
    }

    [TestMethod]
    public void TruncationLeavesTheTrunksGradientWhole()
    {
        NetworkPlan plan = new(Spec("layers.0 layers.1 layers.2", RateKind.Fixed, null));
        double[] meta = Checks.Meta(plan, 3);
        byte[] targets = Checks.Targets(plan, 4);
        double[] one = Checks.Gradient(plan, meta, targets, MetaAlgorithm.Maml, truncation: 1), fomaml = Checks.Gradient(plan, meta, targets, MetaAlgorithm.Fomaml);
        Checks.AssertClose(one, fomaml, 1e-12, "windows of one step are FOMAML");
    }

    /// <summary>Asking for another step in between, as a viewer does, must not leave its activations behind.</summary>
    [TestMethod]
    public void AskingForAnotherStepInBetweenChangesNothing()
    {
        NetworkPlan plan = new(Spec("layers.0 layers.1 layers.2", RateKind.Factored, 0.6));
        float[] meta = [.. Checks.Meta(plan, 3).Select(x => (float)x)];
        byte[] targets = Checks.Targets(plan, 4);
        FastNetwork<float> network = new(plan, history: true), plain = new(plan, history: true);
        network.Reset(meta);
        plain.Reset(meta);
        for (int t = 0; t < targets.Length; t++)
        {
            network.LookAhead(targets);
            network.Forward((t * 7 + 3) % targets.Length, targets);
            network.Forward(t, targets);
            plain.Forward(t, targets);
            Assert.AreEqual(plain.Step(targets[t]), network.Step(targets[t]), $"step {t}");
        }
    }

    private static NetworkSpec Spec(string frozen, RateKind rate, double? bound) => new(
        new ImageInputSpec(5, 5, ContextRadius: 1),
        [new EmbeddingSpec(2), new ContextSpec(), .. Trunk, .. Tail],
        Head.Bernoulli,
        new StepSpec(rate, 0.3, bound, 4, frozen.Split(' ')));
}
