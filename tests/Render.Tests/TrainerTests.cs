using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Tests;

[TestClass]
public sealed class TrainerTests
{
    [TestMethod]
    public void TheEndDoesNotWaitForALongStep()
    {
        Trainer trainer = Trainings.Slow();
        trainer.Dispose();
        Assert.AreEqual(0, trainer.Curve(new float[1]).Steps, "it waited for the step");
    }

    [TestMethod]
    public void NewEpisodesStartFromWhatWasLearnedInTheBackground()
    {
        using Trainer trainer = Trainings.Tiny();
        float[] points = new float[64];
        for (int i = 0; i < 3600 && trainer.Curve(points).Steps < 3 && trainer.Failure is null; i++)
        {
            Thread.Sleep(50);
        }

        Assert.IsNull(trainer.Failure);
        (int length, long steps) = trainer.Curve(points);
        Assert.IsGreaterThanOrEqualTo(3, steps);
        Assert.IsGreaterThanOrEqualTo(3, length);
        Assert.IsTrue(points.Take(length).All(nats => nats is > 10 and < 5000));
        float[] start = new float[trainer.Plan.Table.Length];
        var generator = new SamplerGenerator("tiny", trainer.Plan, start, trainer);
        float[] before = new float[generator.Info.ParameterLength], after = new float[before.Length];
        generator.CopyParameters(before);
        generator.Renew();
        generator.Start(1, 0, 1, []);
        generator.CopyParameters(after);
        CollectionAssert.AreNotEqual(before, after);
    }
}
