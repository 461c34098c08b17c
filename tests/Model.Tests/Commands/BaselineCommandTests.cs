using System.Diagnostics;
using System.Text.Json;
using ReptileGen.Model.Commands;
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
