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
    public void RefusesAFolderAsTarget()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("d"));
        Assert.ThrowsExactly<IOException>(() => new AtomicFile(folder.File("d")));
    }
}
