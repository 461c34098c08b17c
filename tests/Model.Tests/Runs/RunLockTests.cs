using ReptileGen.Model.Runs;

namespace ReptileGen.Model.Tests.Runs;

[TestClass]
public sealed class RunLockTests
{
    [TestMethod]
    public void AFolderHasOneOwnerAtATime()
    {
        using TemporaryFolder folder = new();
        string run = folder.File("new/run");
        using RunLock first = new(run), second = new(run);
        first.Take();
        first.Take();
        string message = Assert.ThrowsExactly<UserException>(second.Take).Message;
        Assert.StartsWith($"{run}: process {Environment.ProcessId} on {Environment.MachineName} trains here since ", message);
        Assert.EndsWith("wait for its end or stop it with Ctrl+C (it saves), or choose another folder with --out", message);
        File.Delete(Path.Combine(run, RunLock.OwnerName));
        Assert.Contains("another process trains here", Assert.ThrowsExactly<UserException>(second.Take).Message);
        first.Dispose();
        second.Take();
        Assert.ThrowsExactly<UserException>(first.Take);
    }

    /// <summary>What a killed process left says nothing once the file is free.</summary>
    [TestMethod]
    public void LeftoversDoNotHold()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File(RunLock.FileName), "");
        File.WriteAllText(folder.File(RunLock.OwnerName), "process 1 on earth");
        using RunLock own = new(folder.Path);
        own.Take();
        Assert.Contains($"process {Environment.ProcessId}", File.ReadAllText(folder.File(RunLock.OwnerName)));
    }

    [TestMethod]
    public void AFolderThatCannotBeMadeIsNotCalledHeld()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("file"), "");
        using RunLock own = new(folder.File("file"));
        Assert.ThrowsExactly<IOException>(own.Take);
    }
}
