using ReptileGen.Formats;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Runs;

namespace ReptileGen.Model.Tests.Runs;

[TestClass]
public sealed class ModelFileTests
{
    [TestMethod]
    [DataRow(RateKind.Fixed)]
    [DataRow(RateKind.Tensor)]
    [DataRow(RateKind.Factored)]
    [DataRow(RateKind.Parameter)]
    public void AModelReadsBack(RateKind rate)
    {
        using TemporaryFolder folder = new();
        TrainedModel model = Model(rate);
        ModelFile.Write(folder.File("m.safetensors"), model);
        TrainedModel read = ModelFile.Read(folder.File("m.safetensors"));
        CollectionAssert.AreEqual(model.Meta, read.Meta);
        Assert.AreEqual(SpecJson.Write(model.Spec), SpecJson.Write(read.Spec));
        Assert.AreEqual(model.Facts.Best(), read.Facts.Best());
        Assert.AreEqual(model.Facts.Seconds, read.Facts.Seconds);
        using SafetensorsFile file = SafetensorsFile.Open(folder.File("m.safetensors"));
        Assert.AreEqual("reptilegen-model", file.Metadata["format"]);
        Assert.AreEqual(12 * 8, file.Read<float>("layers.1.weight", 12, 8).Length);
        Assert.AreEqual(rate == RateKind.Factored, file.Contains("layers.1.weight.row_factors"));
    }

    [TestMethod]
    public void ACheckpointKeepsTheOptimizerAndEvaluatesItsAverage()
    {
        using TemporaryFolder folder = new();
        string path = folder.File(Run.LastName);
        TrainedModel model = Model(RateKind.Factored);
        Optimizer optimizer = new(model.Spec.Optimizer, model.Plan.Table, model.Meta);
        float[] gradient = [.. model.Meta.Select(w => w / 3)];
        optimizer.Step(model.Meta, gradient, 1);
        Checkpoint.Write(path, model with { Facts = model.Facts with { Steps = 1 } }, optimizer);
        (TrainedModel read, Optimizer again) = Checkpoint.Read(path);
        CollectionAssert.AreEqual(model.Meta, read.Meta);
        CollectionAssert.AreEqual(optimizer.Mean, again.Mean);
        CollectionAssert.AreEqual(optimizer.Square, again.Square);
        CollectionAssert.AreEqual(optimizer.Average, again.Average);
        Assert.AreEqual(1, again.Steps);
        CollectionAssert.AreEqual(optimizer.Average, ModelFile.Read(path).Meta);
        CollectionAssert.AreNotEqual(read.Meta, ModelFile.Read(path).Meta);
    }

    [TestMethod]
    public void NumbersThatAreNotFiniteAreNeitherWrittenNorRead()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("m.safetensors");
        TrainedModel model = Model(RateKind.Tensor);
        ModelFile.Write(path, model);
        byte[] good = File.ReadAllBytes(path);
        float[] bad = [.. model.Meta];
        bad[0] = float.NaN;
        Assert.ThrowsExactly<ArgumentException>(() => ModelFile.Write(path, model with { Meta = bad }));
        CollectionAssert.AreEqual(good, File.ReadAllBytes(path));
        byte[] damaged = [.. good];
        BitConverter.GetBytes(float.PositiveInfinity).CopyTo(damaged, damaged.Length - 4);
        File.WriteAllBytes(path, damaged);
        Refused(path, "a finite number");
    }

    [TestMethod]
    [DataRow("\"version\":\"1\"", "\"version\":\"2\"", "newer program")]
    [DataRow("\"version\":\"1\"", "\"version\":\"x\"", "version")]
    [DataRow("reptilegen-model", "reptilegen-modem", "reptilegen-model")]
    [DataRow("\"format\"", "\"formal\"", "an entry format")]
    [DataRow("meta_batch", "mega_batch", "mega_batch")]
    [DataRow("layers.1.weight\"", "layers.1.weighs\"", "layers.1.weight")]
    [DataRow("\\\"size\\\":12", "\\\"size\\\":14", "shape")]
    public void OtherFilesAreRefused(string part, string replacement, string message)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("m.safetensors");
        ModelFile.Write(path, Model(RateKind.Tensor));
        byte[] bytes = File.ReadAllBytes(path);
        string text = System.Text.Encoding.Latin1.GetString(bytes);
        StringAssert.Contains(text, part);
        File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(text.Replace(part, replacement)));
        Refused(path, message);
    }

    [TestMethod]
    public void ATornFileIsRefused()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("m.safetensors");
        ModelFile.Write(path, Model(RateKind.Tensor));
        byte[] bytes = File.ReadAllBytes(path);
        foreach (int length in new[] { 0, 7, 100, bytes.Length / 2, bytes.Length - 1 })
        {
            File.WriteAllBytes(path, bytes[..length]);
            Refused(path, "m.safetensors");
        }
    }

    private static void Refused(string path, string message)
    {
        string found = Assert.ThrowsExactly<InvalidFileException>(() => ModelFile.Read(path)).Message;
        StringAssert.Contains(found, message);
        Assert.IsFalse(found.Contains('\n'));
    }

    private static TrainedModel Model(RateKind rate)
    {
        NetworkSpec network = TinyModel.Image();
        network = network with { Step = network.Step with { Rate = rate } };
        NetworkPlan plan = new(network);
        RunFacts facts = RunFacts.Start with { Steps = 7, Seconds = 1.0 / 3, Evaluations = [new(5, 100.25, 1.5, 20, 0), new(7, 99, 1.5, 20, 1)] };
        return new TrainedModel(TinyModel.Run(network), plan, TinyModel.Meta(plan), facts);
    }
}
