using ReptileGen.Formats;

namespace ReptileGen.Model.Data;

/// <summary>
/// A memory-mapped corpus: one line of text per episode, 128 bytes each, NUL-padded. The spans point into the mapping
/// and are valid until <see cref="Dispose"/>.
/// </summary>
public sealed class TextDataset : IDisposable
{
    /// <summary>Bytes per line, padding included.</summary>
    public const int LineLength = 128;

    /// <summary>The tensors of a corpus.</summary>
    public static IReadOnlyList<string> Splits { get; } = ["train", "validation", "test"];

    private readonly SafetensorsFile _file;

    private TextDataset(SafetensorsFile file)
    {
        _file = file;
        var info = DatasetInfo.Read(file, DatasetInfo.TextFormat);
        Info = info.Counted(file, Splits.Sum(split => file.Read<byte>(split, -1, LineLength).Length / LineLength));
    }

    /// <summary>What the file says about itself.</summary>
    public DatasetInfo Info { get; }

    /// <summary>The file.</summary>
    public SafetensorsFile File => _file;

    /// <summary>Opens <c>text-NAME.safetensors</c>.</summary>
    /// <param name="folder">A folder from <see cref="DatasetLocator.Locate(string?)"/>.</param>
    /// <param name="name">The corpus, such as <c>dir_listing</c>.</param>
    /// <exception cref="UserException">The file is missing.</exception>
    /// <exception cref="InvalidFileException">The file is not a packed corpus.</exception>
    public static TextDataset Open(string folder, string name) => Open(DatasetLocator.File(folder, $"text-{name}"));

    /// <summary>Opens a packed corpus.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidFileException">The file is not a packed corpus.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TextDataset Open(string path)
    {
        var file = SafetensorsFile.Open(path);
        try
        {
            return new TextDataset(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>All lines <c>[Count(split), 128]</c> of a split.</summary>
    /// <param name="split">One of <see cref="Splits"/>.</param>
    /// <exception cref="InvalidFileException">No such split.</exception>
    public ReadOnlySpan<byte> Tokens(string split) => _file.ReadBytes(split);

    /// <summary>The number of lines of a split.</summary>
    /// <param name="split">One of <see cref="Splits"/>.</param>
    public int Count(string split) => Tokens(split).Length / LineLength;

    /// <summary>One line, padding included.</summary>
    /// <param name="split">One of <see cref="Splits"/>.</param>
    /// <param name="index">Which line.</param>
    public ReadOnlySpan<byte> Line(string split, int index) => Tokens(split).Slice(checked(index * LineLength), LineLength);

    /// <summary>Unmaps the file.</summary>
    public void Dispose() => _file.Dispose();
}
