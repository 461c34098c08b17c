using ReptileGen.Model.Benchmarks;
using ReptileGen.Model.Commands;
using ReptileGen.Model.Cuda;
using Spectre.Console;

namespace ReptileGen.Cuda.Tests;

/// <summary>What <c>bench</c> measures on a GPU; the time that an emulation takes means nothing.</summary>
[TestClass]
public sealed class BenchmarkTests
{
    [TestMethod]
    [DataRow("gated bounded")]
    [DataRow("text")]
    public void AGpuHasOneLineAPhase(string network)
    {
        StringWriter error = new(), output = new();
        EngineBenchmark benchmark = new("small", SmallNetworks.ByName[network], 0.001);
        BenchmarkResult[] results = [.. BenchCommand.Measure(benchmark, plan => new CudaEngine(plan, new EmulatedGpu(), 32, 1), 4, error, default)];
        CollectionAssert.AreEqual(new[] { "sample", "reptile", "maml" }, results.Select(r => r.Phase).ToArray());
        foreach (BenchmarkResult r in results)
        {
            Assert.AreEqual(("small", "cuda, emulated, driver for nothing", 0, 2), (r.Preset, r.Device, r.Threads, r.AtOnce));
            Assert.IsTrue(r.EpisodesPerSecond >= r.MedianEpisodesPerSecond && r.MedianEpisodesPerSecond >= r.SlowestEpisodesPerSecond && r.SlowestEpisodesPerSecond > 0);
            Assert.IsTrue(r.Gflops > 0 && r.PeakBytes > 4 * benchmark.Plan.Table.Length && r.Rounds >= 3);
            Assert.AreEqual((null, null, null), (r.BytesPerStep, r.BandwidthShare, r.BandwidthCeiling));
            Assert.AreEqual((null, null, null), (r.ReadCeiling, r.BoundMicroseconds, r.BoundShare));
        }

        Assert.IsGreaterThan(results[1].PeakBytes, results[2].PeakBytes, "the reverse sweep keeps what each step did");
        Assert.AreEqual("small sample on cuda, emulated, driver for nothing", error.ToString().ReplaceLineEndings("\n").Split('\n')[0]);
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No }).Write(BenchCommand.Table(results));
        Assert.Contains("GPU", output.ToString());
        Assert.DoesNotContain("%", output.ToString());
    }
}
