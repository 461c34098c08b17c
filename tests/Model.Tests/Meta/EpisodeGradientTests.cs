using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Tests.Meta;

[TestClass]
public sealed class EpisodeGradientTests
{
    [TestMethod]
    [DataRow(MetaAlgorithm.Maml, null)]
    [DataRow(MetaAlgorithm.Maml, 0.65)]
    [DataRow(MetaAlgorithm.Fomaml, null)]
    [DataRow(MetaAlgorithm.Reptile, null)]
    [DataRow(MetaAlgorithm.Reptile, 0.65)]
    public void NothingIsAllocatedAfterTheFirstEpisode(MetaAlgorithm algorithm, double? lossThreshold)
    {
        NetworkPlan plan = new(Networks.Mnist with { Input = new ImageInputSpec(5, 5), Step = Networks.Mnist.Step with { LossThreshold = lossThreshold } });
        float[] meta = Array.ConvertAll(Checks.Meta(plan, 1), x => (float)x), gradient = new float[meta.Length];
        byte[] targets = Checks.Targets(plan, 2);
        Checks.AssertBothKindsOfStep(plan, Checks.Meta(plan, 1), targets);
        EpisodeGradient<float> episodes = new(plan, algorithm);
        void Episode() => episodes.Gradient(meta, targets, 4, gradient);
        Episode();
        for (int i = 0; i < 5; i++)
        {
            Assert.AreEqual(0, Allocation.Of(Episode));
        }
    }

    /// <summary>What an episode leaves behind, even if it blew up, does not reach the next one.</summary>
    [TestMethod]
    [DataRow(null)]
    [DataRow(0.65)]
    public void EpisodesDoNotTouchEachOther(double? lossThreshold)
    {
        NetworkPlan plan = new(Networks.Mnist with { Input = new ImageInputSpec(5, 5), Step = new StepSpec(RateKind.Tensor, 0.02, LossThreshold: lossThreshold) });
        float[] broken = new float[plan.Table.Length];
        Array.Fill(broken, float.NaN);
        byte[] targets = Checks.Targets(plan, 4);
        Checks.AssertBothKindsOfStep(plan, Checks.Meta(plan, 3), targets);
        AreApart(plan, broken, targets, targets);
    }

    /// <summary>The same where the weights are finite and what they give is not; ones are foreseen or the worst surprise by the sign.</summary>
    [TestMethod]
    [DataRow(1e30f, null)]
    [DataRow(1e30f, 0.5)]
    [DataRow(-1e30f, 0.5)]
    public void AnOverflowDoesNotReachTheNextEpisode(float value, double? lossThreshold)
    {
        NetworkPlan plan = new(new NetworkSpec(
            new ImageInputSpec(5, 5), [new EmbeddingSpec(8), new LinearSpec(17), new LinearSpec(17), new LinearSpec(1)], Head.Bernoulli, new StepSpec(RateKind.Tensor, 0.02, LogitBound: 15, LossThreshold: lossThreshold)));
        float[] broken = Array.ConvertAll(Checks.Meta(plan, 3), x => (float)x);
        Array.Fill(broken, value, 0, plan.Table.ThetaLength);
        byte[] targets = Checks.Targets(plan, 4);
        AreApart(plan, broken, [.. targets.Select(_ => (byte)1)], targets);
    }

    private static void AreApart(NetworkPlan plan, float[] broken, byte[] before, byte[] targets)
    {
        float[] meta = Array.ConvertAll(Checks.Meta(plan, 3), x => (float)x);
        float[] fresh = new float[meta.Length], used = new float[meta.Length];
        new EpisodeGradient<float>(plan, MetaAlgorithm.Maml).Gradient(meta, targets, 0, fresh);
        EpisodeGradient<float> episodes = new(plan, MetaAlgorithm.Maml);
        episodes.Gradient(broken, before, 0, used);
        episodes.Gradient(meta, targets, 0, used);
        CollectionAssert.AreEqual(fresh, used);
    }
}
