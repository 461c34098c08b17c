using ReptileGen.Model.Episodes;
using ReptileGen.Model.Evaluation;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Runs;

namespace ReptileGen.Model.Tests.Runs;

[TestClass]
public sealed class RunTests
{
    private const int Half = 12;

    /// <summary>2N steps in one go end in the same bits as N, a stop, a checkpoint, and N more, whatever the threads.</summary>
    [TestMethod]
    [DataRow(MetaAlgorithm.Maml, OptimizerKind.Adam, false, false)]
    [DataRow(MetaAlgorithm.Maml, OptimizerKind.Muon, false, false)]
    [DataRow(MetaAlgorithm.Maml, OptimizerKind.Muon, true, false)]
    [DataRow(MetaAlgorithm.Fomaml, OptimizerKind.Adam, true, true)]
    [DataRow(MetaAlgorithm.Maml, OptimizerKind.Muon, true, true)]
    [DataRow(MetaAlgorithm.Reptile, OptimizerKind.Adam, false, false)]
    public void AResumedRunIsTheSameBitForBit(MetaAlgorithm algorithm, OptimizerKind kind, bool expected, bool taught)
    {
        using TemporaryFolder whole = new(), halves = new();
        RunSpec spec = Spec(algorithm);
        spec = spec with { Optimizer = spec.Optimizer with { Kind = kind }, Method = spec.Method with { Expected = expected, Teachers = taught ? ["one in memory"] : null, TeacherShare = 0.3 } };
        Train(whole.Path, Run.New(spec, new NetworkPlan(spec.Network)), threads: 1, stopAfter: null);
        Train(halves.Path, Run.New(spec, new NetworkPlan(spec.Network)), threads: 2, stopAfter: Half);
        Assert.AreEqual(Half, Checkpoint.Read(halves.File(Run.LastName)).Model.Facts.Steps);
        Train(halves.Path, Checkpoint.Read(halves.File(Run.LastName)), threads: 1, stopAfter: null);

        (TrainedModel a, Optimizer first) = Checkpoint.Read(whole.File(Run.LastName));
        (TrainedModel b, Optimizer second) = Checkpoint.Read(halves.File(Run.LastName));
        Assert.AreEqual(2 * Half, b.Facts.Steps);
        CollectionAssert.AreEqual(a.Meta, b.Meta);
        CollectionAssert.AreEqual(first.Mean, second.Mean);
        CollectionAssert.AreEqual(first.Square, second.Square);
        CollectionAssert.AreEqual(first.Average, second.Average);
        Assert.AreEqual((a.Facts.Episodes, a.Facts.MeanLoss, a.Facts.UsualNorm), (b.Facts.Episodes, b.Facts.MeanLoss, b.Facts.UsualNorm));
        CollectionAssert.AreEqual(a.Facts.Evaluations.ToArray(), b.Facts.Evaluations.ToArray());
        CollectionAssert.AreEqual(ModelFile.Read(whole.File(Run.BestName)).Meta, ModelFile.Read(halves.File(Run.BestName)).Meta);
        Assert.AreEqual(spec.Evaluation.Every, (int)b.Facts.Evaluations[0].Step);
        Assert.AreEqual(b.Facts.Evaluations.Count, RunLog.Read(halves.Path).Count(l => l.Kind == "validation"));
    }

    [TestMethod]
    public void TheExpectedLossIsWhatTheRunFollows()
    {
        using TemporaryFolder drawn = new(), expected = new();
        RunSpec spec = Spec(MetaAlgorithm.Maml);
        Train(drawn.Path, Run.New(spec, new NetworkPlan(spec.Network)), threads: 1, stopAfter: 1);
        spec = spec with { Method = spec.Method with { Expected = true } };
        Train(expected.Path, Run.New(spec, new NetworkPlan(spec.Network)), threads: 1, stopAfter: 1);
        TrainedModel one = Checkpoint.Read(drawn.File(Run.LastName)).Model, other = Checkpoint.Read(expected.File(Run.LastName)).Model;
        Assert.AreEqual(one.Facts.MeanLoss, other.Facts.MeanLoss, "the nats of the drawn bits");
        CollectionAssert.AreNotEqual(one.Meta, other.Meta);
    }

    /// <summary>Ctrl+C in an evaluation, the last one too: the next call makes it, and the run ends as if it had not been stopped.</summary>
    [TestMethod]
    [DataRow(10)]
    [DataRow(2 * Half)]
    public void AnEvaluationThatWasStoppedIsMadeUpFor(int step)
    {
        using TemporaryFolder whole = new(), halves = new();
        RunSpec spec = Spec(MetaAlgorithm.Maml);
        Train(whole.Path, Run.New(spec, new NetworkPlan(spec.Network)), threads: 1, stopAfter: null);
        RunFacts stopped = Train(halves.Path, Run.New(spec, new NetworkPlan(spec.Network)), threads: 1, stopAfter: step);
        Assert.AreNotEqual(step, stopped.Evaluations.LastOrDefault()?.Step);
        Train(halves.Path, Checkpoint.Read(halves.File(Run.LastName)), threads: 1, stopAfter: null);
        CollectionAssert.AreEqual(
            Checkpoint.Read(whole.File(Run.LastName)).Model.Facts.Evaluations.ToArray(), Checkpoint.Read(halves.File(Run.LastName)).Model.Facts.Evaluations.ToArray());
        CollectionAssert.AreEqual(ModelFile.Read(whole.File(Run.BestName)).Meta, ModelFile.Read(halves.File(Run.BestName)).Meta);
    }

