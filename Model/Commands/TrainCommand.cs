using System.CommandLine;
using ReptileGen.Model.Data;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.Evaluation;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Runs;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen train</c>: a new run, or a stopped one that goes on.</summary>
internal static class TrainCommand
{
    private static readonly Argument<string> Preset = new("PRESET") { Description = $"What to train: {string.Join(", ", Presets.Names)}" };

    private static readonly Option<double?> Minutes = new("--minutes")
    {
        Description = "Stop after M minutes. In a new run without --steps and --total-minutes it is the length of the run",
        HelpName = "M",
    };

    private static readonly Option<double?> TotalMinutes = new("--total-minutes")
    {
        Description = "Length of the run in minutes of training, over all resumptions; the rates fall towards its end",
        HelpName = "M",
    };

    private static readonly Option<long?> Steps = new("--steps")
    {
        Description = "Length of the run in outer steps; the rates fall towards its end",
        HelpName = "N",
    };

    private static readonly Option<string?> Out = new("--out") { Description = "The run's folder (else runs/PRESET)", HelpName = "DIR" };

    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on with the run in the folder" };

    private static readonly Option<string?> From = new("--from")
    {
        Description = "Begin a new run with the weights and inner rates of a model of the same network (it may read the pixels in another order): a shipped name, a file, or the folder of a run",
        HelpName = "MODEL",
    };

    private static readonly Option<string[]> Settings = new("--set")
    {
        Description = "Replace any field of the run's spec, such as optimizer.rate=0.002 or network.step.initial=0.05",
        HelpName = "KEY=VALUE",
    };

    public static DocumentedCommand Create() => new DocumentedCommand(
        "train",
        "Train a model; Ctrl+C saves, --resume goes on bit for bit.",
        "reptilegen train mnist --minutes 30",
        "reptilegen train mnist --resume",
        "reptilegen train mnist --steps 20000 --set meta_batch=20 --set optimizer.rate=0.003 --out runs/wide",
        "reptilegen train mnist --from mnist --steps 10000 --set optimizer.rate=0.004 --out runs/further")
    {
        Preset,
        Minutes,
        TotalMinutes,
        Steps,
        Out,
        Resume,
        From,
        Settings,
        CommonOptions.Data,
        RunOptions.Threads,
        RunOptions.Device,
        CommonOptions.Json,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken cancel)
    {
        string name = parse.GetRequiredValue(Preset);
        RunSpec preset = RunOptions.Checked(() => Presets.Get(name));
        string folder = parse.GetValue(Out) ?? Path.Combine("runs", name);
        TimeSpan limit = Limit(parse);
        using RunLock own = new(folder);
        (TrainedModel Model, Optimizer Optimizer) state = RunOptions.Checked(() =>
            parse.GetValue(Resume) ? Resumed(parse, preset, folder, own) : New(parse, preset, folder, own));

        RunSpec spec = state.Model.Spec;
        using IMetaEngine engine = RunOptions.Engine(parse, state.Model.Plan, spec.Method.Algorithm);
        string data = DatasetLocator.Locate(parse.GetValue(CommonOptions.Data));
        using DataSource training = DataSource.Open(data, spec.Data.Dataset, state.Model.Plan, Split.Train, spec.Data.Protocol, spec.Seed);
        using DataSource validation = DataSource.Open(data, spec.Data.Dataset, state.Model.Plan, Split.Validation, spec.Data.Protocol, spec.Evaluation.Seed);
        using Teachers? teachers = TeacherModels.Open(parse, ref state.Model, folder);
        own.Take();
        if (!parse.GetValue(Resume))
        {
            ExpectNoRun(folder);
        }

        state.Model = OnData(state.Model, training.ContentSha256, folder);

        RunFacts facts = TrainProgress.Show(parse, state.Model, engine, folder, progress =>
            Train(new Run(folder, state, engine, training.Episodes, validation.Episodes, progress, teachers), folder, limit, cancel));
        Finish(parse, spec, facts, folder, cancel);
    }

    private static RunFacts Train(Run run, string folder, TimeSpan limit, CancellationToken cancel)
    {
        try
        {
            return run.Train(limit, cancel);
        }
        catch (DivergedException e)
        {
            string last = Path.Combine(folder, Runs.Run.LastName);
            string best = File.Exists(Path.Combine(folder, Runs.Run.BestName)) ? $", or begin a new run from its best model with --from {folder}" : "";
            throw new UserException($"the run diverged: {e.Message}; the last good state is {last}: go on with --resume and a lower rate, such as --set optimizer.rate=0.001{best}", e);
        }
    }

