using System.Globalization;
using ReptileGen.Formats;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Runs;
using ReptileGen.Model.Sampling;
using ReptileGen.Model.Tests.Commands;
using ReptileGen.Model.Tests.Data;

namespace ReptileGen.Model.Tests.Reference;

/// <summary>docs/fast_weights.py, which shares no line and no language with the engine, on the shipped model.</summary>
[TestClass]
public sealed class NumpyTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void TheShippedModelCostsTheSameInNumpy(int number)
    {
        TrainedModel model = ModelLocator.Load("mnist");
        Sampler sampler = new(model.Plan, model.Meta);
        sampler.Start(seed: 5, number);
        sampler.Finish();
        byte[] bits = sampler.Targets.ToArray();
        double[] nats = new double[1];
        using CpuEngine cpu = new(model.Plan, 1);
        cpu.Evaluate(model.Meta, new EpisodeBatch(1, bits.Length, bits, [bits.Length]), nats);

        using PackedFixture digits = new();
        digits.Write("digits.safetensors", [], new() { ["images"] = (new TensorSpec("images", DType.U8, 1, 28, 28), [.. bits.Select(b => (byte)(255 * b))]) });
        double found = double.Parse(Python("docs/fast_weights.py", ModelLocator.Locate("mnist"), digits.File("digits.safetensors"), "0"), CultureInfo.InvariantCulture);
        Assert.AreEqual(nats[0], found, 1e-4 * nats[0]);
    }

    private static string Python(string script, params string[] arguments)
    {
        string models = Path.GetDirectoryName(ModelLocator.Locate("mnist"))!;
        string? python = ((string[])["/usr/bin/python3", "python3"]).FirstOrDefault(p => Reptilegen.Try(p, "-c", "import numpy") is (0, _, _));
        if (python is null)
        {
            Assert.Inconclusive("no Python with NumPy here: on Debian, apt-get install python3-numpy");
        }

        (int code, string output, string error) = Reptilegen.Try(python, [Path.Combine(models, "..", script), .. arguments])!.Value;
        Assert.AreEqual(0, code, error);
        return output;
    }
}
