using System.Text.Json;
using ReptileGen.Model.Tests.Data;

namespace ReptileGen.Cuda.Tests;

/// <summary>The real program in a process of its own, over a driver library that emulates a GPU or fails as real ones do.</summary>
[TestClass]
public sealed class CommandTests
{
    private const string Small = "--threads 1 --set network.input.rows=2 --set network.input.columns=3 --set meta_batch=2 --set evaluation.episodes=3 --set evaluation.every=2";

    [TestMethod]
    [DataRow("capability=90")]
    [DataRow("capability=80")]
    public void TrainEvalAndSampleGiveTheCpusAnswers(string gpu)
    {
        using PackedFixture data = Data();
        (string cuda, string cpu) = (data.File("cuda"), data.File("cpu"));
        Succeeded(EmulatedDriver.Reptilegen(gpu, Train(data, cuda) + " --device cuda"));
        Succeeded(EmulatedDriver.Reptilegen(null, Train(data, cpu) + " --device cpu"));
        double reference = Nats(EmulatedDriver.Reptilegen(null, $"eval {cpu} --data {data.Folder} --device cpu --json {data.File("a.json")}"), data.File("a.json"));
        double nats = Nats(EmulatedDriver.Reptilegen(gpu, $"eval {cuda} --data {data.Folder} --device auto --json {data.File("b.json")}"), data.File("b.json"));
        Assert.AreEqual(reference, nats, 1e-3 * reference);

        Succeeded(EmulatedDriver.Reptilegen(null, $"sample {cuda} --count 3 --seed 4 --out {data.File("a.png")} --device cpu"));
        Succeeded(EmulatedDriver.Reptilegen(gpu, $"sample {cuda} --count 3 --seed 4 --out {data.File("b.png")} --device cuda"));
        CollectionAssert.AreEqual(File.ReadAllBytes(data.File("a.png")), File.ReadAllBytes(data.File("b.png")));
    }

