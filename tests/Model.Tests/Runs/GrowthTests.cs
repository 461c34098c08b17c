using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Runs;
using ReptileGen.Model.Tests.Meta;

namespace ReptileGen.Model.Tests.Runs;

/// <summary>A trained network gets a slow trunk: the same function at first, then one that uses it.</summary>
[TestClass]
public sealed class GrowthTests
{
    private static readonly LayerSpec[] Trunk = [new LinearSpec(10), new GateSpec(), new LayerNormSpec()];

    /// <summary>All losses of an episode, through all its steps of SGD: new inner rates begin at 0 too, unless a tensor has a single one.</summary>
    [TestMethod]
    [DataRow(RateKind.Factored)]
    [DataRow(RateKind.Parameter)]
    public void ItStaysTheFunctionThatItWas(RateKind rate)
    {
        TrainedModel model = Model(rate);
        TrainedModel grown = Run.From(Grown(model.Spec), model).Model;
        byte[] targets = Checks.Targets(model.Plan, 4);
        double[] before = Losses(model, targets), after = Losses(grown, targets);
        for (int t = 0; t < targets.Length; t++)
        {
            Assert.AreEqual(before[t], after[t], 1e-12, $"step {t}");
        }

        Assert.AreEqual(model.Plan.Table.WeightCount + 4 * 2 + 6 * 2 + 10 * 8 + 10 + 5 + 5 + 12 * 5, grown.Plan.Table.WeightCount);
    }

    /// <summary>At 0 it would stay if nothing led away from there: the first layer's new weights have a gradient, and after a step so has the trunk.</summary>
    [TestMethod]
    public void ThenItLearns()
    {
        TrainedModel model = Model(RateKind.Factored);
        (TrainedModel grown, Optimizer optimizer) = Run.From(Grown(model.Spec), model);
        byte[] targets = Checks.Targets(model.Plan, 4);
        ParameterTensor first = grown.Plan.Table.Tensors.Single(t => t.Name == "layers.2.weight"), slow = grown.Plan.Table.Tensors.Single(t => t.Name == "trunk.0.weight");
        Assert.IsFalse(slow.Adapts);
        double[] gradient = Gradient(grown, targets);
        Assert.IsTrue(Enumerable.Range(0, 5).All(j => gradient[first.Offset + first.Columns - 1 - j] != 0));
        Assert.IsTrue(gradient.AsSpan(slow.Offset, slow.Count).ToArray().All(g => g == 0));
        optimizer.Step(grown.Meta, Array.ConvertAll(gradient, g => (float)g), 1);
        Assert.IsTrue(Gradient(grown, targets).AsSpan(slow.Offset, slow.Count).ToArray().Any(g => g != 0));
    }

    /// <summary>What differs otherwise is another network, as without a trunk; and a trunk is not taken off.</summary>
    [TestMethod]
    public void NothingElseMayDiffer()
    {
        TrainedModel model = Model(RateKind.Factored), grown = Run.From(Grown(model.Spec), model).Model;
        RunSpec other = model.Spec with { Network = model.Spec.Network with { Layers = [new EmbeddingSpec(2), new ContextSpec(), new LinearSpec(8), new GateSpec(), new LinearSpec(1)] } };
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Run.From(Grown(other), model)).Message, "found another network");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Run.From(model.Spec, grown)).Message, "found another network");
        RunSpec wider = grown.Spec with { Network = grown.Spec.Network with { Trunk = [new LinearSpec(6), new GateSpec()] } };
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Run.From(wider, grown)).Message, "found another network");
        CollectionAssert.AreEqual(grown.Meta, Run.From(grown.Spec, grown).Model.Meta);
    }

    [TestMethod]
    public void AnEmptyTrunkIsRefused()
    {
        NetworkSpec spec = Model(RateKind.Fixed).Spec.Network with { Trunk = [] };
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new NetworkPlan(spec)).Message, "trunk: expected one layer or more");
    }

    private static RunSpec Grown(RunSpec spec) => spec with { Network = spec.Network with { Trunk = Trunk } };

    private static double[] Losses(TrainedModel model, byte[] targets)
    {
        double[] nats = new double[targets.Length];
        new EpisodeGradient<double>(model.Plan, MetaAlgorithm.Reptile).Run(Array.ConvertAll(model.Meta, m => (double)m), targets, nats);
        return nats;
    }

    private static double[] Gradient(TrainedModel model, byte[] targets) => Checks.Gradient(model.Plan, Array.ConvertAll(model.Meta, m => (double)m), targets, MetaAlgorithm.Maml);

    private static TrainedModel Model(RateKind rate)
    {
        NetworkSpec network = TinyModel.Image(4, 6, context: 1);
        RunSpec spec = TinyModel.Run(network with { Layers = [new EmbeddingSpec(2), .. network.Layers.Skip(1)], Step = network.Step with { Rate = rate } });
        NetworkPlan plan = new(spec.Network);
        return new TrainedModel(spec, plan, [.. Checks.Meta(plan, 3).Select(m => (float)m)], RunFacts.Start);
    }
}
