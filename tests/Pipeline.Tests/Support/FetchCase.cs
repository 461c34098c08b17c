using ReptileGen.Pipeline.Fetching;

namespace ReptileGen.Pipeline.Tests.Support;

/// <summary>One expected content, a cache, a log, limits that a busy machine keeps; and what must hold whatever happened.</summary>
internal sealed class FetchCase : IDisposable
{
    public Payload Payload { get; init; } = new();

    public TestFolder Folder { get; } = new();

    public LogLines Log { get; } = new();

    public FetchOptions Options { get; set; } = new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(20),
        StallTimeout = TimeSpan.FromSeconds(20),
        Patience = TimeSpan.FromSeconds(60),
        FirstBackoff = TimeSpan.FromMilliseconds(10),
    };

    public string Cache => Folder["cache"];

    public string Target => Path.Combine(Cache, Payload.Name);

    public Task<string?> Fetch(params string[] sources) => Fetch(CancellationToken.None, sources);

    public Task<string?> Fetch(CancellationToken cancel, params string[] sources) =>
        Fetcher.Fetch([Payload.Expected], sources, Cache, Options, Log, cancel);

    /// <summary>Fetches, and asserts that the content arrived and nothing else was left.</summary>
    public async Task Succeeds(params string[] sources)
    {
        Assert.IsNull(await Fetch(sources), Log.All);
        CollectionAssert.AreEqual(Payload.Plain, File.ReadAllBytes(Target));
        CollectionAssert.AreEquivalent(
            new[] { ".lock", Payload.Name, Payload.Name + ".origin" }, Directory.EnumerateFileSystemEntries(Cache).Select(Path.GetFileName).ToArray(), Log.All);
    }

    /// <summary>Fetches, asserts that nothing stands under the name, and returns what was logged.</summary>
    public async Task<string> Fails(params string[] sources)
    {
        var problem = await Fetch(sources);
        Assert.IsNotNull(problem, Log.All);
        StringAssert.Contains(problem, Payload.Name);
        Assert.IsFalse(File.Exists(Target));
        Assert.IsEmpty(Directory.EnumerateFiles(Cache, ".*.tmp"));
        return Log.All;
    }

    public void Dispose() => Folder.Dispose();
}
