using System.Text;
using System.Text.RegularExpressions;

namespace ReptileGen.Formats;

/// <summary>
/// A file that appears whole or not at all: bytes go to a temporary file beside the target (same folder, hence same
/// file system), <see cref="Commit"/> flushes them to the disk and renames. Without a commit the target is untouched
/// and the temporary file is removed; a killed process can leave only a <c>.NAME.*.tmp</c> beside an old good file.
/// A symbolic link is followed. A device or a pipe, which nothing can be renamed onto, is written directly.
/// </summary>
public sealed partial class AtomicFile : IDisposable
{
    private readonly string? _temporary;
    private bool _finished;

    /// <summary>Opens the temporary file; the target's folder is made if it is missing.</summary>
    /// <param name="path">The target.</param>
    /// <exception cref="IOException">The target is a folder or named like one, or the disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public AtomicFile(string path)
    {
        if (System.IO.Path.EndsInDirectorySeparator(path))
            throw new IOException($"{path}: expected a file to write, found the name of a folder");
        Path = Followed(System.IO.Path.GetFullPath(path));
        if (Directory.Exists(Path))
            throw new IOException($"{path}: expected a file to write, found a folder");
        if (Special(Path) is { } special)
        {
            Stream = special;
            return;
        }

        var folder = System.IO.Path.GetDirectoryName(Path)!;
        Directory.CreateDirectory(folder);
        var unique = $".{System.IO.Path.GetFileName(Path)}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        _temporary = System.IO.Path.Combine(folder, unique);
        Stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    }

    /// <summary>The target's full path, behind symbolic links.</summary>
    public string Path { get; }

    /// <summary>Where to write until <see cref="Commit"/>.</summary>
    public FileStream Stream { get; }

    /// <summary>Flushes to the disk, closes, and renames onto the target, replacing what stood there.</summary>
    /// <exception cref="IOException">The disk is full, or the target cannot be replaced.</exception>
    /// <exception cref="InvalidOperationException">Already committed or disposed.</exception>
    public void Commit()
    {
        if (_finished)
            throw new InvalidOperationException($"{Path}: already committed or disposed");
        Stream.Flush(flushToDisk: _temporary is not null);
        Stream.Dispose();
        if (_temporary is not null)
            File.Move(_temporary, Path, overwrite: true);
        _finished = true;
    }

    /// <summary>Closes; removes the temporary file if nothing was committed.</summary>
    public void Dispose()
    {
        if (_finished)
            return;
        _finished = true;
        try
        {
            Stream.Dispose();
        }
        finally
        {
            if (_temporary is not null)
                File.Delete(_temporary);
        }
    }

    /// <summary>Replaces a file's content by <paramref name="bytes"/> in one atomic step.</summary>
    /// <param name="path">The target.</param>
    /// <param name="bytes">The whole new content.</param>
    public static void WriteAllBytes(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = new AtomicFile(path);
        file.Stream.Write(bytes);
        file.Commit();
    }

    /// <summary>Replaces a file's content by <paramref name="text"/> (UTF-8 without a mark) in one atomic step.</summary>
    /// <param name="path">The target.</param>
    /// <param name="text">The whole new content.</param>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Is this the name of a temporary file that a killed process may have left?</summary>
    public static bool IsTemporary(string path) => TemporaryName().IsMatch(System.IO.Path.GetFileName(path));

    /// <summary>Removes the temporary files that killed processes left in a folder; nobody else may write there meanwhile.</summary>
    public static void RemoveTemporaries(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, ".*.tmp").Where(IsTemporary))
            File.Delete(file);
    }

    /// <summary>Removes the temporary files that killed processes left of one target; nobody else may write it meanwhile.</summary>
    public static void RemoveTemporariesOf(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        foreach (var file in Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(full)!, ".*.tmp"))
        {
            if (TemporaryName().Match(System.IO.Path.GetFileName(file)).Groups["target"].Value == System.IO.Path.GetFileName(full))
                File.Delete(file);
        }
    }

    [GeneratedRegex(@"^\.(?<target>.+)\.[0-9]+\.[0-9a-f]{32}\.tmp$")]
    private static partial Regex TemporaryName();

    private static string Followed(string path) =>
        !IsOfTheSystem(path) && new FileInfo(path).LinkTarget is not null ? File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName : path;

    /// <summary>The open device or pipe, or null for a file, be it there or not.</summary>
    private static FileStream? Special(string path)
    {
        if (IsOfTheSystem(path))
            return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        try
        {
            var stream = File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete) : null;
            if (stream?.CanSeek == false)
                return stream;
            stream?.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that may not be written can be replaced all the same, if its folder allows.
        }

        return null;
    }

    private static bool IsOfTheSystem(string path) =>
        (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal))
        || path.StartsWith("/proc/", StringComparison.Ordinal) || path.StartsWith(@"\\.\", StringComparison.Ordinal);
}
