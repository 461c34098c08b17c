using System.Diagnostics;
using ReptileGen.Formats;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.Evaluation;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Randomness;

namespace ReptileGen.Model.Runs;

/// <summary>
/// One training run in one folder: <c>last.safetensors</c> (its whole state), <c>best.safetensors</c> (the model that was best on
/// validation data), <c>log.jsonl</c>, TensorBoard events, <c>loss.svg</c> and <c>loss.png</c>.
/// </summary>
public sealed class Run
{
    /// <summary>Name of the checkpoint.</summary>
    public const string LastName = "last.safetensors";

    /// <summary>Name of the best model.</summary>
    public const string BestName = "best.safetensors";

    /// <summary>Name of the loss curve, without the ending of its two files.</summary>
    public const string CurveName = "loss";

    private const int LogEvery = 10;
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(2);

    private readonly string folder;
    private readonly TrainedModel start;
    private readonly RunSpec spec;
    private readonly IMetaEngine engine;
    private readonly IEpisodeSource validation;
    private readonly IRunProgress progress;
    private readonly Optimizer optimizer;
    private readonly EpisodeClip clip;
    private readonly DivergenceGuard guard;
    private readonly EpisodeFeed feed;
    private readonly OuterLoop loop;
    private readonly List<EvaluationPoint> evaluations;
    private readonly Stopwatch watch = new();
    private readonly LogMeans means = new();
    private TimeSpan saved;

    /// <summary>A run before its next step.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="state">The state to go on from, new or from a checkpoint; every step changes it.</param>
    /// <param name="engine">Runs the inner loops.</param>
    /// <param name="training">Training episodes.</param>
    /// <param name="validation">Validation episodes, with fixed bits.</param>
    /// <param name="progress">Hears of it.</param>
    /// <param name="teachers">Those of <see cref="MethodSpec.Teachers"/>, or null.</param>
    public Run(
        string folder,
        (TrainedModel Model, Optimizer Optimizer) state,
        IMetaEngine engine,
        IEpisodeSource training,
        IEpisodeSource validation,
        IRunProgress progress,
        Teachers? teachers = null)
    {
        (start, optimizer) = state;
        (this.folder, this.engine, this.validation, this.progress, spec) = (folder, engine, validation, progress, start.Spec);
        clip = new EpisodeClip(spec.Method.EpisodeClip) { UsualNorm = start.Facts.UsualNorm };
        guard = new DivergenceGuard(OuterLoop.GuessingCost(start.Plan)) { MeanLoss = start.Facts.MeanLoss, Lost = start.Facts.Lost, Blowups = start.Facts.Blowups ?? 0 };
        feed = spec.Feed(training, start.Facts.Episodes);
        MetaMethod method = new(spec.Method.Algorithm, spec.Method.Truncation);
        loop = new OuterLoop(engine, feed, start.Meta, method, optimizer, clip, guard, teachers);
        evaluations = [.. start.Facts.Evaluations];
    }

    /// <summary>The state of a new run: first weights from the seed.</summary>
    public static (TrainedModel Model, Optimizer Optimizer) New(RunSpec spec, NetworkPlan plan)
    {
        float[] meta = plan.Table.Fresh(new RandomStream(spec.Seed, "theta").NextDouble);
        return (new TrainedModel(spec, plan, meta, RunFacts.Start), new Optimizer(spec.Optimizer, plan.Table, meta));
    }

    /// <summary>The state of a new run that begins with the weights and inner rates of a trained model; the optimizer and the schedule begin anew.</summary>
    /// <exception cref="ArgumentException">The model's network is not the spec's; the order of its pixels, and the bounds and the threshold of its inner step, may be others.</exception>
    public static (TrainedModel Model, Optimizer Optimizer) From(RunSpec spec, TrainedModel model)
    {
        NetworkSpec network = model.Spec.Network, wanted = spec.Network;
        StepSpec step = network.Step with { GradientBound = wanted.Step.GradientBound, LogitBound = wanted.Step.LogitBound, LossThreshold = wanted.Step.LossThreshold };
        InputSpec input = (network.Input, wanted.Input) is (ImageInputSpec image, ImageInputSpec other) ? image with { Order = other.Order } : network.Input;
        if (!spec.HasNetworkOf(model.Spec with { Network = network with { Step = step, Input = input } }))
        {
            throw new ArgumentException($"--from: expected a model of the network of {spec.Name}, found another network in a run of {model.Spec.Name}: give its --set network... too");
        }

        RunFacts facts = RunFacts.Start with { From = new RunOrigin(model.Spec.Name, model.Facts.AllEpisodes(), model.Facts.Commit) };
        NetworkPlan plan = new(spec.Network);
        return (new TrainedModel(spec, plan, model.Meta, facts), new Optimizer(spec.Optimizer, plan.Table, model.Meta));
    }

