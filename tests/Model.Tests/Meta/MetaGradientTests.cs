using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Tests.Meta;

/// <summary>What must hold between the meta-gradients.</summary>
[TestClass]
public sealed class MetaGradientTests
{
    private static NetworkPlan Plan(StepSpec step) => new(Checks.Image(step, new LinearSpec(8), new GateSpec(), new LayerNormSpec()));

    [TestMethod]
    public void OneStepIsThePlainGradient()
    {
        NetworkPlan plan = Plan(new StepSpec(RateKind.Factored, 0.3, GradientBound: 0.1, LogitBound: 5));
        double[] meta = Checks.Meta(plan, 1);
        byte[] targets = [1];
        double[] expected = Checks.Differences(plan, meta, m => Checks.Nll(plan, m, targets));
        foreach (MetaAlgorithm algorithm in new[] { MetaAlgorithm.Maml, MetaAlgorithm.Fomaml })
        {
            Checks.AssertClose(Checks.Gradient(plan, meta, targets, algorithm), expected, 1e-8);
        }
    }

    [TestMethod]
    public void FomamlIsParallelToReptileWithOneFixedRate()
    {
        NetworkPlan plan = Plan(new StepSpec(RateKind.Fixed, 0.05));
        double[] meta = Checks.Meta(plan, 1);
        byte[] targets = Checks.Targets(plan, 2);
        double[] reptile = Checks.Gradient(plan, meta, targets, MetaAlgorithm.Reptile);
        double[] fomaml = Checks.Gradient(plan, meta, targets, MetaAlgorithm.Fomaml);
        Checks.AssertClose(Array.ConvertAll(fomaml, g => 0.05 * g), reptile, 1e-12);
    }

    [TestMethod]
    public void ReptileIsTheWayTheWeightsWent()
    {
        NetworkPlan plan = Plan(new StepSpec(RateKind.Factored, 0.3, GradientBound: 0.3, Frozen: ["layers.1.bias"]));
        double[] meta = Checks.Meta(plan, 3);
        byte[] targets = Checks.Targets(plan, 4);
        double[] gradient = Checks.Gradient(plan, meta, targets, MetaAlgorithm.Reptile);
        FastNetwork<double> network = new(plan);
        network.Reset(meta);
        for (int t = 0; t < targets.Length; t++)
        {
            network.Forward(t, targets);
            network.Step(targets[t]);
        }

        for (int k = 0; k < plan.Table.Tensors.Count; k++)
        {
            ParameterTensor tensor = plan.Table.Tensors[k];
            double[] weights = new double[tensor.Count];
            network.CopyTensor(k, weights);
            for (int i = 0; i < weights.Length; i++)
            {
                Assert.AreEqual(meta[tensor.Offset + i] - weights[i], gradient[tensor.Offset + i], 1e-14, tensor.Name);
            }
        }
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(0.7)]
    public void TruncationToOneStepIsFomaml(double? lossThreshold)
    {
        NetworkPlan plan = Plan(new StepSpec(RateKind.Fixed, 0.3, GradientBound: 0.4, LossThreshold: lossThreshold));
        double[] meta = Checks.Meta(plan, 5);
        byte[] targets = Checks.Targets(plan, 6);
        Checks.AssertBothKindsOfStep(plan, meta, targets);
        double[] truncated = Checks.Gradient(plan, meta, targets, MetaAlgorithm.Maml, truncation: 1);
        Checks.AssertClose(truncated, Checks.Gradient(plan, meta, targets, MetaAlgorithm.Fomaml), 1e-12);
    }

    [TestMethod]
    [DataRow(2, null)]
    [DataRow(4, null)]
    [DataRow(6, null)]
    [DataRow(100, null)]
    [DataRow(2, 0.7)]
    [DataRow(4, 0.7)]
    public void TruncationTakesEachWindowAlone(int window, double? lossThreshold)
    {
        NetworkPlan plan = Plan(new StepSpec(RateKind.Fixed, 0.3, LossThreshold: lossThreshold));
        double[] meta = Checks.Meta(plan, 7);
        byte[] targets = Checks.Targets(plan, 8);
        Checks.AssertBothKindsOfStep(plan, meta, targets);
        FastNetwork<double> network = new(plan);
        double[] at = (double[])meta.Clone(), expected = new double[meta.Length];
        for (int start = 0; start < targets.Length; start += window)
        {
            int end = Math.Min(start + window, targets.Length), first = start;
            double[] part = Checks.Differences(plan, at, m => Loss(network, m, targets, first, end));
            expected = [.. expected.Zip(part, (x, y) => x + y)];
            Loss(network, at, targets, first, end);
            for (int k = 0; k < plan.Table.Tensors.Count; k++)
            {
                network.CopyTensor(k, at.AsSpan(plan.Table.Tensors[k].Offset, plan.Table.Tensors[k].Count));
            }
        }

        double[] found = Checks.Gradient(plan, meta, targets, MetaAlgorithm.Maml, window);
        Checks.AssertClose(found, expected, 1e-8);
    }

    private static double Loss(FastNetwork<double> network, double[] meta, byte[] targets, int start, int end)
    {
        double sum = 0;
        network.Reset(meta);
        for (int t = start; t < end; t++)
        {
            network.Forward(t, targets);
            sum += network.Step(targets[t]);
        }

        return sum;
    }

    [TestMethod]
    [DataRow(MetaAlgorithm.Maml)]
    [DataRow(MetaAlgorithm.Fomaml)]
    [DataRow(MetaAlgorithm.Reptile)]
    public void FloatFollowsDouble(MetaAlgorithm algorithm)
    {
        NetworkSpec spec = Networks.Mnist with { Input = new ImageInputSpec(8, 8) };
        NetworkPlan plan = new(spec);
        double[] meta = Checks.Meta(plan, 9);
        float[] single = Array.ConvertAll(meta, x => (float)x), gradient = new float[meta.Length];
        meta = Array.ConvertAll(single, x => (double)x);
        byte[] targets = Checks.Targets(plan, 10);
        double nll = new EpisodeGradient<float>(plan, algorithm).Gradient(single, targets, 0, gradient);
        Assert.AreEqual(Checks.Nll(plan, meta, targets), nll, 1e-3);
        Checks.AssertClose(Array.ConvertAll(gradient, x => (double)x), Checks.Gradient(plan, meta, targets, algorithm), 1e-3);
    }
}