    [TestMethod]
    public void VerifyComparesAllMethodsWithTheCpu()
    {
        using PackedFixture data = Data();
        (string run, string json) = (data.File("run"), data.File("verify.json"));
        Succeeded(EmulatedDriver.Reptilegen(null, Train(data, run) + " --device cpu"));
        Succeeded(EmulatedDriver.Reptilegen("capability=90", $"verify {run} --episodes 3 --device cuda --json {json}"));
        JsonElement report = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
        Assert.AreEqual("cuda, Emulated GPU, driver for CUDA 12.0", report.GetProperty("device").GetString());
        Assert.IsTrue(report.GetProperty("holds").GetBoolean());
        CollectionAssert.AreEqual(
            new[] { "evaluate", "reptile", "fomaml", "maml", "maml 1", "maml expected", "sample" },
            report.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("method").GetString()).ToArray());
        (int code, string output) = EmulatedDriver.Reptilegen("capability=90", $"verify {run} --episodes 3 --device cuda --tolerance 1e-30");
        Assert.AreEqual(1, code, output);
        Assert.Contains("does not agree with the CPU, first in ", output);
        (code, output) = EmulatedDriver.Reptilegen("capability=90", $"verify {run} --episodes 0 --device cuda");
        Assert.AreEqual((1, "reptilegen: --episodes and --tolerance: expected 1 to 10000 and more than 0, found 0 and 0.001\n"), (code, output));
    }

    [TestMethod]
    [DataRow("REPTILEGEN_CUDA_THREADS", "100", "expected one of 64, 128, 256, 384, 512, found 100")]
    [DataRow("REPTILEGEN_CUDA_CLUSTER", "16", "expected one of 1, 2, 4, 8, found 16")]
    [DataRow("REPTILEGEN_CUDA_THREADS", "64", null)]
    [DataRow("REPTILEGEN_CUDA_CLUSTER", "2", null)]
    public void BlockAndClusterSizeCanBeTried(string variable, string value, string? message)
    {
        using PackedFixture data = Data();
        (int code, string output) = EmulatedDriver.Reptilegen("capability=90", Train(data, data.File("run")) + " --device cuda", (variable, value));
        Assert.AreEqual(message is null ? 0 : 1, code, output);
        Assert.Contains(message is null ? "" : $"reptilegen: {variable}: {message}\n", output);
    }

    [TestMethod]
    [DataRow(null, "no NVIDIA driver: libcuda.so.1 cannot be loaded; install NVIDIA's driver, or use --device cpu")]
    [DataRow("cuInit=35", "the NVIDIA driver is too old or not running (error 35 while starting the driver)")]
    [DataRow("cuInit=100", "no NVIDIA GPU in this machine; use --device cpu")]
    [DataRow("count=0", "no NVIDIA GPU in this machine; use --device cpu")]
    [DataRow("capability=75", "Emulated GPU has compute capability 7.5; our kernels need 8.0 (Ampere) or newer, use --device cpu")]
    [DataRow("cuDevicePrimaryCtxRetain=46", "the GPU is not available (error 46 while opening the GPU)")]
    [DataRow("cuModuleLoadDataEx=222", "the NVIDIA driver cannot translate our kernels for Emulated GPU (ptxas: line 3)")]
    [DataRow("cuModuleLoadDataEx=221", "the NVIDIA driver's PTX compiler is missing (error 221 while translating the kernels)")]
    [DataRow("cuInit=802", "the GPU is not ready (error 802 while starting the driver): on machines with NVSwitch NVIDIA's fabric manager has to run; use --device cpu")]
    [DataRow("cuMemAlloc_v2=2", "the GPU is out of memory while asking for")]
    [DataRow("cuMemcpyDtoH_v2=700", "a GPU kernel failed (error 700, said by the emulated driver, while computing); the last checkpoint is safe: resume from it")]
    [DataRow("shared=2048", "bytes of a GPU's shared memory, it has 2048; use --device cpu or smaller layers")]
    public void WhatIsWrongIsSaidInOneLine(string? gpu, string message)
    {
        using PackedFixture data = Data();
        (int code, string output) = EmulatedDriver.Reptilegen(gpu, Train(data, data.File("run")) + " --device cuda");
        Assert.AreEqual(1, code, output);
        string line = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Single(l => l.StartsWith("reptilegen: ", StringComparison.Ordinal));
        Assert.Contains(message, line);
        Assert.DoesNotContain("internal error", output);
    }

    [TestMethod]
    public void AutoTakesTheCpuAndSaysSo()
    {
        using PackedFixture data = Data();
        (int code, string output) = EmulatedDriver.Reptilegen("count=0", Train(data, data.File("run")) + " --device auto");
        Assert.AreEqual(0, code, output);
        Assert.AreEqual(1, output.Split('\n').Count(l => l == "computing on the CPU: no NVIDIA GPU in this machine; use --device cpu"), output);
        (code, output) = EmulatedDriver.Reptilegen(null, $"eval {data.File("run")} --data {data.Folder} --device tpu");
        Assert.AreEqual((1, "reptilegen: device: expected cpu, cuda, torch, auto, found tpu\n"), (code, output));
    }

    [TestMethod]
    public void BenchWithoutAGpuSaysSo()
    {
        (int code, string output) = EmulatedDriver.Reptilegen(null, "bench tiny --device cuda");
        Assert.AreEqual((1, "reptilegen: no NVIDIA driver: libcuda.so.1 cannot be loaded; install NVIDIA's driver, or use --device cpu\n"), (code, output));
        (code, output) = EmulatedDriver.Reptilegen("shared=2048", "bench original-text tiny --device cuda");
        Assert.AreEqual(1, code, output);
        Assert.Contains("reptilegen: original-text: the network's activations need", output);
        (code, output) = EmulatedDriver.Reptilegen("count=0", "bench tiny --device auto --threads 1 --seconds 0.001");
        Assert.AreEqual(0, code, output);
        Assert.AreEqual(1, output.Split('\n').Count(l => l == "computing on the CPU: no NVIDIA GPU in this machine; use --device cpu"), output);
    }

    /// <summary>The GPU vanishes in the middle: exit code 1, one line, and the CPU goes on from the last checkpoint.</summary>
    [TestMethod]
    public void AGpuThatIsTakenAwayLosesNoCheckpoint()
    {
        using PackedFixture data = Data();
        string run = data.File("run"), rest = $"--data {data.Folder}";
        (int code, string output) = EmulatedDriver.Reptilegen("cuMemcpyDtoH_v2=719@28", Train(data, run).Replace("--steps 2", "--steps 9", StringComparison.Ordinal) + " --device cuda");
        Assert.AreEqual(1, code, output);
        Assert.Contains("the last checkpoint is safe: resume from it", output);
        (code, output) = EmulatedDriver.Reptilegen(null, $"train tiny --resume --out {run} {rest} --device cpu --json -");
        Assert.AreEqual(0, code, output);
        Assert.Contains("\"steps\":9", output.Replace(" ", "", StringComparison.Ordinal));
    }

    private static PackedFixture Data() => new PackedFixture().WithImages(count: 24, height: 2, width: 3).WithImages(split: "test", count: 4, height: 2, width: 3);

    private static string Train(PackedFixture data, string run) => $"train tiny --steps 2 --out {run} --data {data.Folder} {Small}";

    private static void Succeeded((int Code, string Output) result) => Assert.AreEqual(0, result.Code, result.Output);

    private static double Nats((int Code, string Output) result, string json)
    {
        Succeeded(result);
        return JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("nats_per_image").GetDouble();
    }
}
