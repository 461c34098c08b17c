using ReptileGen.Model.Episodes;
using ReptileGen.Model.Evaluation;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Tests.Evaluation;

[TestClass]
public sealed class EvaluatorTests
{
    [TestMethod]
    public void MeanAndStandardErrorByHand()
    {
        EvaluationResult result = new([1, 2, 3, 6, double.NaN], [2, 2, 2, 2, 2], [], 0);
        Assert.AreEqual(1, result.Lost);
        Assert.AreEqual(3, result.Mean);
        Assert.AreEqual(Math.Sqrt((4 + 1 + 0 + 9) / 3.0 / 4), result.StandardError, 1e-15);
        Assert.AreEqual(12 / 8.0 / Math.Log(2), result.BitsPerStep, 1e-15);
        Assert.AreEqual(0, new EvaluationResult([5], [1], [], 0).StandardError);
    }

    /// <summary>The sum over positions is the mean of the sums, and a subset is spread evenly over the split.</summary>
    [TestMethod]
    public void PositionsAddUpAndSubsetsAreSpread()
    {
        NetworkPlan plan = new(TinyModel.Image(4, 4));
        float[] meta = TinyModel.Meta(plan);
        ImageEpisodes images = TinyModel.Images(plan.Layout, 0, 600);
        using CpuEngine engine = new(plan, 2);
        EvaluationResult all = Evaluator.Evaluate(engine, meta, images, 600), some = Evaluator.Evaluate(engine, meta, images, 150);
        Assert.AreEqual(all.Mean, all.PositionNats.Sum(), 1e-4);
        CollectionAssert.AreEqual(Enumerable.Range(0, 150).Select(i => all.Nll[4 * i]).ToArray(), some.Nll);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Evaluator.Evaluate(engine, meta, images, 601));
        Assert.ThrowsExactly<OperationCanceledException>(() => Evaluator.Evaluate(engine, meta, images, 10, null, new CancellationToken(true)));
    }

    [TestMethod]
    public void ALossMapIsWritten()
    {
        using TemporaryFolder folder = new();
        EpisodeLayout layout = EpisodeLayout.Of(new ImageInputSpec(4, 5));
        LossMap.Write(folder.File("map.png"), layout, [.. Enumerable.Range(0, 20).Select(i => i / 10.0)]);
        byte[] png = File.ReadAllBytes(folder.File("map.png"));
        CollectionAssert.AreEqual("PNG"u8.ToArray(), png[1..4]);
        Assert.AreEqual(40, png[19]);
        Assert.AreEqual(32, png[23]);
    }
}
