using System.Globalization;
using ReptileGen.Formats;

namespace ReptileGen.Model.Data;

/// <summary>What a packed file says about itself.</summary>
/// <param name="Name">The dataset's name, such as <c>mnist</c>.</param>
/// <param name="Split">The part of it that the file holds.</param>
/// <param name="Source">Where the content came from.</param>
/// <param name="SourceSha256">The hash of what came from there.</param>
/// <param name="Licence">Under what terms it may be used.</param>
/// <param name="Count">The number of episodes.</param>
/// <param name="ContentSha256">SHA-256 over the bytes of all tensors in file order, lower-case hex.</param>
/// <param name="MadeWith">What packed it.</param>
public sealed record DatasetInfo(
    string Name,
    string Split,
    string Source,
    string SourceSha256,
    string Licence,
    long Count,
    string ContentSha256,
    string MadeWith)
{
    /// <summary>The <c>format</c> of a file of images.</summary>
    public const string ImageFormat = "reptilegen-images";

    /// <summary>The <c>format</c> of a file of text.</summary>
    public const string TextFormat = "reptilegen-text";

    /// <summary>The <c>format_version</c> that this library reads.</summary>
    public const string FormatVersion = "1";

    /// <summary>Reads the metadata of a packed file.</summary>
    /// <param name="file">An open file.</param>
    /// <param name="format"><see cref="ImageFormat"/> or <see cref="TextFormat"/>.</param>
    /// <exception cref="InvalidFileException">Another format or version, an entry missing, or a count that is no number.</exception>
    public static DatasetInfo Read(SafetensorsFile file, string format)
    {
        Expect(file, "format", format);
        Expect(file, "format_version", FormatVersion);
        var count = file.RequireMetadata("count");
        return new DatasetInfo(
            file.RequireMetadata("name"),
            file.RequireMetadata("split"),
            file.RequireMetadata("source"),
            file.RequireMetadata("source_sha256"),
            file.RequireMetadata("licence"),
            long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new InvalidFileException(file.Name, "metadata count", "a whole number", count),
            file.RequireMetadata(SafetensorsWriter.ContentHashKey),
            file.RequireMetadata("made_with"));
    }

    /// <summary>Checks that the tensors hold as many episodes as the metadata say.</summary>
    /// <exception cref="InvalidFileException">They do not.</exception>
    internal DatasetInfo Counted(SafetensorsFile file, long found) => found == Count
        ? this
        : throw new InvalidFileException(file.Name, "number of episodes", $"{Count} as in metadata count", $"{found}");

    private static void Expect(SafetensorsFile file, string key, string value)
    {
        if (file.RequireMetadata(key) is var found && found != value)
            throw new InvalidFileException(file.Name, $"metadata {key}", value, found);
    }
}
