using ReptileGen.Formats;

namespace ReptileGen.Model.Data;

/// <summary>One packed file in figures.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Kind"><c>images</c> or <c>text</c>.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="Info">What the file says about itself.</param>
/// <param name="Classes">Counts and ink per class; null for text.</param>
/// <param name="Lines">Lines per split; null for images.</param>
public sealed record DatasetSummary(
    string File,
    string Kind,
    long Bytes,
    DatasetInfo Info,
    IReadOnlyList<ClassStatistics>? Classes,
    IReadOnlyDictionary<string, int>? Lines)
{
    /// <summary>Summarises every packed file of a folder, by name, after checking its content hash.</summary>
    /// <param name="folder">A folder from <see cref="DatasetLocator.Locate(string?)"/>.</param>
    /// <exception cref="UserException">There are no packed files.</exception>
    /// <exception cref="InvalidFileException">A file is damaged or not one of ours.</exception>
    public static IReadOnlyList<DatasetSummary> OfFolder(string folder)
    {
        var names = DatasetLocator.Names(folder);
        return names.Count > 0
            ? [.. names.Select(name => Of(DatasetLocator.File(folder, name)))]
            : throw new UserException($"no packed datasets in {folder}: run `dotnet build`");
    }

    private static DatasetSummary Of(string path)
    {
        var name = Path.GetFileName(path);
        if (!name.StartsWith("text-", StringComparison.Ordinal))
        {
            using var images = ImageDataset.Open(path);
            DatasetCheck.Content(images.File, images.Info);
            return new(name, "images", images.File.Length, images.Info, ClassStatistics.Of(images), null);
        }
        using var text = TextDataset.Open(path);
        DatasetCheck.Content(text.File, text.Info);
        var lines = TextDataset.Splits.ToDictionary(split => split, text.Count);
        return new(name, "text", text.File.Length, text.Info, null, lines);
    }
}
