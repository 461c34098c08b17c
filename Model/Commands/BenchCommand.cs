using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using ReptileGen.Model.Benchmarks;
using ReptileGen.Model.Cuda;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Runs;
using Spectre.Console;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen bench</c>: how fast the engine is here, beside what the machine can do at best.</summary>
internal static class BenchCommand
{
    private static readonly Argument<string[]> Names = new("NETWORK")
    {
        Description = $"Which networks (none: all): {string.Join(", ", Networks.ByName.Keys)}",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<double> Seconds = new("--seconds")
    {
        Description = "Least time of a measurement, and of the warm-up before it",
        HelpName = "S",
        DefaultValueFactory = _ => 2,
    };

    public static DocumentedCommand Create() => new DocumentedCommand(
        "bench",
        "Measure sampling, Reptile and exact MAML at one thread and at all beside the machine's own bounds, or on a GPU.",
        "reptilegen bench mnist original-lstm",
        "reptilegen bench mnist --device cuda",
        "reptilegen bench --json bench.json")
    {
        Names,
        Seconds,
        RunOptions.Threads,
        RunOptions.Device,
        CommonOptions.Json,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken cancel)
    {
        string[] given = parse.GetValue(Names) ?? [], names = given.Length > 0 ? given : [.. Networks.ByName.Keys];
        double seconds = parse.GetValue(Seconds);
        if (!(seconds is > 0 and <= 3600))
        {
            throw new UserException($"--seconds: expected more than 0 and at most 3600, found {seconds}");
        }

        int threads = RunOptions.ThreadCount(parse);
        threads = threads == 0 ? Environment.ProcessorCount : threads;
        foreach (string name in names.Where(n => !Networks.ByName.ContainsKey(n)))
        {
            throw new UserException($"network {name}: expected one of {string.Join(", ", Networks.ByName.Keys)}");
        }

        string device = parse.GetRequiredValue(RunOptions.Device);
        if (device == "torch")
        {
            throw new UserException("--device: expected cpu, cuda or auto, found torch: a reference, not built for speed");
        }

        TextWriter error = parse.InvocationConfiguration.Error;
        HashSet<string> notices = [];
        (List<BenchmarkResult> results, List<string> failures) = ([], []);
        foreach (string name in names)
        {
            try
            {
                EngineBenchmark benchmark = new(name, Networks.ByName[name], seconds);
                results.AddRange(Measure(benchmark, plan => Engines.Create(device, plan, threads, Notice, MetaAlgorithm.Maml), threads, error, cancel));
            }
            catch (UserException e) when (names.Length > 1)
            {
                failures.Add($"{name}: {e.Message}"); // a network that does not fit a GPU costs no other its figures
            }
        }

        if (results.Count == 0)
        {
            throw new UserException(failures[0]);
        }

        double? peak = results.Any(r => r.Threads > 0) ? Ceilings.FusedMultiplyAdd : null;
        IAnsiConsole console = Report.Console(parse);
        string bound = peak is null ? results[0].Device : FormattableString.Invariant($"fused multiply-add peak {peak:F0} GFLOP/s a core");
        console.WriteLine($"{Machine()}, {bound}");
        console.Write(Table(results));
        Report.WriteJson(parse, new
        {
            Machine = Machine(),
            Commit = RunFacts.CurrentCommit(),
            FmaGflopsPerCore = peak,
            Results = results,
        });
        if (failures.Count > 0)
        {
            throw new UserException($"not measured: {string.Join("; ", failures)}");
        }

        void Notice(string line)
        {
            if (notices.Add(line)) // it is the same for all networks
            {
                error.WriteLine(line);
            }
        }
    }

    /// <summary>All phases of a network: on the GPU if that is what <paramref name="create"/> opens, else with one thread and with all.</summary>
    internal static IEnumerable<BenchmarkResult> Measure(
        EngineBenchmark benchmark, Func<NetworkPlan, IMetaEngine> create, int threads, TextWriter error, CancellationToken cancel)
    {
        foreach (BenchmarkPhase phase in Enum.GetValues<BenchmarkPhase>())
        {
            string what = $"{benchmark.Name} {phase.ToString().ToLowerInvariant()}";
            using IMetaEngine engine = create(benchmark.Plan);
            if (engine is CudaEngine cuda)
            {
                error.WriteLine($"{what} on {engine.Description}");
                yield return benchmark.Run(phase, cuda, cancel);
                continue;
            }

            foreach (int count in new[] { 1, threads }.Distinct())
            {
                error.WriteLine($"{what} with {count} of {threads} threads");
                yield return benchmark.Run(phase, count, cancel);
            }
        }
    }

    /// <summary>For people; what a GPU does not have stays empty.</summary>
    internal static Table Table(IReadOnlyList<BenchmarkResult> results)
    {
        Table table = new Table().AddColumns(
            "network", "phase", "threads", "episodes/s", "median (slowest)", "us/step", "at least", "reached", "GFLOP/s", "GB/s a thread", "memory MB");
        foreach (BenchmarkResult r in results)
        {
            string[] cells =
            [
                r.Preset,
                r.Phase,
                r.Threads == 0 ? "GPU" : r.AtOnce < r.Threads ? Text($"{r.Threads} ({r.Threads / r.AtOnce} an episode)") : Text($"{r.Threads}"),
                Text($"{r.EpisodesPerSecond:G4}"),
                Text($"{r.MedianEpisodesPerSecond:G4} ({r.SlowestEpisodesPerSecond:G4})"),
                Text($"{1e6 * r.AtOnce / r.StepsPerSecond:F2}"),
                Text($"{r.BoundMicroseconds:F2}"),
                r.BoundShare is double share ? Text($"{100 * share:F0} %") : "",
                Text($"{r.Gflops:F1}"),
                Text($"{r.BytesPerStep * r.StepsPerSecond / r.Threads / 1e9:F0}"),
                Text($"{r.PeakBytes / 1e6:F1}"),
            ];
            table.AddRow(cells);
        }

        return table;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Machine()
    {
        const string Info = "/proc/cpuinfo";
        string? model = File.Exists(Info)
            ? File.ReadLines(Info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[^1].Trim()
            : null;
        return $"{model ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} cores, {CpuEngine.VectorBits}-bit vectors, {RuntimeInformation.OSDescription}";
    }
}
