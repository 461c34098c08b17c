using Microsoft.Build.Framework;
using ReptileGen.Formats;
using ReptileGen.Pipeline.Fetching;
using ReptileGen.Pipeline.Text;

namespace ReptileGen.Pipeline.Tasks;

/// <summary>Packs one text as <c>text-NAME.safetensors</c>.</summary>
public sealed class PackText : CancelableTask
{
    /// <summary>The text file; metadata <c>Source</c>, <c>Licence</c> and <c>LongLines</c> (<c>split</c> or <c>cut</c>) are optional.</summary>
    [Required]
    public ITaskItem Corpus { get; set; } = null!;

    /// <summary>The corpus' name: letters, digits, <c>_</c>, <c>-</c> and <c>.</c>.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>Where the packed file goes.</summary>
    [Required]
    public string Packed { get; set; } = "";

    /// <inheritdoc />
    protected override string FailureCode => "RGEN3001";

    /// <inheritdoc />
    protected override async System.Threading.Tasks.Task Run(CancellationToken cancel)
    {
        if (!Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
            throw new FormatException($"{Corpus.ItemSpec}: Name: expected letters, digits, '_', '-' and '.', found {Name}");
        var longLines = Value(Corpus, "LongLines", "split");
        if (!Enum.TryParse<LongLines>(longLines, ignoreCase: true, out var handling) || !Enum.IsDefined(handling))
            throw new FormatException($"{Corpus.ItemSpec}: LongLines: expected split or cut, found {longLines}");

        var path = Corpus.GetMetadata("FullPath");
        var corpus = new Corpus(
            Name, path, handling, Value(Corpus, "Source", Path.GetFileName(path)), Value(Corpus, "Licence", "not stated"));
        using var held = await FolderLock.Acquire(Packed, this, cancel);
        var target = Path.Combine(Packed, $"text-{Name}.safetensors");
        AtomicFile.RemoveTemporariesOf(target);
        var counts = TextPacker.Pack(corpus, target);
        Notable($"text-{Name}: {counts.Train} + {counts.Validation} + {counts.Test} lines packed (train, validation, test)");
        if (counts.Validation == 0 || counts.Test == 0)
            Log.LogWarning(null, "RGEN3002", null, null, 0, 0, 0, 0, "{0}", $"{corpus.Path}: too few lines (under about 100) for validation and test");
    }
}
