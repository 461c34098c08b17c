namespace ReptileGen.Pipeline.Fetching;

/// <summary>One content that the world holds under several addresses, known by its hash.</summary>
/// <param name="Name">File name, the same at every source (a source may add <c>.gz</c>).</param>
/// <param name="Size">Bytes of the uncompressed content; null if unknown.</param>
/// <param name="Sha256">Hash of the uncompressed content, hexadecimal; null if unknown, then only local sources are allowed.</param>
public sealed record ExpectedFile(string Name, long? Size = null, string? Sha256 = null)
{
    /// <summary>The most bytes that a content of unknown size may have.</summary>
    public const long LargestUnknown = 1L << 30;

    /// <summary>The most bytes worth reading: one more than expected shows that there are too many.</summary>
    public long ReadLimit => (Size ?? LargestUnknown) + 1;

    /// <summary>Does a local file hold this content? Without a known hash only the size counts.</summary>
    public bool IsAt(string path) =>
        File.Exists(path)
        && (Size is null || new FileInfo(path).Length == Size)
        && (Sha256 is null || Hashing.SameHex(Hashing.Sha256OfFile(path), Sha256));
}
