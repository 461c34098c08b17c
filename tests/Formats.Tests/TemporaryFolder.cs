namespace ReptileGen.Formats.Tests;

/// <summary>A folder of one test, removed with everything in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("reptilegen-").FullName;

    public string File(string name) => Path.Combine(_path, name);

    public string[] Files() => [.. Directory.GetFileSystemEntries(_path).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
