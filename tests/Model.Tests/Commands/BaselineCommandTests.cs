using System.Diagnostics;
using ReptileGen.Model.Commands;
using ReptileGen.Model.Tests.Data;

namespace ReptileGen.Model.Tests.Commands;

/// <summary>Baselines by the real program.</summary>
[TestClass]
public sealed class BaselineCommandTests
{
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