    /// <summary>Trains until the run is complete, the time is up or the token is cancelled; saves in each case, unless it was about to diverge.</summary>
    /// <param name="limit">Time of this call.</param>
    /// <param name="cancel">Stops after the current step.</param>
    /// <returns>Where the run stands.</returns>
    /// <exception cref="DivergedException">It diverged; the checkpoint is the last good one.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public RunFacts Train(TimeSpan limit, CancellationToken cancel)
    {
        watch.Start();
        Directory.CreateDirectory(folder);
        AtomicFile.RemoveTemporaries(folder);
        using RunLog log = new(folder, start.Facts.Steps);
        Save();
        double done = Done();
        if (IsDue(done) && evaluations.LastOrDefault()?.Step != optimizer.Steps)
        {
            Evaluate(log, cancel); // the call before was stopped in it
            SaveIfHealthy();
        }

        while (done < 1 && watch.Elapsed < limit && !cancel.IsCancellationRequested)
        {
            OuterStep step = loop.Step(spec.Schedule.Factor(optimizer.Steps, done), spec.Method.TeacherShareAt(done));
            means.Add(step);
            done = Done();
            progress.Stepped(Facts(), step, done);
            if (optimizer.Steps % LogEvery == 0 && means.Take(Facts()) is LogLine line)
            {
                log.Write(line);
            }

            if (IsDue(done))
            {
                Evaluate(log, cancel);
                SaveIfHealthy();
            }
            else if (watch.Elapsed - saved >= SaveEvery)
            {
                SaveIfHealthy();
            }
        }

        SaveIfHealthy();
        LossCurve.Write(Path.Combine(folder, CurveName), spec.Name, RunLog.Read(folder));
        return guard.Doubt is null ? Facts() : throw new DivergedException(guard.Doubt);
    }

    /// <summary>Evaluations follow every so many steps, and the last one.</summary>
    private bool IsDue(double done) => optimizer.Steps > 0 && (optimizer.Steps % spec.Evaluation.Every == 0 || done >= 1);

    private double Done() => spec.Schedule.Progress(optimizer.Steps, start.Facts.Seconds + watch.Elapsed.TotalSeconds);

    private RunFacts Facts() => start.Facts with
    {
        Steps = optimizer.Steps,
        Episodes = feed.Position,
        Seconds = start.Facts.Seconds + watch.Elapsed.TotalSeconds,
        Lost = guard.Lost,
        Blowups = start.Facts.Blowups is null ? null : guard.Blowups,
        MeanLoss = guard.MeanLoss,
        UsualNorm = clip.UsualNorm,
        Evaluations = evaluations,
        Commit = RunFacts.CurrentCommit(),
    };

    /// <summary>A state that may be about to diverge does not replace a good one.</summary>
    private void SaveIfHealthy()
    {
        if (guard.Doubt is null)
        {
            Save();
        }
    }

    private void Save()
    {
        Checkpoint.Write(Path.Combine(folder, LastName), start with { Facts = Facts() }, optimizer);
        saved = watch.Elapsed;
    }

    /// <summary>Measures the model on validation data and keeps it if it is the best so far.</summary>
    private void Evaluate(RunLog log, CancellationToken cancel)
    {
        float[] meta = optimizer.Average.Length > 0 ? optimizer.Average : start.Meta;
        EvaluationResult result;
        try
        {
            result = Evaluator.Evaluate(engine, meta, validation, Math.Min(spec.Evaluation.Episodes, validation.Count), null, cancel);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (result.Lost == result.Count)
        {
            throw new DivergedException("no validation episode is finite");
        }

        EvaluationPoint point = new(optimizer.Steps, result.Mean, result.StandardError, result.Count, result.Lost);
        evaluations.Add(point);
        bool best = Facts().Best() == point;
        if (best)
        {
            ModelFile.Write(Path.Combine(folder, BestName), start with { Meta = meta, Facts = Facts() });
        }

        log.Write(new LogLine("validation", point.Step, point.Episodes, Facts().Seconds, point.Nats, point.StandardError, Lost: point.Lost));
        progress.Evaluated(point, best);
    }
}
