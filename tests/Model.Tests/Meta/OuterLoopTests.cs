using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Tests.Meta;

[TestClass]
public sealed class OuterLoopTests
{
    [TestMethod]
    public void TheScheduleWarmsUpHoldsAndFalls()
    {
        ScheduleSpec cosine = new(Steps: 1000, Warmup: 10, Hold: 0.2, Floor: 0.1);
        Assert.AreEqual(0.1, cosine.Factor(0, 0), 1e-12);
        Assert.AreEqual(1, cosine.Factor(9, 0.009), 1e-12);
        Assert.AreEqual(1, cosine.Factor(199, 0.2), 1e-12);
        Assert.AreEqual(0.55, cosine.Factor(600, 0.6), 1e-12);
        Assert.AreEqual(0.1, cosine.Factor(1000, 1), 1e-12);
        Assert.AreEqual(0.55, (cosine with { Decay = Decay.Linear }).Factor(600, 0.6), 1e-12);
        Assert.AreEqual(1, (cosine with { Decay = Decay.Constant }).Factor(1000, 1), 1e-12);
        Assert.AreEqual(1, (cosine with { Warmup = 0 }).Factor(0, 0), 1e-12);
    }

    [TestMethod]
    public void ProgressIsByStepsOrByTime()
    {
        Assert.AreEqual(0.25, new ScheduleSpec(Steps: 400).Progress(100, 1e9));
        Assert.AreEqual(0.5, new ScheduleSpec(Minutes: 2).Progress(1_000_000, 60));
        Assert.AreEqual(1, new ScheduleSpec(Minutes: 2).Progress(0, 500));
    }

    [TestMethod]
    public void TheClipFollowsTheUsualNorm()
    {
        EpisodeClip clip = new(3);
        Assert.AreEqual(float.PositiveInfinity, clip.Limit);
        clip.Observe([1, double.NaN, 2, 1e9]);
        Assert.AreEqual(6f, clip.Limit, 1e-6f);
        clip.Observe([1e9, double.NaN]);
        Assert.AreEqual(2 * 0.98 + 6 * 0.02, clip.UsualNorm, 1e-6);
        clip.Observe([double.NaN]);
        Assert.AreEqual(2 * 0.98 + 6 * 0.02, clip.UsualNorm, 1e-6);
        Assert.AreEqual(float.PositiveInfinity, new EpisodeClip(null) { UsualNorm = 1 }.Limit);
    }

    [TestMethod]
    public void TheGuardCountsAndStops()
    {
        DivergenceGuard guard = new(100);
        Assert.AreEqual(20, guard.Observe([10, 30, double.NaN, 5], [1, 1, 1, double.NaN]));
        Assert.AreEqual(2, guard.Lost);
        Assert.AreEqual(20, guard.MeanLoss);
        Assert.IsNull(guard.Doubt);
        Assert.AreEqual("mean loss 201.0 nats per episode, guessing costs 100.0", new DivergenceGuard(100) { MeanLoss = 201 }.Doubt);
        Assert.ThrowsExactly<DivergedException>(() => guard.Observe([1e6], [1]));

        DivergenceGuard blown = new(100) { MeanLoss = 60 };
        blown.Observe([101, 10, 10], [1, 1, 1]);
        Assert.AreEqual(0, blown.Blowups, "nothing was learned yet");
        blown.MeanLoss = 40;
        blown.Observe([101, 99, 10], [1, 1, 1]);
        Assert.AreEqual((1L, 0L), (blown.Blowups, blown.Lost));
        blown.MeanLoss = 90;
        blown.Observe([150, 160], [1, 1]);
        Assert.AreEqual(3, blown.Blowups, "a long spike is counted to its end");

        DivergenceGuard barren = new(100);
        for (int i = 0; i < 9; i++)
        {
            Assert.AreEqual(double.NaN, barren.Observe([double.NaN], [1]));
            Assert.AreEqual("no finite episode in the last batch", barren.Doubt);
        }

        Assert.ThrowsExactly<DivergedException>(() => barren.Observe([double.NaN], [1]));
        Assert.ThrowsExactly<DivergedException>(() => DivergenceGuard.Check([1, float.PositiveInfinity]));
        Assert.Contains("a mean square of the gradient is not finite", Assert.ThrowsExactly<DivergedException>(() => DivergenceGuard.Check([float.NaN], "mean square of the gradient")).Message);
    }
}
