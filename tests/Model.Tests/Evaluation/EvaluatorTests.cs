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

    /// <summary>An ensemble's prediction is the mean probability of every step; of one model twice it is that model's.</summary>
    [TestMethod]
    public void AnEnsembleAveragesProbabilities()
    {
        NetworkPlan plan = new(TinyModel.Image(4, 4));
        float[] one = TinyModel.Meta(plan), other = [.. one.Select(w => 1.5f * w)];
        ImageEpisodes images = TinyModel.Images(plan.Layout, 0, 50);
        using CpuEngine engine = new(plan, 2);
        double[] alone = Evaluator.Evaluate(engine, one, images, 50).Nll;
        double[] twice = Evaluator.Evaluate([new EnsembleMember(engine, one), new EnsembleMember(engine, one)], images, 50).Nll;
        EvaluationResult both = Evaluator.Evaluate([new EnsembleMember(engine, one), new EnsembleMember(engine, other)], images, 50);
        EpisodeBatch batch = EpisodeFeed.NewBatch(images, 50);
        float[] first = new float[50 * 16], second = new float[50 * 16];
        for (int b = 0; b < 50; b++)
        {
            batch.Lengths[b] = images.Read(b, 0, batch.Targets.AsSpan(b * 16, 16));
        }

        engine.Evaluate(one, batch, new double[50], first);
        engine.Evaluate(other, batch, new double[50], second);
        for (int b = 0; b < 50; b++)
        {
            Assert.AreEqual(alone[b], twice[b], 1e-5);
            double expected = Enumerable.Range(16 * b, 16).Sum(i => -Math.Log((Math.Exp(-first[i]) + Math.Exp(-second[i])) / 2));
            Assert.AreEqual(expected, both.Nll[b], 1e-9);
        }

        Assert.AreEqual(both.Mean, both.PositionNats.Sum(), 1e-4);
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
