namespace ReptileGen.Render.Engine;

/// <summary>A shader did not compile or link, or its file is missing.</summary>
public sealed class ShaderException(string message) : Exception(message);

/// <summary>
/// The texts of Shaders/: embedded in the program, or read from a folder that is watched while the viewer runs.
/// </summary>
public sealed class ShaderLibrary
{
    private readonly string? _folder;
    private DateTime _newest;

    /// <summary>Embedded texts if <paramref name="folder"/> is null.</summary>
    /// <exception cref="ShaderException">The folder does not exist.</exception>
    public ShaderLibrary(string? folder)
    {
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new ShaderException($"--shaders: no folder at {Path.GetFullPath(folder)}; expected one with files such as heat.frag.");
        }

        _folder = folder;
        _newest = Newest();
    }

    /// <summary>Whether texts come from a folder.</summary>
    public bool IsWatched => _folder is not null;

    /// <summary>Counts the changes that were noticed.</summary>
    public int Version { get; private set; }

    /// <summary>Where a text comes from, for messages.</summary>
    public string Locate(string file) => _folder is null ? $"Shaders/{file}" : Path.Combine(_folder, file);

    /// <summary>The text of one file, such as <c>heat.frag</c>.</summary>
    /// <exception cref="ShaderException">There is none.</exception>
    public string Read(string file)
    {
        if (_folder is not null)
        {
            string path = Path.Combine(_folder, file);
            return File.Exists(path) ? File.ReadAllText(path) : throw new ShaderException($"{path}: not found.");
        }

        using Stream stream = typeof(ShaderLibrary).Assembly.GetManifestResourceStream($"shaders/{file}")
            ?? throw new ShaderException($"Shaders/{file}: not built into the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Whether a file of the watched folder changed since the last call.</summary>
    public bool HasChanged()
    {
        DateTime newest = Newest();
        bool changed = newest > _newest;
        _newest = newest;
        Version += changed ? 1 : 0;
        return changed;
    }

    private DateTime Newest()
    {
        DateTime newest = DateTime.MinValue;
        foreach (string file in _folder is null ? [] : Directory.EnumerateFiles(_folder))
        {
            DateTime time = File.GetLastWriteTimeUtc(file);
            newest = time > newest ? time : newest;
        }

        return newest;
    }
}
