using ReptileGen.Pipeline.Fetching;
using ReptileGen.Pipeline.Tests.Support;

namespace ReptileGen.Pipeline.Tests.Fetching;

/// <summary>The cache: work is done once, by one at a time, and can be stopped at any moment.</summary>
[TestClass]
public sealed class CacheTests
{
    [TestMethod]
    public async Task DownloadsNothingThatIsThere()
    {
        using var test = new FetchCase();
        test.Folder.Write($"cache/{Payload.Name}", test.Payload.Plain);
        using var server = new TestServer(request => Answer.File(request, test.Payload.Gzip));
        Assert.IsNull(await test.Fetch(server.Address));
        Assert.IsEmpty(server.Requests);
    }

    [TestMethod]
    public async Task ReplacesAFileWithAWrongHash()
    {
        using var test = new FetchCase();
        var damaged = test.Payload.Plain.ToArray();
        damaged[12345] ^= 1;
        test.Folder.Write($"cache/{Payload.Name}", damaged);
        using var server = new TestServer(request => Answer.File(request, test.Payload.Gzip));
        await test.Succeeds(server.Address);
    }

    [TestMethod]
    public async Task KeepsTheOldFileWhereNoSourceHasABetterOne()
    {
        using var test = new FetchCase();
        var old = "an older version"u8.ToArray();
        test.Folder.Write($"cache/{Payload.Name}", old);
        using var bad = new TestServer(_ => new Answer("200 OK", new Payload(seed: 3).Gzip));
        Assert.IsNotNull(await test.Fetch(bad.Address));
        CollectionAssert.AreEqual(old, File.ReadAllBytes(test.Target));
    }

    [TestMethod]
    [DataRow("digits", false)]
    [DataRow("digits.gz", true)]
    public async Task TakesLocalFiles(string name, bool gzip)
    {
        using var test = new FetchCase();
        var path = test.Folder.Write($"local/{name}", gzip ? test.Payload.Gzip : test.Payload.Plain);
        await test.Succeeds(test.Folder["nowhere"], test.Folder["local"]);
        StringAssert.Contains(test.Log.All, $"not from {test.Folder["nowhere"]}: neither digits nor digits.gz is there");
        File.Delete(test.Target);
        await test.Succeeds(path);
    }

    [TestMethod]
    public async Task OfflineAsksNobody()
    {
        using var test = new FetchCase();
        test.Options = test.Options with { Offline = true };
        using var server = new TestServer(request => Answer.File(request, test.Payload.Gzip));
        StringAssert.Contains(await test.Fails(server.Address, "npm:digits@1.0.0/package"), "left out: offline");
        Assert.IsEmpty(server.Requests);
        test.Folder.Write("local/digits", test.Payload.Plain);
        await test.Succeeds(server.Address, test.Folder["local"]);
    }

    [TestMethod]
    public async Task TrustsNoNetworkWithoutAHash()
    {
        using var test = new FetchCase();
        using var server = new TestServer(request => Answer.File(request, test.Payload.Gzip));
        var problem = await Fetcher.Fetch([new ExpectedFile("digits")], [server.Address], test.Cache, test.Options, test.Log, default);
        Assert.IsNotNull(problem);
        StringAssert.Contains(test.Log.All, "no hash is known to check it");
        Assert.IsEmpty(server.Requests);
    }

    [TestMethod]
    public async Task SeveralAtOnceDownloadOnce()
    {
        using var test = new FetchCase();
        using var server = new TestServer(request => Answer.File(request, test.Payload.Gzip));
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => test.Fetch(server.Address))));
        Assert.IsTrue(all.All(problem => problem is null), test.Log.All);
        Assert.HasCount(1, server.Requests);
    }

    [TestMethod]
    public async Task WaitingForTheLockCanBeCancelled()
    {
        using var test = new FetchCase();
        using var held = await FolderLock.Acquire(test.Cache, test.Log, default);
        using var cancel = new CancellationTokenSource();
        var fetch = test.Fetch(cancel.Token, test.Folder["local"]);
        while (!test.Log.All.Contains("another build works here"))
            await Task.Delay(10);
        cancel.Cancel();
        await Assert.ThrowsAsync<OperationCanceledException>(() => fetch);
    }

    [TestMethod]
    public async Task CancellingKeepsWhatCameAndTheNextOneGoesOn()
    {
        using var test = new FetchCase();
        test.Options = test.Options with { StallTimeout = TimeSpan.FromMinutes(1), Patience = TimeSpan.FromMinutes(1) };
        var gzip = test.Payload.Gzip;
        using var cancel = new CancellationTokenSource();
        using var server = new TestServer(request =>
            request.From > 0 ? Answer.File(request, gzip) : new Answer("200 OK", gzip[..7000], gzip.Length, Stall: true));
        var fetch = test.Fetch(cancel.Token, server.Address);
        while (!Directory.Exists(test.Cache) || !Directory.EnumerateFiles(test.Cache, "*.partial").Any(file => new FileInfo(file).Length == 7000))
            await Task.Delay(10);
        cancel.Cancel();
        await Assert.ThrowsAsync<OperationCanceledException>(() => fetch);
        Assert.IsFalse(File.Exists(test.Target));
        await test.Succeeds(server.Address);
        Assert.AreEqual(7000, server.Requests.Last().From);
    }

    [TestMethod]
    public async Task RemovesWhatKilledBuildsLeft()
    {
        using var test = new FetchCase();
        test.Folder.Write($"cache/.{Payload.Name}.123.0123456789abcdef0123456789abcdef.tmp", [1, 2, 3]);
        test.Folder.Write($"cache/.npm-{Guid.NewGuid():N}/half.tgz", [1, 2, 3]);
        test.Folder.Write("local/digits", test.Payload.Plain);
        await test.Succeeds(test.Folder["local"]);
    }

    [TestMethod]
    public async Task KeepsAFolderThatOnlyLooksLikeALeftover()
    {
        using var test = new FetchCase();
        test.Folder.Write("cache/.npm-global/bin/tool", [1, 2, 3]);
        test.Folder.Write("local/digits", test.Payload.Plain);
        Assert.IsNull(await test.Fetch(test.Folder["local"]), test.Log.All);
        Assert.IsTrue(File.Exists(test.Folder["cache/.npm-global/bin/tool"]));
    }

    [TestMethod]
    public async Task NamesASourceThatIsWrittenWrong()
    {
        using var test = new FetchCase();
        await Assert.ThrowsAsync<FormatException>(() => test.Fetch("npm:digits"));
        await Assert.ThrowsAsync<FormatException>(() => test.Fetch("https://"));
    }
}
