using System.Text.Json;
using ReptileGen.Model.Benchmarks;
using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Tests.Commands;

/// <summary><c>bench</c>: what it reports, not how fast anything is.</summary>
[TestClass]
public sealed class BenchCommandTests
{
    [TestMethod]
    public void EveryPhaseIsReported()
    {
        (int code, string output, string error) = Reptilegen.Run("bench", "tiny", "--seconds", "0.001", "--threads", "2", "--json", "-");
        Assert.AreEqual(0, code, error);
        JsonElement report = JsonDocument.Parse(output).RootElement; // hence the table keeps off standard output
        CollectionAssert.AreEqual(new[] { "machine", "commit", "fma_gflops_per_core", "results" }, Names(report));
        Assert.IsGreaterThan(0, report.GetProperty("fma_gflops_per_core").GetDouble());
        JsonElement[] results = [.. report.GetProperty("results").EnumerateArray()];
        CollectionAssert.AreEqual(
            new[] { ("sample", 1), ("sample", 2), ("reptile", 1), ("reptile", 2), ("maml", 1), ("maml", 2) },
            results.Select(r => (r.GetProperty("phase").GetString(), r.GetProperty("threads").GetInt32())).ToArray());
        foreach (JsonElement result in results)
        {
            CollectionAssert.AreEqual(
                new[]
                {
                    "preset", "phase", "device", "threads", "at_once", "precision", "episodes_per_second", "median_episodes_per_second",
                    "slowest_episodes_per_second", "rounds", "steps_per_second", "gflops", "bytes_per_step", "bandwidth_share", "bandwidth_ceiling",
                    "read_ceiling", "bound_microseconds", "bound_share", "peak_bytes",
                },
                Names(result));
            Assert.AreEqual(("tiny", "cpu", "float32"), (result.GetProperty("preset").GetString(), result.GetProperty("device").GetString(), result.GetProperty("precision").GetString()));
            foreach (JsonProperty figure in result.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Number))
            {
                Assert.IsGreaterThan(0, figure.Value.GetDouble(), figure.Name);
            }

            double best = Number("episodes_per_second"), median = Number("median_episodes_per_second"), slowest = Number("slowest_episodes_per_second");
            Assert.IsTrue(best >= median && median >= slowest, $"{best} {median} {slowest}");
            Assert.IsGreaterThanOrEqualTo(3, Number("rounds"));
            Assert.AreEqual(784 * best, Number("steps_per_second"), 1e-9 * 784 * best);
            Assert.AreEqual(Number("threads"), Number("at_once"));

            double Number(string name) => result.GetProperty(name).GetDouble();
        }
    }

    /// <summary>Three threads are a team of two and one that has nothing to do.</summary>
    [TestMethod]
    [DoNotParallelize]
    public void ThreadsThatNoTeamTakesDoNotCount()
    {
        BenchmarkResult result = new EngineBenchmark("original-lstm", Networks.ByName["original-lstm"], 0.001).Run(BenchmarkPhase.Sample, 3, CancellationToken.None);
        Assert.AreEqual((2, 1), (result.Threads, result.AtOnce));
    }

    [TestMethod]
    [DoNotParallelize] // a bench begins anew while anything is compiled
    public void TheTableIsForPeople()
    {
        (int code, string output, string error) = Shell.Run("bench", "tiny", "--seconds", "0.001", "--threads", "1");
        Assert.AreEqual(0, code, error);
        foreach (string word in new[] { "tiny", "sample", "reptile", "maml", "median", "GFLOP/s a core" })
        {
            Assert.Contains(word, output);
        }

        Assert.AreEqual("tiny sample with 1 of 1 threads\ntiny reptile with 1 of 1 threads\ntiny maml with 1 of 1 threads\n", error.ReplaceLineEndings("\n"));
    }

    [TestMethod]
    [DataRow("bench nope", 1, "network nope: expected one of original-lstm")]
    [DataRow("bench tiny nope", 1, "network nope: expected one of original-lstm")]
    [DataRow("bench tiny --seconds 0", 1, "--seconds: expected more than 0 and at most 3600, found 0")]
    [DataRow("bench tiny --seconds -1", 1, "--seconds: expected more than 0 and at most 3600, found -1")]
    [DataRow("bench tiny --seconds NaN", 1, "--seconds: expected more than 0 and at most 3600, found NaN")]
    [DataRow("bench tiny --seconds 1e9", 1, "--seconds: expected more than 0 and at most 3600, found 1000000000")]
    [DataRow("bench tiny --seconds long", 2, "long")]
    [DataRow("bench tiny --threads -1", 1, "--threads: expected 0 to 4096, found -1")]
    [DataRow("bench tiny --device torch", 1, "--device: expected cpu, cuda or auto, found torch")]
    [DataRow("bench tiny --device abacus", 1, "device: expected cpu, cuda, torch, auto, found abacus")]
    public void BadInputIsOneLine(string line, int code, string message)
    {
        (int found, string output, string error) = Shell.Run(line.Split(' '));
        Assert.AreEqual((code, ""), (found, output), error);
        Shell.AssertOneLine(error);
        Assert.Contains(message, error);
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(p => p.Name)];
}
