using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Reference;
using ReptileGen.Model.Tests.Meta;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Tests.Reference;

/// <summary>The fused engine against automatic differentiation: losses, final weights, all meta-gradients, for every layer and rate.</summary>
[TestClass]
public sealed class ReferenceTests
{
    private const double Exact = 1e-9, Single = 1e-3;

    private static readonly StepSpec Plain = new(RateKind.Fixed, 0.3);

    private static readonly Dictionary<string, NetworkSpec> Specs = new()
    {
        ["tanh"] = Checks.Image(Plain, new LinearSpec(5), new ActivationSpec(Activation.Tanh)),
        ["relu"] = Checks.Image(Plain, new LinearSpec(9), new ActivationSpec(Activation.Relu)),
        ["silu"] = Checks.Image(Plain, new LinearSpec(5), new ActivationSpec(Activation.Silu)),
        ["sin"] = Checks.Image(Plain, new LinearSpec(5, LinearInit.Siren), new ActivationSpec(Activation.Sin)),
        ["gate"] = Checks.Image(Plain, new LinearSpec(6), new GateSpec()),
        ["layer_norm"] = Checks.Image(Plain, new LinearSpec(5), new LayerNormSpec(), new ActivationSpec(Activation.Tanh)),
        ["residual"] = Checks.Image(Plain, new ResidualSpec([new LinearSpec(3), new ActivationSpec(Activation.Tanh), new LinearSpec(4)])),
        ["gated_residual"] = Checks.Image(Plain, new GatedResidualSpec([new LinearSpec(4), new ActivationSpec(Activation.Tanh)])),
        ["lstm"] = Checks.Image(Plain, new LstmSpec(), new LayerNormSpec(), new LstmSpec()),
        ["rate per tensor"] = Checks.Image(new StepSpec(RateKind.Tensor, 0.3), new LinearSpec(6), new GateSpec(), new LayerNormSpec()),
        ["factored rates"] = Checks.Image(new StepSpec(RateKind.Factored, 0.3), new LinearSpec(6), new GateSpec(), new LayerNormSpec()),
        ["rate per parameter"] = Checks.Image(new StepSpec(RateKind.Parameter, 0.3), new LinearSpec(6), new GateSpec(), new LayerNormSpec()),
        ["bounds"] = Checks.Image(new StepSpec(RateKind.Factored, 0.3, GradientBound: 0.5, LogitBound: 2), new LstmSpec()),
        ["loss threshold"] = Checks.Image(new StepSpec(RateKind.Factored, 0.3, GradientBound: 0.5, LossThreshold: 0.6), new LinearSpec(6), new GateSpec(), new LayerNormSpec()) with { Input = new ImageInputSpec(5, 5) },
        ["loss threshold, slow trunk"] = new NetworkSpec(
            new ImageInputSpec(5, 8, ContextRadius: 1),
            [new EmbeddingSpec(2), new ContextSpec(), new LinearSpec(6), new GateSpec(), new LinearSpec(4), new ActivationSpec(Activation.Tanh), new LinearSpec(1)],
            Head.Bernoulli,
            new StepSpec(RateKind.Tensor, 0.3, Frozen: ["layers.0", "layers.2"], LossThreshold: 0.6)),
        ["loss threshold, text"] = new NetworkSpec(
            new TextInputSpec(7, ContextBytes: 2),
            [new EmbeddingSpec(2, 1), new LinearSpec(3), new ActivationSpec(Activation.Tanh), new LinearSpec(256)],
            Head.Categorical,
            new StepSpec(RateKind.Tensor, 0.5, GradientBound: 0.9, LossThreshold: 5.55)),
        ["frozen"] = Checks.Image(new StepSpec(RateKind.Tensor, 0.3, GradientBound: 0.5, Frozen: ["layers.0.table1", "layers.1"]), new LinearSpec(4), new ActivationSpec(Activation.Tanh)),
        ["slow trunk"] = new NetworkSpec(
            new ImageInputSpec(4, 5, ContextRadius: 1),
            [new EmbeddingSpec(2), new ContextSpec(), new LinearSpec(6), new GateSpec(), new LayerNormSpec(), new LinearSpec(4), new ActivationSpec(Activation.Tanh), new LinearSpec(1)],
            Head.Bernoulli,
            new StepSpec(RateKind.Factored, 0.3, GradientBound: 0.5, LogitBound: 4, Frozen: ["layers.0", "layers.2", "layers.4"])),
        ["context"] = new NetworkSpec(
            new ImageInputSpec(3, 3, ContextRadius: 1),
            [new CoordinatesSpec(), new ContextSpec(), new LinearSpec(6), new ActivationSpec(Activation.Sin), new LinearSpec(1)],
            Head.Bernoulli,
            new StepSpec(RateKind.Factored, 0.2)),
        ["text"] = new NetworkSpec(
            new TextInputSpec(5, ContextBytes: 2),
            [new EmbeddingSpec(2, 1), new LinearSpec(3), new ActivationSpec(Activation.Tanh), new LinearSpec(256)],
            Head.Categorical,
            new StepSpec(RateKind.Tensor, 0.5, GradientBound: 0.9, LogitBound: 4)),
        ["original LSTM, narrow and short"] = new NetworkSpec(
            new ImageInputSpec(3, 4),
            [new EmbeddingSpec(4), new LinearSpec(8), new LayerNormSpec(), new LstmSpec(), new LayerNormSpec(), new LstmSpec(), new LayerNormSpec(), new LinearSpec(1)],
            Head.Bernoulli,
            new StepSpec(RateKind.Fixed, 0.05)),
        ["original SIREN, narrow and short"] = new NetworkSpec(
            new ImageInputSpec(3, 4),
            [
                new CoordinatesSpec(), new LinearSpec(8, LinearInit.Siren), new ActivationSpec(Activation.Sin),
                new LinearSpec(12, LinearInit.Siren), new ActivationSpec(Activation.Sin), new LinearSpec(1),
            ],
            Head.Bernoulli,
            new StepSpec(RateKind.Fixed, 0.05)),
        ["original text, narrow and short"] = new NetworkSpec(
            new TextInputSpec(6, StopAtNul: false),
            [new EmbeddingSpec(6), new LinearSpec(6), new ActivationSpec(Activation.Relu), new LinearSpec(6), new ActivationSpec(Activation.Relu), new LinearSpec(256)],
            Head.Categorical,
            new StepSpec(RateKind.Fixed, 0.05)),
    };

