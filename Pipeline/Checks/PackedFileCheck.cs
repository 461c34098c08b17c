using ReptileGen.Formats;

namespace ReptileGen.Pipeline.Checks;

/// <summary>Is a packed file what it says it is?</summary>
public static class PackedFileCheck
{
    /// <summary>Checks layout, format, shapes and the hash over all content.</summary>
    /// <returns>One line on what the file holds.</returns>
    /// <exception cref="InvalidFileException">Something is wrong; the message says what.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static string Describe(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var format = file.RequireMetadata("format");
        if (file.RequireMetadata("format_version") != "1")
            throw new InvalidFileException(path, "format_version", "1", file.RequireMetadata("format_version"));
        long count;
        switch (format)
        {
            case PackedFile.Images:
                file.Read<byte>("images", -1, Images.ImagePacker.Side, Images.ImagePacker.Side);
                count = file.Require("images").Shape[0];
                file.Read<byte>("labels", count);
                file.Read<byte>("bits", count, Images.BitPlane.BytesFor(Images.ImagePacker.Side * Images.ImagePacker.Side));
                break;
            case PackedFile.Text:
                foreach (var part in Text.CorpusSplit.Names)
                    file.Read<byte>(part, -1, Text.EpisodeLines.RowBytes);
                count = Text.CorpusSplit.Names.Sum(part => file.Require(part).Shape[0]);
                break;
            default:
                throw new InvalidFileException(path, "format", $"{PackedFile.Images} or {PackedFile.Text}", format);
        }
        if (file.RequireMetadata("count") != PackedFile.Invariant(count))
            throw new InvalidFileException(path, "count", $"{count}", file.RequireMetadata("count"));
        var hash = file.ContentHash();
        if (!Hashing.SameHex(hash, file.RequireMetadata(SafetensorsWriter.ContentHashKey)))
            throw new InvalidFileException(path, SafetensorsWriter.ContentHashKey, file.RequireMetadata(SafetensorsWriter.ContentHashKey), hash);
        return $"{count} episodes, {file.Length} bytes, content {hash[..16]}, from {file.RequireMetadata("source")}";
    }
}
