using System.Diagnostics;
using System.Text.Json;
using ReptileGen.Model.Baselines;
using ReptileGen.Model.Commands;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.Tests.Data;

namespace ReptileGen.Model.Tests.Commands;

/// <summary>Baselines by the real program.</summary>
[TestClass]
public sealed class BaselineCommandTests
{
    /// <summary>What goes on from trained weights is never worse than they: they are epoch 0.</summary>
    [TestMethod]
    public void GoingOnKeepsTheBetterWeights()
    {
        using PackedFixture data = new PackedFixture().WithImages(count: 240, height: 28, width: 28);
        (string first, string second) = (data.File("a.safetensors"), data.File("b.safetensors"));
        string[] train = ["baseline", "train", "fvsbn", "--data", data.Folder, "--epochs", "2"];
        Assert.AreEqual(0, Shell.Run([.. train, "--out", first]).Code);
        (int code, _, string error) = Shell.Run([.. train, "--from", first, "--rate", "0.99", "--out", second]);
        Assert.AreEqual(0, code, error);
        Assert.Contains("epoch   0: training 0.00", error);
        string[] eval = ["--split", "validation", "--data", data.Folder, "--json", "-"];
        double Nats(string model) => JsonDocument.Parse(Shell.Run(["baseline", "eval", model, .. eval]).Output).RootElement.GetProperty("nats_per_image").GetDouble();
        Assert.AreEqual(Nats(first), Nats(second));
    }

    /// <summary>A checkpoint knows how it was made: eval measures by the protocol it was trained by, and says so.</summary>
    [TestMethod]
    public void EvalTakesTheProtocolOfTheTraining()
    {
        using PackedFixture data = new PackedFixture().WithImages(count: 240, height: 28, width: 28).WithImages(split: "test", count: 20, height: 28, width: 28);
        string model = data.File("a.safetensors"), more = data.File("b.safetensors");
        Assert.AreEqual(0, Shell.Run("baseline", "train", "fvsbn", "--protocol", "threshold", "--epochs", "1", "--seed", "3", "--out", model, "--data", data.Folder).Code);
        JsonElement found = JsonDocument.Parse(Shell.Run("baseline", "eval", model, "--data", data.Folder, "--json", "-").Output).RootElement;
        Assert.AreEqual("threshold", found.GetProperty("protocol").GetString());
        found = JsonDocument.Parse(Shell.Run("baseline", "eval", model, "--protocol", "dynamic", "--data", data.Folder, "--json", "-").Output).RootElement;
        Assert.AreEqual("dynamic", found.GetProperty("protocol").GetString());
        Assert.AreEqual(0, Shell.Run("baseline", "train", "fvsbn", "--minutes", "0.001", "--from", model, "--out", more, "--data", data.Folder).Code);
        BaselineTraining training = BaselineFile.ReadAll(more).Training;
        Assert.AreEqual((Protocol.Threshold, 0.001, 1ul, 3ul, 1), (training.Protocol, training.Minutes, training.Seed, training.From!.Seed, training.From.EpochsBefore));
    }

    /// <summary>The expected loss makes another model of drawn bits; a threshold draws none, so there it changes nothing.</summary>
    [TestMethod]
    [DataRow("dynamic", false)]
    [DataRow("threshold", true)]
    public void TheExpectedLossDiffersWhereBitsAreDrawn(string protocol, bool same)
    {
        using PackedFixture data = new PackedFixture().WithImages(count: 240, height: 28, width: 28);
        (string plain, string expected) = (data.File("a.safetensors"), data.File("b.safetensors"));
        string[] train = ["baseline", "train", "fvsbn", "--epochs", "1", "--protocol", protocol, "--data", data.Folder];
        Assert.AreEqual(0, Shell.Run([.. train, "--out", plain]).Code);
        Assert.AreEqual(0, Shell.Run([.. train, "--expected", "--out", expected]).Code);
        Assert.IsTrue(BaselineFile.ReadAll(expected).Training.Expected);
        Assert.AreEqual(0, Shell.Run([.. train, "--from", expected, "--out", data.File("c.safetensors")]).Code);
        Assert.IsTrue(BaselineFile.ReadAll(data.File("c.safetensors")).Training.Expected, "what goes on follows the loss that it followed");
        Assert.AreEqual(0, Shell.Run([.. train, "--from", expected, "--expected", "false", "--out", data.File("d.safetensors")]).Code);
        Assert.IsFalse(BaselineFile.ReadAll(data.File("d.safetensors")).Training.Expected);
        float[] Weights(string file) => [.. BaselineFile.Read(file).parameters().SelectMany(p => p.data<float>().ToArray())];
        Assert.AreEqual(same, Weights(plain).SequenceEqual(Weights(expected)));
    }

