using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using ReptileGen.Model.Benchmarks;
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
        Description = "Least time of one measurement; its best repetition counts",
        HelpName = "S",
        DefaultValueFactory = _ => 2,
    };

    public static DocumentedCommand Create() => new DocumentedCommand(
        "bench",
        "Measure sampling, Reptile and exact MAML at one thread and at all, beside the machine's own bounds.",
        "reptilegen bench mnist original-lstm",
        "reptilegen bench --json bench.json")
    {
        Names,
        Seconds,
        RunOptions.Threads,
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

        double peak = Ceilings.FusedMultiplyAdd();
        BenchmarkResult[] results = [.. names.SelectMany(name => Measure(parse, name, seconds, threads, cancel))];
        Report.WriteJson(parse, new
        {
            Machine = Machine(),
            Commit = RunFacts.CurrentCommit(),
            FmaGflopsPerCore = peak,
            Results = results,
        });
        IAnsiConsole console = Report.Console(parse);
        console.WriteLine(FormattableString.Invariant($"{Machine()}, fused multiply-add peak {peak:F0} GFLOP/s a core"));
        console.Write(Table(results));
    }

    private static IEnumerable<BenchmarkResult> Measure(ParseResult parse, string name, double seconds, int threads, CancellationToken cancel)
    {
        EngineBenchmark benchmark = new(name, Networks.ByName[name], seconds);
        foreach (BenchmarkPhase phase in Enum.GetValues<BenchmarkPhase>())
        {
            foreach (int count in new[] { 1, threads }.Distinct())
            {
                cancel.ThrowIfCancellationRequested();
                Report.ErrorConsole(parse).WriteLine($"{name} {phase.ToString().ToLowerInvariant()} with {count} of {threads} threads");
                yield return benchmark.Run(phase, count);
            }
        }
    }

    private static Table Table(BenchmarkResult[] results)
    {
        Table table = new Table().AddColumns(
            "network", "phase", "threads", "episodes/s", "us/step", "GFLOP/s", "MB/step", "GB/s a thread", "of the ceiling", "memory MB");
        foreach (BenchmarkResult r in results)
        {
            string[] cells =
            [
                r.Preset,
                r.Phase,
                Text($"{r.Threads}"),
                Text($"{r.EpisodesPerSecond:G4}"),
                Text($"{1e6 * r.Threads / r.StepsPerSecond:F2}"),
                Text($"{r.Gflops:F1}"),
                Text($"{r.BytesPerStep / 1e6:F2}"),
                Text($"{r.BytesPerStep * r.StepsPerSecond / r.Threads / 1e9:F0}"),
                Text($"{100 * r.BandwidthShare:F0} %"),
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
