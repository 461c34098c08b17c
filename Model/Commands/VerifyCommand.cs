using System.CommandLine;
using System.Globalization;
using ReptileGen.Model.Cuda;
using ReptileGen.Model.Evaluation;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Runs;
using ReptileGen.Model.Sampling;
using Spectre.Console;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen verify</c>: does a device give the answers of the CPU engine on one thread?</summary>
internal static class VerifyCommand
{
    private const ulong Seed = 1;

    private static readonly Argument<string[]> Names = new("MODEL")
    {
        Description = $"Networks with fresh weights: {string.Join(", ", Networks.ByName.Keys)} (none: all of them); or files and folders of runs, whose trained weights amplify rounding",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<int> Episodes = new("--episodes") { Description = "Of each network, drawn from it", HelpName = "N", DefaultValueFactory = _ => 8 };

    private static readonly Option<double> Tolerance = new("--tolerance") { Description = "Largest relative difference", HelpName = "X", DefaultValueFactory = _ => 1e-3 };

    public static DocumentedCommand Create() => new DocumentedCommand(
        "verify",
        "Compare a device's losses, meta-gradients and samples with those of the CPU on one thread.",
        "reptilegen verify --device cuda",
        "reptilegen verify mnist original-lstm --device cuda --json agreement.json",
        "reptilegen verify tiny --device torch")
    {
        Names,
        Episodes,
        Tolerance,
        RunOptions.Threads,
        RunOptions.Device,
        CommonOptions.Json,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken cancel)
    {
        string[] given = parse.GetValue(Names) ?? [];
        (int count, double tolerance) = (parse.GetValue(Episodes), parse.GetValue(Tolerance));
        if (count is < 1 or > 10_000 || !(tolerance > 0))
        {
            throw new UserException(FormattableString.Invariant($"--episodes and --tolerance: expected 1 to 10000 and more than 0, found {count} and {tolerance}"));
        }

        List<Agreement> results = [];
        string device = "";
        (string Name, NetworkPlan Plan, float[] Meta)[] networks = [.. (given.Length > 0 ? given : Networks.ByName.Keys).Select(Find)];
        foreach ((string name, NetworkPlan plan, float[] meta) in networks)
        {
            using IMetaEngine engine = RunOptions.Engine(parse, plan, MetaAlgorithm.Maml);
            device = engine.Description;
            parse.InvocationConfiguration.Error.WriteLine($"{name} on {device}");
            results.AddRange(Compare(name, plan, meta, engine, count, cancel));
        }

        bool holds = results.All(r => r.Holds(tolerance));
        Report.WriteJson(parse, new { Device = device, Episodes = count, Tolerance = tolerance, Holds = holds, Commit = RunFacts.CurrentCommit(), Results = results });
        Report.Console(parse).Write(Table(results, tolerance));
        if (!holds)
        {
            Agreement worst = results.First(r => !r.Holds(tolerance));
            throw new UserException($"{device} does not agree with the CPU, first in {worst.Method} of {worst.Network}: use --device cpu, and report the table with your device and driver");
        }
    }

    /// <summary>Every method on episodes that the network draws.</summary>
    internal static IEnumerable<Agreement> Compare(string name, NetworkPlan plan, float[] meta, IMetaEngine engine, int count, CancellationToken cancel)
    {
        using CpuEngine cpu = new(plan, 1);
        int steps = plan.Layout.Steps;
        EpisodeBatch batch = Agreement.Batch(steps, Draw(plan, meta, count));
        yield return Agreement.OfEvaluation(name, cpu, engine, meta, batch);
        MetaMethod[] methods =
        [
            new(MetaAlgorithm.Reptile), new(MetaAlgorithm.Fomaml), new(MetaAlgorithm.Maml), new(MetaAlgorithm.Maml, Truncation: (steps / 8) + 1),
        ];
        foreach (MetaMethod method in methods.Where(m => m.Truncation == 0 || engine is not Reference.TorchEngine))
        {
            cancel.ThrowIfCancellationRequested();
            yield return Agreement.OfGradient(name, plan, cpu, engine, meta, batch, method);
        }

        if (plan.LogitCount == 1)
        {
            Random random = new((int)Seed);
            byte[] chances = Array.ConvertAll(batch.Targets, bit => (byte)random.Next(bit == 0 ? 128 : 256));
            yield return Agreement.OfGradient(name, plan, cpu, engine, meta, batch with { Chances = chances }, new MetaMethod(MetaAlgorithm.Maml));
        }

        if (engine is CudaEngine cuda)
        {
            yield return Agreement.OfSampling(name, steps, cpu, meta, () => CudaSampler.Draw(cuda, plan, meta, count, Seed, 1, [], _ => { }, cancel));
        }
    }

    private static byte[][] Draw(NetworkPlan plan, float[] meta, int count)
    {
        Sampler sampler = new(plan, meta);
        byte[][] episodes = new byte[count][];
        for (int i = 0; i < count; i++)
        {
            sampler.Start(Seed, i);
            sampler.Finish();
            episodes[i] = sampler.Targets.ToArray();
        }

        return episodes;
    }

    /// <summary>A network with fresh weights, or a trained model.</summary>
    private static (string Name, NetworkPlan Plan, float[] Meta) Find(string name)
    {
        if (!Networks.ByName.TryGetValue(name, out NetworkSpec? spec))
        {
            TrainedModel model = ModelLocator.Load(name);
            return (name, model.Plan, model.Meta);
        }

        NetworkPlan plan = new(spec);
        return (name, plan, plan.Table.Fresh(new Random(1).NextDouble));
    }

    private static Table Table(IEnumerable<Agreement> results, double tolerance)
    {
        Table table = new Table().AddColumns("network", "what", "nats, worst", "meta-gradient, worst", "where", "same bits twice", "agrees");
        foreach (Agreement r in results)
        {
            table.AddRow(
                Markup.Escape(r.Network), r.Method, Number(r.NatsError), r.GradientError is double error ? Number(error) : "",
                r.GradientError > 0 ? r.WorstPart! : "", r.Repeats ? "yes" : "NO", r.Holds(tolerance) ? "yes" : "NO");
        }

        return table;
    }

    private static string Number(double value) => value.ToString("0.0e+0", CultureInfo.InvariantCulture);
}
