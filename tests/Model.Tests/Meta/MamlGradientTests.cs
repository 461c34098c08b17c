using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Tests.Meta;

/// <summary>Exact MAML equals differences of the episode's loss, for every layer, rate, bound and head.</summary>
[TestClass]
public sealed class MamlGradientTests
{
    private static readonly StepSpec Fixed = new(RateKind.Fixed, 0.3);

    private static readonly Dictionary<string, LayerSpec[]> Layers = new()
    {
        ["linear"] = [new LinearSpec(5), new LinearSpec(17)],
        ["tanh"] = [new LinearSpec(5), new ActivationSpec(Activation.Tanh)],
        ["relu"] = [new LinearSpec(9), new ActivationSpec(Activation.Relu)],
        ["silu"] = [new LinearSpec(5), new ActivationSpec(Activation.Silu)],
        ["sin"] = [new LinearSpec(5, LinearInit.Siren), new ActivationSpec(Activation.Sin), new LinearSpec(3, LinearInit.Siren), new ActivationSpec(Activation.Sin)],
        ["gate"] = [new LinearSpec(6), new GateSpec()],
        ["layer_norm"] = [new LinearSpec(5), new LayerNormSpec(), new ActivationSpec(Activation.Tanh), new LayerNormSpec()],
        ["residual"] = [new ResidualSpec([new LinearSpec(3), new ActivationSpec(Activation.Tanh), new LinearSpec(4)])],
        ["gated_residual"] = [new GatedResidualSpec([new LinearSpec(4), new ActivationSpec(Activation.Tanh)]), new LayerNormSpec()],
        ["lstm"] = [new LstmSpec(), new LayerNormSpec(), new LstmSpec()],
    };

    public static IEnumerable<object[]> LayerNames => Layers.Keys.Select(name => new object[] { name });

    public static IEnumerable<object[]> RateKinds => Enum.GetValues<RateKind>().Select(kind => new object[] { kind });

    [TestMethod]
    [DataRow(null)]
    [DataRow(0.5)]
    public void FoldingLaterOrSoonerIsRoundingOnly(double? lossThreshold)
    {
        NetworkSpec spec = Checks.Image(new StepSpec(RateKind.Factored, 0.3, GradientBound: 0.6, LogitBound: 3, LossThreshold: lossThreshold), Layers["layer_norm"]);
        NetworkPlan plan = new(spec with { Input = new ImageInputSpec(5, 7) });
        double[] meta = Checks.Meta(plan, 1);
        byte[] targets = [.. Enumerable.Range(0, plan.Layout.Steps).Select(t => (byte)(t % 3 / 2))];
        Checks.AssertBothKindsOfStep(plan, meta, targets);
        double[] expected = Gradient(1, 0), truncated = Gradient(1, 5);
        foreach (int foldAfter in new[] { 2, 3, 4, 8, 16 })
        {
            Near(expected, Gradient(foldAfter, 0));
            Near(truncated, Gradient(foldAfter, 5));
        }

        double[] Gradient(int foldAfter, int truncation)
        {
            FastNetwork<double> network = new(new NetworkGraph(plan, foldAfter), history: true);
            network.Reset(meta);
            for (int t = 0; t < targets.Length; t++)
            {
                network.Forward(t, targets);
                network.Step(targets[t]);
            }

            double[] gradient = new double[meta.Length];
            new MamlSweep<double>(network).Run(truncation, [], gradient);
            return gradient;
        }

        static void Near(double[] a, double[] b)
        {
            double scale = a.Max(Math.Abs);
            Assert.IsTrue(a.Zip(b, (x, y) => Math.Abs(x - y)).All(d => d < 1e-11 * scale));
        }
    }

    [TestMethod]
    [DynamicData(nameof(LayerNames))]
    public void EveryLayer(string name) => Checks.AssertExact(Checks.Image(Fixed, Layers[name]));

    [TestMethod]
    [DynamicData(nameof(LayerNames))]
    public void EveryLayerWithFactoredRatesAndBounds(string name) => Checks.AssertExact(
        Checks.Image(new StepSpec(RateKind.Factored, 0.3, GradientBound: 0.6, LogitBound: 3), Layers[name]), 5);

    [TestMethod]
    [DynamicData(nameof(RateKinds))]
    public void EveryRate(RateKind kind) => Checks.AssertExact(Gated(new StepSpec(kind, 0.3)));