    public static IEnumerable<object[]> Cases => from name in Specs.Keys from algorithm in Enum.GetValues<MetaAlgorithm>() select new object[] { name, algorithm };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void TheEngineAgrees(string name, MetaAlgorithm algorithm) => Agree(new NetworkPlan(Specs[name]), algorithm, [[], []]);

    [TestMethod]
    [DataRow("gate", MetaAlgorithm.Maml)]
    [DataRow("bounds", MetaAlgorithm.Maml)]
    [DataRow("bounds", MetaAlgorithm.Fomaml)]
    [DataRow("rate per parameter", MetaAlgorithm.Maml)]
    [DataRow("frozen", MetaAlgorithm.Maml)]
    [DataRow("frozen", MetaAlgorithm.Fomaml)]
    [DataRow("slow trunk", MetaAlgorithm.Maml)]
    [DataRow("slow trunk", MetaAlgorithm.Fomaml)]
    [DataRow("loss threshold", MetaAlgorithm.Maml)]
    [DataRow("loss threshold", MetaAlgorithm.Fomaml)]
    [DataRow("loss threshold, slow trunk", MetaAlgorithm.Maml)]
    [DataRow("loss threshold, slow trunk", MetaAlgorithm.Fomaml)]
    [DataRow("context", MetaAlgorithm.Fomaml)]
    [DataRow("context", MetaAlgorithm.Reptile)]
    public void TheExpectedLossAgrees(string name, MetaAlgorithm algorithm)
    {
        NetworkPlan plan = new(Specs[name]);
        byte[] chances = new byte[2 * plan.Layout.Steps];
        new Random(6).NextBytes(chances);
        Agree(plan, algorithm, [chances[..plan.Layout.Steps], chances[plan.Layout.Steps..]]);
    }

