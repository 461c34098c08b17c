namespace ReptileGen.Pipeline;

/// <summary>What all packed files say of themselves, whatever they hold.</summary>
internal static class PackedFile
{
    /// <summary>The value of <c>format</c> in files with images.</summary>
    public const string Images = "reptilegen-images";

    /// <summary>The value of <c>format</c> in files with text.</summary>
    public const string Text = "reptilegen-text";

    /// <summary>The metadata that every packed file has; a packer adds its own.</summary>
    public static Dictionary<string, string> Metadata(string format, string name, string source, string sha256, string licence, long count) => new()
    {
        ["format"] = format,
        ["format_version"] = "1",
        ["name"] = name,
        ["source"] = source,
        ["source_sha256"] = sha256,
        ["licence"] = licence,
        ["count"] = Invariant(count),
        ["made_with"] = $"ReptileGen.Pipeline {typeof(PackedFile).Assembly.GetName().Version!.ToString(3)}",
    };

    /// <summary>A number as metadata: no culture, no group separators.</summary>
    public static string Invariant(IFormattable number, string? format = null) =>
        number.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
}