    [TestMethod]
    [DynamicData(nameof(RateKinds))]
    public void EveryRateWithAnActiveBound(RateKind kind) => Checks.AssertExact(Gated(new StepSpec(kind, 0.3, GradientBound: 0.2)));

    [TestMethod]
    [DataRow(1e3)]
    [DataRow(0.7)]
    [DataRow(0.1)]
    public void GradientBound(double bound) => Checks.AssertExact(Gated(new StepSpec(RateKind.Tensor, 0.3, bound)));

    [TestMethod]
    public void LogitBound() => Checks.AssertExact(Gated(new StepSpec(RateKind.Tensor, 0.3, LogitBound: 0.5)));

    [TestMethod]
    [DynamicData(nameof(RateKinds))]
    public void FrozenTensors(RateKind kind) => Checks.AssertExact(
        Gated(new StepSpec(kind, 0.3, GradientBound: 0.5, Frozen: ["layers.0.table1", "layers.1", "layers.3.gain", "layers.4.bias"])));

    [TestMethod]
    public void CoordinatesAndContext() => Checks.AssertExact(new NetworkSpec(
        new ImageInputSpec(3, 3, ContextRadius: 1),
        [new CoordinatesSpec(), new ContextSpec(), new LinearSpec(6), new ActivationSpec(Activation.Sin), new LinearSpec(1)],
        Head.Bernoulli,
        new StepSpec(RateKind.Factored, 0.2)));

    [TestMethod]
    [DataRow(4)]
    [DataRow(2)]
    public void TextWithContextAndLength(int length) => Checks.AssertExact(
        new NetworkSpec(
            new TextInputSpec(4, ContextBytes: 2),
            [new EmbeddingSpec(2, 1), new LinearSpec(2), new ActivationSpec(Activation.Tanh), new LinearSpec(256)],
            Head.Categorical,
            new StepSpec(RateKind.Tensor, 0.5, GradientBound: 0.9, LogitBound: 4)),
        length: length);

    [TestMethod]
    public void WholeNetwork() => Checks.AssertExact(new NetworkSpec(
        new ImageInputSpec(4, 4, ContextRadius: 1),
        [
            new EmbeddingSpec(3), new ContextSpec(), new LinearSpec(12), new GateSpec(), new LayerNormSpec(),
            new ResidualSpec([new LinearSpec(6), new ActivationSpec(Activation.Silu)]),
            new LstmSpec(), new GatedResidualSpec([new LinearSpec(6), new ActivationSpec(Activation.Tanh)]), new LinearSpec(1),
        ],
        Head.Bernoulli,
        new StepSpec(RateKind.Factored, 0.1, GradientBound: 0.7, LogitBound: 8)));

    /// <summary>Steps that are taken and rows of steps that are not, longer than a block and across foldings.</summary>
    [TestMethod]
    [DynamicData(nameof(RateKinds))]
    public void LossThreshold(RateKind kind)
    {
        const double Threshold = 0.3;
        NetworkSpec spec = Gated(new StepSpec(kind, 0.1, GradientBound: 0.6, LogitBound: 8, LossThreshold: Threshold)) with { Input = new ImageInputSpec(9, 9) };
        foreach (string[] frozen in new string[][] { [], ["layers.0", "layers.1"] })
        {
            NetworkPlan plan = new(spec with { Step = spec.Step with { Frozen = frozen } });
            double[] nats = new double[plan.Layout.Steps];
            byte[] targets = [.. Enumerable.Range(0, nats.Length).Select(t => (byte)(t % 40 is 3 or 5 or 6 or 9 ? 1 : 0))];
            double[] meta = Enumerable.Range(1, 3000).Select(seed => Checks.Meta(plan, seed)).First(FarFromThreshold);
            Checks.AssertExact(plan, meta, targets);

            bool FarFromThreshold(double[] meta)
            {
                new EpisodeGradient<double>(plan, MetaAlgorithm.Reptile).Run(meta, targets, nats);
                return nats.All(n => Math.Abs(n - Threshold) > 4e-3) && LongestRow(nats, Threshold) > 16 && nats.Count(n => n > Threshold) > 16;
            }
        }

        static int LongestRow(double[] nats, double threshold)
        {
            int row = 0;
            return nats.Max(n => row = n < threshold ? row + 1 : 0);
        }
    }

    private static NetworkSpec Gated(StepSpec step) =>
        Checks.Image(step, new LinearSpec(8), new GateSpec(), new LayerNormSpec(), new LinearSpec(3), new ActivationSpec(Activation.Tanh));
}
