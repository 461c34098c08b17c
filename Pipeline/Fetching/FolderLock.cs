using System.Text.RegularExpressions;
using ReptileGen.Formats;

namespace ReptileGen.Pipeline.Fetching;

/// <summary>
/// A lock on a folder that holds between processes and ends with its process, however that ends: an exclusively
/// opened file <c>.lock</c>. Whoever gets it next looks first whether the work has been done meanwhile.
/// </summary>
public sealed partial class FolderLock : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;

    private FolderLock(FileStream file, bool waited)
    {
        _file = file;
        Waited = waited;
    }

    /// <summary>Did another process or thread hold the lock first?</summary>
    public bool Waited { get; }

    /// <summary>Waits for the lock; the folder is made if it is missing.</summary>
    /// <param name="folder">The folder to own.</param>
    /// <param name="log">Told once if there is something to wait for.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    /// <exception cref="IOException">The lock file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static async Task<FolderLock> Acquire(string folder, IFetchLog log, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, ".lock");
        for (var waited = false; ; waited = true)
        {
            cancel.ThrowIfCancellationRequested();
            if (LockedFile.TryOpen(path) is { } file)
                return new FolderLock(file, waited);
            if (!waited)
                log.Notable($"{folder}: another build works here, waiting for it");
            await Task.Delay(Poll, cancel);
        }
    }

    /// <summary>Lets the next one in; the lock file stays, empty.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>Removes what killed processes left in a folder that is locked by the caller.</summary>
    /// <param name="folder">A folder that only the pipeline writes to.</param>
    public static void RemoveLeftovers(string folder)
    {
        AtomicFile.RemoveTemporaries(folder);
        foreach (var scratch in Directory.EnumerateDirectories(folder, ".npm-*").Where(path => ScratchName().IsMatch(Path.GetFileName(path))))
            Directory.Delete(scratch, recursive: true);
    }

    /// <summary>What <see cref="NpmSource"/> calls its working folder; a user's own <c>.npm-global</c> is none.</summary>
    [GeneratedRegex("^\\.npm-[0-9a-f]{32}$")]
    private static partial Regex ScratchName();
}