    private static void Finish(ParseResult parse, RunSpec spec, RunFacts facts, string folder, CancellationToken cancel)
    {
        EvaluationPoint? best = facts.Best();
        Report.WriteJson(parse, new
        {
            Model = spec.Name,
            Out = folder,
            facts.Steps,
            facts.Episodes,
            facts.Seconds,
            facts.Lost,
            facts.Blowups,
            ValidationNats = best?.Nats,
            best?.StandardError,
        });
        string state = IsComplete(spec, facts) ? "complete" : $"stopped; go on with: train {spec.Name} --resume --out {folder}";
        parse.InvocationConfiguration.Error.WriteLine(FormattableString.Invariant(
            $"{folder}: {facts.Steps:N0} steps, {facts.Episodes:N0} episodes, {facts.Seconds / 60:F1} minutes{(facts.Accidents() is { Length: > 0 } accidents ? $", {accidents}" : "")}; {state}"));
        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Its length is reached, and its last step evaluated.</summary>
    private static bool IsComplete(RunSpec spec, RunFacts facts) =>
        spec.Schedule.Progress(facts.Steps, facts.Seconds) >= 1 && facts.Evaluations.LastOrDefault()?.Step == facts.Steps;

    private static void ExpectNoRun(string folder)
    {
        if (File.Exists(Path.Combine(folder, Runs.Run.LastName)))
        {
            throw new UserException($"{folder} holds a run already: go on with --resume, or choose another folder with --out");
        }
    }

    private static (TrainedModel Model, Optimizer Optimizer) New(ParseResult parse, RunSpec preset, string folder, RunLock own)
    {
        if (Directory.Exists(folder))
        {
            own.Take();
        }

        ExpectNoRun(folder);
        RunSpec spec = SpecOverrides.Apply(Scheduled(parse, preset, parse.GetValue(Minutes)), parse.GetValue(Settings) ?? []);
        return parse.GetValue(From) is string model ? Runs.Run.From(spec, ModelLocator.Load(model)) : Runs.Run.New(spec, new NetworkPlan(spec.Network));
    }

    private static (TrainedModel Model, Optimizer Optimizer) Resumed(ParseResult parse, RunSpec preset, string folder, RunLock own)
    {
        if (parse.GetValue(From) is not null)
        {
            throw new UserException("--from begins a new run and --resume goes on with one: give one of them");
        }

        string last = Path.Combine(folder, Runs.Run.LastName);
        if (!File.Exists(last))
        {
            throw new UserException($"--resume: no run in {folder}: expected {last}");
        }

        own.Take();
        (TrainedModel Model, Optimizer Optimizer) state = Checkpoint.Read(last, spec => Changed(parse, preset, spec, last));
        RunFacts facts = state.Model.Facts;
        if (IsComplete(state.Model.Spec, facts))
        {
            throw new UserException(FormattableString.Invariant(
                $"the run in {folder} is complete after {facts.Steps} steps and {facts.Seconds / 60:F1} minutes: give it more with --steps or --total-minutes"));
        }

        return state;
    }

    /// <summary>A dataset may keep its name and change: the build packs a sample without a network, and all of it later.</summary>
    private static TrainedModel OnData(TrainedModel model, string found, string folder) => (model.Facts.Data ?? found) == found
        ? model with { Facts = model.Facts with { Data = found } }
        : throw new UserException($"{folder}: expected the {model.Spec.Data.Dataset} that the run began with (SHA-256 {model.Facts.Data![..12]}...), found another one ({found[..12]}...): "
            + $"name its folder with --data, or begin a new run with --from {folder} and --out");

    private static RunSpec Changed(ParseResult parse, RunSpec preset, RunSpec saved, string last)
    {
        if (saved.Name != preset.Name)
        {
            throw new UserException($"{last}: expected a run of {preset.Name}, found one of {saved.Name}");
        }

        RunSpec spec = SpecOverrides.Apply(Scheduled(parse, saved, null), parse.GetValue(Settings) ?? []);
        Keeps(spec.HasNetworkOf(saved), "the network", "network...");
        Keeps(spec.Data == saved.Data, "the data", "data...");
        Keeps(spec.Optimizer.Kind == saved.Optimizer.Kind, "the optimizer", "optimizer.kind");
        Keeps((spec.Evaluation.Episodes, spec.Evaluation.Seed) == (saved.Evaluation.Episodes, saved.Evaluation.Seed), "the validation episodes", "evaluation.episodes or evaluation.seed");
        return spec;

        void Keeps(bool holds, string what, string settings)
        {
            if (!holds)
            {
                throw new UserException($"{last}: a run goes on with {what} that it began with: --set {settings} needs a new run (--out; with --from it begins with these weights)");
            }
        }
    }

    /// <summary>The spec with the length that the command line gives.</summary>
    private static RunSpec Scheduled(ParseResult parse, RunSpec spec, double? minutes)
    {
        if (parse.GetValue(Steps) is long steps)
        {
            if (parse.GetValue(TotalMinutes) is not null)
            {
                throw new UserException("--steps and --total-minutes both give the length of the run: give one of them");
            }

            return spec with { Schedule = spec.Schedule with { Steps = steps, Minutes = null } };
        }

        return (parse.GetValue(TotalMinutes) ?? minutes) is double total
            ? spec with { Schedule = spec.Schedule with { Steps = null, Minutes = total } }
            : spec;
    }

    private static TimeSpan Limit(ParseResult parse)
    {
        double? minutes = parse.GetValue(Minutes);
        return minutes switch
        {
            null => TimeSpan.MaxValue,
            > 0 and < 1e6 => TimeSpan.FromMinutes(minutes.Value),
            _ => throw new UserException(FormattableString.Invariant($"--minutes: expected above 0 and below 1,000,000, found {minutes}")),
        };
    }
}