    [TestMethod]
    [DataRow("nade --masks 7", "--masks: expected none for nade, which has no such thing")]
    [DataRow("pixelcnn --random-order", "--random-order: expected none for pixelcnn, which has no such thing")]
    [DataRow("fvsbn --hidden 7", "--hidden: expected none for fvsbn, which has no such thing")]
    [DataRow("made --hidden 7 --from made", "--hidden: a checkpoint given by --from keeps its size: leave one of them out")]
    [DataRow("made --minutes 1 --epochs 2", "--minutes and --epochs both give the length of the training: give one of them")]
    [DataRow("made --minutes NaN", "--minutes: expected above 0 and below 1000000, found NaN")]
    [DataRow("made --hidden 2000000000", "--hidden: expected 1 to 65536, found 2000000000")]
    [DataRow("made --from fvsbn", "--from: expected a checkpoint of made, found one of fvsbn")]
    public void OptionsThatMeanNothingAreRefused(string line, string message)
    {
        using PackedFixture data = new();
        (int code, _, string error) = Shell.Run(["baseline", "train", .. line.Split(' '), "--out", data.File("a"), "--data", data.Folder]);
        Assert.AreEqual(1, code, error);
        Shell.AssertOneLine(error);
        Assert.Contains(message, error);
    }

    /// <summary>More than are drawn at once; each image is drawn, none twice.</summary>
    [TestMethod]
    public void ManySamplesAreDrawnInParts()
    {
        using PackedFixture data = new();
        string picture = data.File("a.png");
        (int code, _, string error) = Shell.Run("baseline", "sample", "fvsbn", "--count", "130", "--out", picture);
        Assert.AreEqual(0, code, error);
        var image = Formats.PngReader.Read(picture);
        Assert.IsTrue(image.Width > 28 && image.Height > 28);
        Assert.AreEqual(1, Shell.Run("baseline", "sample", "fvsbn", "--count", "2", "--out", data.Folder + "/").Code);
    }

    [TestMethod]
    public void LessThanABatchIsRefused()
    {
        using PackedFixture data = new PackedFixture().WithImages(count: 36, height: 28, width: 28);
        (int code, _, string error) = Shell.Run("baseline", "train", "fvsbn", "--minutes", "1", "--out", data.File("a"), "--data", data.Folder);
        Assert.AreEqual(1, code);
        Assert.Contains("fvsbn: expected at least 100 training images, a batch, found 30", error);
    }

    /// <summary>Ctrl+C keeps the best weights so far and ends with 130.</summary>
    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows, IgnoreMessage = "a process cannot send Ctrl+C to another one on Windows")]
    public void ASignalKeepsTheBest()
    {
        using PackedFixture data = new PackedFixture().WithImages(count: 120, height: 28, width: 28);
        string target = data.File("fvsbn.safetensors");
        using Process process = Reptilegen.Start("baseline", "train", "fvsbn", "--epochs", "1000000", "--out", target, "--data", data.Folder);
        Reptilegen.Await(target, process);
        Reptilegen.Signal(process, "INT");
        (int code, _, string error) = Reptilegen.End(process);
        Assert.AreEqual(ExitCode.Interrupted, code, error);
        Assert.Contains("interrupted", error);
        Assert.AreEqual(0, Shell.Run("baseline", "eval", target, "--split", "validation", "--data", data.Folder).Code);
    }
}