    private static void Agree(NetworkPlan plan, MetaAlgorithm algorithm, byte[][] chances)
    {
        double[] meta = Checks.Meta(plan, 3);
        byte[][] targets = [Checks.Targets(plan, 4), Checks.Targets(plan, 5)];
        Checks.AssertBothKindsOfStep(plan, meta, targets[0]);
        byte[]? all = chances[0].Length > 0 ? [.. chances[0], .. chances[1]] : null;
        EpisodeBatch batch = new(2, plan.Layout.Steps, [.. targets.SelectMany(t => t)], [plan.Layout.Steps, plan.Layout.Steps], all);
        using var scope = NewDisposeScope();
        var (nats, gradient, _) = new ReferenceGradient(plan, ScalarType.Float64, CPU).Run(tensor(meta), batch, algorithm);
        for (int episode = 0; episode < 2; episode++)
        {
            double[] expected = gradient![episode].data<double>().ToArray();
            double[] found = new double[meta.Length];
            double nll = new EpisodeGradient<double>(plan, algorithm).Gradient(meta, targets[episode], 0, found, chances[episode]);
            double loss = nats[episode].sum().item<double>();
            Assert.AreEqual(loss, nll, Exact * loss, "loss");
            Checks.AssertClose(found, expected, Exact, "gradient in double");
            int theta = plan.Table.ThetaLength;
            if (algorithm == MetaAlgorithm.Maml && meta.Length > theta)
            {
                Checks.AssertClose(found[theta..], expected[theta..], Exact, "gradient of the rates in double");
            }

            float[] single = new float[meta.Length];
            new EpisodeGradient<float>(plan, algorithm).Gradient(Array.ConvertAll(meta, m => (float)m), targets[episode], 0, single, chances[episode]);
            Checks.AssertClose(Array.ConvertAll(single, g => (double)g), expected, Single, "gradient in single");
        }
    }

    [TestMethod]
    [DataRow("bounds")]
    [DataRow("text")]
    public void TheFinalWeightsAgree(string name)
    {
        NetworkPlan plan = new(Specs[name]);
        double[] meta = Checks.Meta(plan, 6);
        byte[] targets = Checks.Targets(plan, 7);
        using var scope = NewDisposeScope();
        var (_, _, final) = new ReferenceGradient(plan, ScalarType.Float64, CPU).Run(tensor(meta), new EpisodeBatch(1, targets.Length, targets, [targets.Length]), null);
        FastNetwork<double> network = new(plan);
        network.Reset(meta);
        for (int t = 0; t < targets.Length; t++)
        {
            network.Forward(t, targets);
            network.Step(targets[t]);
        }

        for (int i = 0; i < plan.Table.Tensors.Count; i++)
        {
            ParameterTensor tensor = plan.Table.Tensors[i];
            double[] found = new double[tensor.Count];
            network.CopyTensor(i, found);
            double[] expected = final[0].narrow(0, tensor.Offset, tensor.Count).data<double>().ToArray();
            Checks.AssertClose(found, expected, Exact, tensor.Name);
        }
    }

    [TestMethod]
    public void TheTorchEngineGivesTheEnginesMeans()
    {
        NetworkPlan plan = new(Specs["text"]);
        float[] meta = Array.ConvertAll(Checks.Meta(plan, 8), m => (float)m);
        EpisodeBatch batch = new(2, 5, [.. Checks.Targets(plan, 9), .. Checks.Targets(plan, 10)], [5, 3]);
        MetaMethod method = new(MetaAlgorithm.Maml, Clip: 1);
        using IMetaEngine cpu = new CpuEngine(plan, 1), torchEngine = new TorchEngine(plan);
        float[] expected = new float[meta.Length], found = new float[meta.Length];
        double[] nll = new double[2], norms = new double[2], foundNll = new double[2], foundNorms = new double[2];
        cpu.Gradient(meta, batch, method, expected, nll, norms);
        torchEngine.Gradient(meta, batch, method, found, foundNll, foundNorms);
        Checks.AssertClose(Array.ConvertAll(found, g => (double)g), Array.ConvertAll(expected, g => (double)g), Single);
        Assert.AreEqual(nll[1], foundNll[1], Single * nll[1]);
        Assert.AreEqual(norms[0], foundNorms[0], Single * norms[0]);
        float[] steps = new float[10];
        torchEngine.Evaluate(meta, batch, foundNll, steps);
        Assert.AreEqual(0f, steps[8], "the second episode has 3 steps");
        Assert.AreEqual(nll[0], steps[..5].Sum(), Single * nll[0]);
    }
}
