using ReptileGen.Model;
using ReptileGen.Model.Data;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.Evaluation;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Runs;
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

    /// <summary>As the command <c>train</c> does: with their share falling over the run.</summary>
    [TestMethod]
    public void ItFollowsTheTeachersOfTheRun()
    {
        const int Steps = 4;
        string file = Path.Combine(Directory.CreateTempSubdirectory("teacher").FullName, "teacher.safetensors");
        RunSpec tiny = Presets.Get("tiny") with { Schedule = new ScheduleSpec(Steps: Steps) };
        RunSpec alone = tiny with { Method = tiny.Method with { Expected = true } };
        RunSpec taught = alone with { Method = alone.Method with { Teachers = [file], TeacherShare = 0.2 } };
        TrainedModel teacher = Run.New(tiny with { Seed = 9 }, new NetworkPlan(tiny.Network)).Model;
        ModelFile.Write(file, teacher);
        float[] curve = new float[Steps];
        using (Trainer trainer = Trainings.Start(taught))
        {
            Assert.IsTrue(SpinWait.SpinUntil(() => trainer.Progress().Steps >= Steps || trainer.Failure is not null, 120_000));
            Assert.IsNull(trainer.Failure);
            trainer.Curve(curve);
        }

        using Teachers teachers = new([new EnsembleMember(new CpuEngine(teacher.Plan, 1), teacher.Meta)], taught.Seed);
        CollectionAssert.AreEqual(Nats(taught, teachers), curve);
        CollectionAssert.AreNotEqual(Nats(alone, null), curve);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [TestMethod]
    public void ATeacherThatIsNotThereIsOneLine()
    {
        RunSpec tiny = Presets.Get("tiny");
        RunSpec taught = tiny with { Method = tiny.Method with { Expected = true, Teachers = ["nobody"] } };
        string message = Assert.ThrowsExactly<UserException>(() => new Trainer(taught, null)).Message;
        Assert.StartsWith("no model nobody: expected a file, ", message);
        Assert.HasCount(1, message.Split('\n'));
    }

    /// <summary>What the outer steps of a run cost.</summary>
    private static float[] Nats(RunSpec spec, Teachers? teachers)
    {
        NetworkPlan plan = new(spec.Network);
        using CpuEngine engine = new(plan, 1);
        using DataSource data = DataSource.Open(DatasetLocator.Locate(null), spec.Data.Dataset, plan, Split.Train, spec.Data.Protocol, spec.Seed);
        (TrainedModel model, Optimizer optimizer) = Run.New(spec, plan);
        OuterLoop loop = new(
            engine, spec.Feed(data.Episodes), model.Meta, new MetaMethod(spec.Method.Algorithm, spec.Method.Truncation), optimizer,
            new EpisodeClip(spec.Method.EpisodeClip), new DivergenceGuard(OuterLoop.GuessingCost(plan)), teachers);
        List<float> nats = [];
        for (double done = 0; done < 1; done = spec.Schedule.Progress(optimizer.Steps, 0))
        {
            nats.Add((float)loop.Step(spec.Schedule.Factor(optimizer.Steps, done), spec.Method.TeacherShareAt(done)).Nats);
        }

        return [.. nats];
    }
}
