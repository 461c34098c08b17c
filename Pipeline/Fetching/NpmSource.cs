using System.Diagnostics;

namespace ReptileGen.Pipeline.Fetching;

/// <summary>
/// A file in an npm package, which the ordinary client <c>npm pack</c> fetches once for all files of a set; it uses the
/// registry, proxy and certificates that the user has set up for it. Written <c>npm:NAME@VERSION/FOLDER</c>.
/// </summary>
internal sealed class NpmSource(string package, string folder, string cache, FetchOptions options, Patience patience, IFetchLog log)
    : Source
{
    private readonly string _scratch = Path.Combine(cache, $".npm-{Guid.NewGuid():N}");
    private string? _archive;
    private string? _failure;

    public override string Name => $"npm package {package}";

    public override bool NeedsNetwork => true;

    /// <summary>Reads <c>npm:NAME@VERSION/FOLDER</c>; a scope is part of the name.</summary>
    /// <exception cref="FormatException">Not of this form.</exception>
    public static (string Package, string Folder) Parse(string text)
    {
        var body = text["npm:".Length..];
        var at = body.IndexOf('@', Math.Min(1, body.Length));
        var slash = at < 0 ? -1 : body.IndexOf('/', at);
        return slash > at + 1 && slash < body.Length - 1
            ? (body[..slash], body[(slash + 1)..].TrimEnd('/'))
            : throw new FormatException($"expected npm:NAME@VERSION/FOLDER, found {text}");
    }

    public override async Task<OpenedContent> Open(ExpectedFile file, CancellationToken cancel)
    {
        if (_failure is not null)
            throw new SourceException(_failure);
        long transferred = 0;
        try
        {
            if (_archive is null)
            {
                _archive = await Pack(cancel);
                transferred = new FileInfo(_archive).Length;
            }
        }
        catch (SourceException e)
        {
            _failure = e.Message;
            throw;
        }
        return new OpenedContent(TarMember.Open(_archive, $"{folder}/{file.Name}"), transferred);
    }

    public override void Dispose()
    {
        try
        {
            if (Directory.Exists(_scratch))
                Directory.Delete(_scratch, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Detail($"{_scratch} stays for now: {e.Message}"); // the next build removes it
        }
    }

    private async Task<string> Pack(CancellationToken cancel)
    {
        Directory.CreateDirectory(_scratch);
        log.Detail($"npm pack {package}");
        // A short question first: it tells a dead network from a large package.
        await Npm(null, ["view", package, "version", "--prefer-online"], cancel);
        patience.Progress();
        await Npm(options.PackageTimeout, ["pack", package, "--ignore-scripts", "--prefer-offline", "--fetch-timeout=60000"], cancel);
        patience.Progress();
        return Directory.EnumerateFiles(_scratch, "*.tgz").FirstOrDefault()
            ?? throw new SourceException("npm pack wrote no .tgz");
    }

    /// <summary>Runs the client, for at most <paramref name="limit"/>, or for as long as there is patience if it is null.</summary>
    private async Task Npm(TimeSpan? limit, string[] arguments, CancellationToken cancel)
    {
        if (limit is null && patience.Left == TimeSpan.Zero)
            throw new SourceException($"npm {arguments[0]}: no time is left for network sources");
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "cmd.exe" : "npm")
        {
            WorkingDirectory = _scratch,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] common = ["--loglevel=error", "--no-update-notifier", "--no-audit", "--no-fund", "--fetch-retries=0"];
        string[] shell = OperatingSystem.IsWindows() ? ["/d", "/c", "npm"] : [];
        foreach (var argument in shell.Concat(arguments).Concat(common))
            start.ArgumentList.Add(argument);

        using var process = Launch(start);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await (limit is { } longest
                ? process.WaitForExitAsync(cancel).WaitAsync(longest, cancel)
                : patience.Guard(options.Patience, cancel, async token => { await process.WaitForExitAsync(token); return 0; }));
        }
        catch (TimeoutException e)
        {
            throw new SourceException($"npm {arguments[0]}: {e.Message}", e);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit(TimeSpan.FromSeconds(5)); // on Windows its folder cannot be removed before
            }
        }
        await output;
        if (process.ExitCode != 0)
            throw new SourceException($"npm {arguments[0]} failed: {Reason(await errors)}");
    }

    private static Process Launch(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new SourceException("npm is not installed", e);
        }
    }

    /// <summary>The first line of npm's complaint that is more than its own name.</summary>
    private static string Reason(string errors) =>
        errors.Split('\n', StringSplitOptions.TrimEntries).FirstOrDefault(line => line.Contains("code", StringComparison.Ordinal))
        ?? errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()
        ?? "no message";
}
