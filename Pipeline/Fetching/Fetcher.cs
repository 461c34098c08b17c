using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using ReptileGen.Formats;

namespace ReptileGen.Pipeline.Fetching;

/// <summary>
/// Brings files into the cache folder: for each expected content the first source wins that yields the expected hash.
/// A file appears under its name only whole and verified; what is there already with the right hash is not touched.
/// </summary>
public static class Fetcher
{
    /// <summary>Fetches all files of a set, under the lock of the cache folder.</summary>
    /// <param name="files">What is wanted.</param>
    /// <param name="sources">
    /// Where to look, in order: a folder or file, <c>https://HOST/FOLDER</c>, <c>npm:NAME@VERSION/FOLDER</c>.
    /// </param>
    /// <param name="cache">Where the files go, under their names.</param>
    /// <param name="options">Limits.</param>
    /// <param name="log">Hears of every attempt.</param>
    /// <param name="cancel">Stops at once; partial downloads stay for the next time.</param>
    /// <returns>Null if all files are there; otherwise one line on the first file that could not be had.</returns>
    /// <exception cref="FormatException">A source is not written as above.</exception>
    /// <exception cref="IOException">The cache cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<string?> Fetch(
        IReadOnlyList<ExpectedFile> files, IReadOnlyList<string> sources, string cache,
        FetchOptions options, IFetchLog log, CancellationToken cancel)
    {
        using var held = await FolderLock.Acquire(cache, log, cancel);
        FolderLock.RemoveLeftovers(cache);
        var missing = files.Where(file => file.Sha256 is null || !file.IsAt(Path.Combine(cache, file.Name))).ToList();
        if (missing.Count == 0)
            return null;

        var patience = new Patience(options.Patience);
        using var http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.ConnectTimeout,
            Proxy = new ProxyToOthers(HttpClient.DefaultProxy),
            UseCookies = false,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        var download = new HttpDownload(http, options, patience, log);
        var parsed = sources.Select(source => SourceOf(source, cache, download, options, patience, log)).ToList();
        var told = new HashSet<string>();
        try
        {
            foreach (var file in missing)
            {
                if (!await FetchOne(file, parsed, told, cache, options, log, cancel))
                    return $"{file.Name}: no source had it ({string.Join(", ", parsed.Select(source => source.Name))})";
            }
            return null;
        }
        finally
        {
            parsed.ForEach(source => source.Dispose());
        }
    }

    /// <summary>Where a file in the cache came from, as noted when it was fetched.</summary>
    public static string OriginOf(string path) =>
        File.Exists(path + ".origin") ? File.ReadAllText(path + ".origin").Trim() : "found in the cache";

    private static Source SourceOf(
        string text, string cache, HttpDownload download, FetchOptions options, Patience patience, IFetchLog log)
    {
        if (text.StartsWith("npm:", StringComparison.Ordinal))
        {
            var (package, folder) = NpmSource.Parse(text);
            return new NpmSource(package, folder, cache, options, patience, log);
        }
        if (text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal))
        {
            return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri)
                ? new HttpSource(uri, download, cache)
                : throw new FormatException($"expected an address, found {text}");
        }
        return new FolderSource(text);
    }

    private static async Task<bool> FetchOne(
        ExpectedFile file, List<Source> sources, HashSet<string> told, string cache, FetchOptions options, IFetchLog log,
        CancellationToken cancel)
    {
        foreach (var source in sources)
        {
            if (source.NeedsNetwork && (options.Offline || file.Sha256 is null))
            {
                log.Detail($"{file.Name}: {source.Name} left out: {(options.Offline ? "offline" : "no hash is known to check it")}");
                continue;
            }
            try
            {
                await FetchFrom(file, source, cache, log, cancel);
                return true;
            }
            catch (SourceException e)
            {
                var line = $"not from {source.Name}: {e.Message}";
                if (told.Add(line)) // a dead host says the same of each file
                    log.Notable($"{file.Name}: {line}");
                else
                    log.Detail($"{file.Name}: {line}");
            }
        }
        return false;
    }

    private static async Task FetchFrom(ExpectedFile file, Source source, string cache, IFetchLog log, CancellationToken cancel)
    {
        while (true)
        {
            var clock = Stopwatch.StartNew();
            using var opened = await source.Open(file, cancel);
            try
            {
                var size = await WriteVerified(file, opened.Content, source.Name, Path.Combine(cache, file.Name), cancel);
                opened.Dispose();
                opened.Spent?.Invoke();
                var moved = opened.Transferred > 0 ? opened.Transferred : size;
                var rate = moved / 1e6 / Math.Max(clock.Elapsed.TotalSeconds, 1e-3);
                log.Notable($"{file.Name}: {moved / 1e6:0.0} MB in {clock.Elapsed.TotalSeconds:0.0} s ({rate:0.0} MB/s) from {source.Name}");
                return;
            }
            catch (SourceException e)
            {
                opened.Dispose();
                opened.Spent?.Invoke();
                if (!opened.Resumed)
                    throw;
                log.Detail($"{file.Name}: {e.Message} after a resumed download; starting afresh");
            }
        }
    }

    /// <summary>Copies with a running hash into a temporary file, and renames it only if size and hash are right.</summary>
    private static async Task<long> WriteVerified(
        ExpectedFile file, Stream content, string origin, string target, CancellationToken cancel)
    {
        using var output = new AtomicFile(target);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        long size = 0;
        try
        {
            for (int count; (count = await content.ReadAsync(buffer, cancel)) > 0;)
            {
                size += count;
                if (size >= file.ReadLimit)
                    throw new SourceException($"more than the expected {file.ReadLimit - 1} bytes");
                hash.AppendData(buffer, 0, count);
                output.Stream.Write(buffer, 0, count);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ICSharpCode.SharpZipLib.SharpZipBaseException)
        {
            throw new SourceException($"broken compression: {e.Message}", e);
        }
        if (file.Size is { } expected && size != expected)
            throw new SourceException($"expected {expected} bytes, found {size}");
        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (file.Sha256 is { } wanted && !Hashing.SameHex(wanted, found))
            throw new SourceException($"expected SHA-256 {wanted}, found {found}");
        AtomicFile.WriteAllText(target + ".origin", origin + "\n");
        output.Commit();
        return size;
    }
}