    [TestMethod]
    public void TrainingLearns()
    {
        using TemporaryFolder folder = new();
        RunSpec spec = Spec(MetaAlgorithm.Maml) with { Schedule = new ScheduleSpec(Steps: 150, Warmup: 5) };
        RunFacts facts = Train(folder.Path, Run.New(spec, new NetworkPlan(spec.Network)), 2, null);
        Assert.AreEqual(600, facts.Episodes);
        Assert.IsTrue(facts.Best()!.Nats < 0.75 * OuterLoop.GuessingCost(new NetworkPlan(spec.Network)), $"{facts.Best()}");
        Assert.IsTrue(File.Exists(folder.File(Run.CurveName + ".svg")));
        Assert.AreEqual(1, Directory.GetFiles(folder.Path, "events.out.tfevents.*").Length);
        Assert.AreEqual(0, Directory.GetFiles(folder.Path, "*.tmp").Length);
    }

    /// <summary>A rate that blows up stops the run and leaves the last good checkpoint, from which one can go on.</summary>
    [TestMethod]
    public void DivergenceLeavesTheLastGoodCheckpoint()
    {
        using TemporaryFolder folder = new();
        RunSpec spec = Spec(MetaAlgorithm.Maml);
        spec = spec with { Optimizer = new OptimizerSpec(OptimizerKind.Sgd, Rate: 1e38, LogRateRate: 1e38), Schedule = new ScheduleSpec(Steps: 100, Warmup: 0) };
        Assert.ThrowsExactly<DivergedException>(() => Train(folder.Path, Run.New(spec, new NetworkPlan(spec.Network)), 1, null));
        CollectionAssert.AreEqual(TinyModel.Meta(new NetworkPlan(spec.Network)), ModelFile.Read(folder.File(Run.LastName)).Meta);
    }

    /// <summary>Ctrl+C while the loss climbs does not put that state in the place of the last good one.</summary>
    [TestMethod]
    public void AStopInADivergenceLeavesTheLastGoodCheckpoint()
    {
        using TemporaryFolder folder = new();
        RunSpec spec = Spec(MetaAlgorithm.Maml);
        NetworkPlan plan = new(spec.Network);
        (TrainedModel model, Optimizer optimizer) = Run.New(spec, plan);
        model = model with { Facts = model.Facts with { MeanLoss = 3 * OuterLoop.GuessingCost(plan) } };
        DivergedException e = Assert.ThrowsExactly<DivergedException>(() => Train(folder.Path, (model, optimizer), 1, stopAfter: 2));
        Assert.Contains("guessing costs", e.Message);
        Assert.AreEqual(0, Checkpoint.Read(folder.File(Run.LastName)).Model.Facts.Steps);
        Assert.IsTrue(File.Exists(folder.File(Run.CurveName + ".svg")));
    }

    [TestMethod]
    public void ARunStopsWhenItsTimeIsUp()
    {
        using TemporaryFolder folder = new();
        RunSpec spec = Spec(MetaAlgorithm.Maml) with { Schedule = new ScheduleSpec(Steps: 1_000_000_000) };
        NetworkPlan plan = new(spec.Network);
        using CpuEngine engine = new(plan, 1);
        RunFacts facts;
        TimeSpan limit = TimeSpan.FromMilliseconds(200);
        do // a busy machine needs longer for a step
        {
            Run run = new(folder.Path, Run.New(spec, plan), engine, TinyModel.Images(plan.Layout), TinyModel.Images(plan.Layout, 30), new StopAfter(null, null));
            facts = run.Train(limit, CancellationToken.None);
            limit *= 2;
        }
        while (facts.Steps == 0 && limit < TimeSpan.FromMinutes(1));

        Assert.IsTrue(facts.Steps > 0 && facts.Steps < 1_000_000_000);
        Assert.AreEqual(facts.Steps, Checkpoint.Read(folder.File(Run.LastName)).Model.Facts.Steps);
    }

    private static RunSpec Spec(MetaAlgorithm algorithm)
    {
        RunSpec spec = TinyModel.Run(TinyModel.Image(4, 4));
        return spec with
        {
            Method = spec.Method with { Algorithm = algorithm },
            Schedule = new ScheduleSpec(Steps: 2 * Half, Warmup: 3),
            Evaluation = new EvaluationSpec(5, 10),
        };
    }

    private static RunFacts Train(string folder, (TrainedModel Model, Optimizer Optimizer) state, int threads, int? stopAfter)
    {
        NetworkPlan plan = state.Model.Plan;
        using CpuEngine engine = new(plan, threads);
        using CancellationTokenSource stop = new();
        IEpisodeSource training = TinyModel.Images(plan.Layout), validation = TinyModel.Images(plan.Layout, 30, 10);
        using Teachers? teachers = state.Model.Spec.Method.Teachers is null ? null : new([new EnsembleMember(new CpuEngine(plan, 3 - threads), TinyModel.Meta(plan, seed: 9))], seed: 5);
        return new Run(folder, state, engine, training, validation, new StopAfter(stopAfter, stop), teachers).Train(TimeSpan.MaxValue, stop.Token);
    }

    private sealed class StopAfter(int? steps, CancellationTokenSource? stop) : IRunProgress
    {
        public void Stepped(RunFacts facts, OuterStep step, double progress)
        {
            if (facts.Steps == steps)
            {
                stop!.Cancel();
            }
        }

        public void Evaluated(EvaluationPoint point, bool best)
        {
        }
    }
}
