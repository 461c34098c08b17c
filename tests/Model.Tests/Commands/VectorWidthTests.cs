using System.Text.Json;
using ReptileGen.Formats;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Runs;
using ReptileGen.Model.Tests.Data;

namespace ReptileGen.Model.Tests.Commands;

/// <summary>
/// The real program with narrower vectors than the machine has: a training run (exact MAML, outer steps, evaluation) and a
/// drawing end in the same bits. That needs no tolerance where fused multiply-add is missing too (without AVX2 and in
/// single numbers): the runtime then computes it in software, rounded once, as it is defined.
/// </summary>
[TestClass]
public sealed class VectorWidthTests
{
    private static readonly (string Switch, int Bits)[] Narrower =
        [("DOTNET_EnableAVX512", 256), ("DOTNET_EnableAVX2", 128), ("DOTNET_EnableHWIntrinsic", 32)];

    [TestMethod]
    [DataRow("mnist", "network.layers.0.size=5 network.layers.1.size=18 network.layers.4.size=22 network.layers.7.size=34")]
    [DataRow("mnist", "network.layers.0.size=16 network.layers.1.size=64 network.layers.4.size=32 network.layers.7.size=96")]
    [DataRow("original-lstm", "network.layers.0.size=9 network.layers.1.size=20 method.algorithm=maml network.step.rate=factored")]
    [DataRow("original-siren", "network.layers.1.size=19 network.layers.3.size=33 network.layers.5.size=16 network.layers.7.size=5 method.algorithm=maml")]
    [DataRow("text-listing", "network.layers.0.size=6 network.layers.1.size=18 network.layers.4.size=36")]
    public void EveryWidthGivesTheSameBits(string preset, string settings)
    {
        using PackedFixture data = new PackedFixture()
            .WithImages(count: 36, height: 4, width: 5).WithImages(split: "test", count: 4, height: 4, width: 5)
            .WithText("dir_listing", "one"u8.ToArray(), "two two"u8.ToArray(), "three"u8.ToArray(), "four"u8.ToArray());
        string size = preset == "text-listing" ? "" : " network.input.rows=4 network.input.columns=5";
        string[] options = [.. $"{settings}{size} meta_batch=3 evaluation.episodes=1 evaluation.every=2".Split(' ').SelectMany(s => new[] { "--set", s })];
        string whole = Outcome(data, preset, "whole", Shell.Run, CpuEngine.VectorBits, options);
        int compared = 0;
        foreach ((string name, int bits) in Narrower.Where(n => n.Bits < CpuEngine.VectorBits))
        {
            string result = Outcome(data, preset, name, line => Reptilegen.RunWith((name, "0"), line), bits, options);
            Assert.AreEqual(whole, result, name);
            AssertSameTensors(data.File($"whole/{Run.LastName}"), data.File($"{name}/{Run.LastName}"));
            compared++;
        }

        if (compared == 0)
        {
            Assert.Inconclusive("this machine has no vectors that could be switched off");
        }
    }

    /// <summary>Trains four steps, draws two episodes; what they are, and their nats to the last digit.</summary>
    private static string Outcome(PackedFixture data, string preset, string name, Func<string[], (int Code, string Output, string Error)> program, int bits, string[] options)
    {
        string run = data.File(name);
        (int code, _, string error) = program(["train", preset, "--steps", "4", "--threads", "1", "--out", run, "--data", data.Folder, .. options]);
        Assert.AreEqual(0, code, error);
        Assert.Contains($"cpu, 1 thread, {bits}-bit vectors", error); // hence it does run with other vectors
        (code, string output, error) = program(["sample", run, "--count", "2", "--seed", "3", "--threads", "1", "--out", data.File($"{name}.drawn"), "--json", "-"]);
        Assert.AreEqual(0, code, error);
        string nats = JsonDocument.Parse(output).RootElement.GetProperty("nats").GetRawText();
        string validation = string.Join(' ', RunLog.Read(run).Where(l => l.Kind == "validation").Select(l => $"{l.Nats:R}"));
        return $"{nats} {validation} {Convert.ToHexString(File.ReadAllBytes(data.File($"{name}.drawn")))}";
    }

    private static void AssertSameTensors(string a, string b)
    {
        using SafetensorsFile first = SafetensorsFile.Open(a), second = SafetensorsFile.Open(b);
        CollectionAssert.AreEqual(first.Tensors.Select(t => t.Name).ToArray(), second.Tensors.Select(t => t.Name).ToArray());
        foreach (TensorSpec tensor in first.Tensors)
        {
            Assert.IsTrue(first.ReadBytes(tensor.Name).SequenceEqual(second.ReadBytes(tensor.Name)), $"{b}: {tensor.Name}");
        }
    }
}
