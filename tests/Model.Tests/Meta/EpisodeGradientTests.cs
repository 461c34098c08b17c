using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Tests.Meta;

[TestClass]
public sealed class EpisodeGradientTests
{
    [TestMethod]
    [DataRow(MetaAlgorithm.Maml)]
    [DataRow(MetaAlgorithm.Fomaml)]
    [DataRow(MetaAlgorithm.Reptile)]
    public void NothingIsAllocatedAfterTheFirstEpisode(MetaAlgorithm algorithm)
    {
        NetworkPlan plan = new(Networks.Mnist with { Input = new ImageInputSpec(5, 5) });
        float[] meta = Array.ConvertAll(Checks.Meta(plan, 1), x => (float)x), gradient = new float[meta.Length];
        byte[] targets = Checks.Targets(plan, 2);
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
    public void EpisodesDoNotTouchEachOther()
    {
        NetworkPlan plan = new(Networks.Mnist with { Input = new ImageInputSpec(5, 5), Step = new StepSpec(RateKind.Tensor, 0.02) });
        float[] meta = Array.ConvertAll(Checks.Meta(plan, 3), x => (float)x), broken = (float[])meta.Clone();
        Array.Fill(broken, float.NaN);
        byte[] targets = Checks.Targets(plan, 4);
        float[] fresh = new float[meta.Length], used = new float[meta.Length];
        new EpisodeGradient<float>(plan, MetaAlgorithm.Maml).Gradient(meta, targets, 0, fresh);
        EpisodeGradient<float> episodes = new(plan, MetaAlgorithm.Maml);
        episodes.Gradient(broken, targets, 0, used);
        episodes.Gradient(meta, targets, 0, used);
        CollectionAssert.AreEqual(fresh, used);
    }
}
