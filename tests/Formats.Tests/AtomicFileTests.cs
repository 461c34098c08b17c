namespace ReptileGen.Formats.Tests;

/// <summary>A file appears whole or stays as it was.</summary>
[TestClass]
public sealed class AtomicFileTests
{
    [TestMethod]
    public void ReplacesTheTargetOnlyOnCommit()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a"), "old");
        using (var file = new AtomicFile(folder.File("a")))
        {
            file.Stream.Write("new"u8);
            Assert.AreEqual("old", File.ReadAllText(folder.File("a")));
            file.Commit();
            Assert.AreEqual("new", File.ReadAllText(folder.File("a")));
            Assert.ThrowsExactly<InvalidOperationException>(file.Commit);
        }
        CollectionAssert.AreEqual(new[] { "a" }, folder.Files());
    }

    [TestMethod]
    public void LeavesNothingWithoutCommit()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a"), "old");
        Assert.ThrowsExactly<TimeoutException>(() =>
        {
            using var file = new AtomicFile(folder.File("a"));
            file.Stream.Write("half"u8);
            throw new TimeoutException();
        });
        Assert.AreEqual("old", File.ReadAllText(folder.File("a")));
        CollectionAssert.AreEqual(new[] { "a" }, folder.Files());
    }

    [TestMethod]
    public void TheTemporaryFileLiesBesideTheTarget()
    {
        using var folder = new TemporaryFolder();
        using var file = new AtomicFile(folder.File("a.png"));
        Assert.HasCount(1, folder.Files());
        Assert.StartsWith(".a.png.", folder.Files()[0]);
        Assert.EndsWith(".tmp", folder.Files()[0]);
    }

    [TestMethod]
    public void MakesMissingFolders()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.WriteAllText(folder.File("x/y/z.txt"), "héllo");
        CollectionAssert.AreEqual("héllo"u8.ToArray(), File.ReadAllBytes(folder.File("x/y/z.txt")));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void FollowsLinks()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a"), "old");
        File.CreateSymbolicLink(folder.File("b"), "a");
        File.CreateSymbolicLink(folder.File("c"), folder.File("b"));
        File.CreateSymbolicLink(folder.File("d"), "e");
        AtomicFile.WriteAllText(folder.File("c"), "new");
        AtomicFile.WriteAllText(folder.File("d"), "made");
        Assert.AreEqual(("new", "made"), (File.ReadAllText(folder.File("a")), File.ReadAllText(folder.File("e"))));
        CollectionAssert.AreEqual(new[] { "a", "b", "c", "d", "e" }, folder.Files());
        Assert.AreEqual("a", new FileInfo(folder.File("b")).LinkTarget);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task WritesDevicesAndPipesDirectly()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.WriteAllText("/dev/null", "gone");
        Assert.IsEmpty(File.ReadAllText("/dev/null"));
        using (var made = System.Diagnostics.Process.Start("mkfifo", [folder.File("pipe")]))
            await made.WaitForExitAsync();
        var read = Task.Run(() => File.ReadAllText(folder.File("pipe")));
        AtomicFile.WriteAllText(folder.File("pipe"), "through");
        Assert.AreEqual("through", await read);
        CollectionAssert.AreEqual(new[] { "pipe" }, folder.Files());

        var reader = Task.Run(() => File.ReadAllText(folder.File("pipe")));
        var e = Assert.ThrowsExactly<IOException>(() => new SafetensorsWriter(folder.File("pipe"), []));
        StringAssert.Contains(e.Message, "expected a file to write, found a pipe or a device");
        await reader;
    }

    [TestMethod]
    public void RemovesTheLeftoversOfOneTargetOnly()
    {
        using var folder = new TemporaryFolder();
        string unique = $"12.{Guid.NewGuid():N}.tmp";
        string[] others = ["a", $".a.b.{unique}", $".b.{unique}", ".a.tmp", $".aa.{unique}"];
        foreach (string name in others.Append($".a.{unique}"))
        {
            File.WriteAllText(folder.File(name), name);
        }

        AtomicFile.RemoveTemporariesOf(folder.File("a"));
        CollectionAssert.AreEquivalent(others, folder.Files());
    }

    [TestMethod]
    public void KnowsItsTemporaryFiles()
    {
        using var folder = new TemporaryFolder();
        using var file = new AtomicFile(folder.File("a.png"));
        Assert.IsTrue(AtomicFile.IsTemporary(folder.File(folder.Files()[0])));
        Assert.IsFalse(AtomicFile.IsTemporary(".notes.tmp"));
        Assert.IsFalse(AtomicFile.IsTemporary("a.png"));
    }

    [TestMethod]
    public void ALockedFileIsForOne()
    {
        using var folder = new TemporaryFolder();
        using (var mine = LockedFile.TryOpen(folder.File("lock")))
        {
            Assert.IsNotNull(mine);
            Assert.IsNull(LockedFile.TryOpen(folder.File("lock")));
        }

        using var next = LockedFile.TryOpen(folder.File("lock"));
        Assert.IsNotNull(next);
        Assert.Throws<IOException>(() => LockedFile.TryOpen(folder.File(new string('x', 400))));
        Assert.Throws<IOException>(() => LockedFile.TryOpen(folder.File("missing/lock")));
    }

    [TestMethod]
    public void RefusesAFolderAsTarget()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("d"));
        Assert.ThrowsExactly<IOException>(() => new AtomicFile(folder.File("d")));
    }
}
