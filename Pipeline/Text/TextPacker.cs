using ReptileGen.Formats;

namespace ReptileGen.Pipeline.Text;

/// <summary>A text file that becomes a packed file.</summary>
/// <param name="Name">The corpus, such as <c>dir_listing</c>.</param>
/// <param name="Path">UTF-8 text, one episode a line.</param>
/// <param name="LongLines">What becomes of lines over 127 bytes.</param>
/// <param name="Source">Where the text comes from, for the metadata.</param>
/// <param name="Licence">Under which terms, for the metadata.</param>
public sealed record Corpus(string Name, string Path, LongLines LongLines, string Source, string Licence);

/// <summary>How many episodes of a corpus went where.</summary>
public sealed record PackedCorpus(int Train, int Validation, int Test);

/// <summary>Text to safetensors: a row of 128 bytes for each episode, in three parts.</summary>
public static class TextPacker
{
    /// <summary>
    /// Writes <c>train</c>, <c>validation</c>, <c>test</c>, each <c>[n, 128] u8</c> padded with NUL, with provenance and
    /// statistics; the target appears whole or not at all, and equal input gives equal bytes.
    /// </summary>
    /// <param name="corpus">What to pack.</param>
    /// <param name="target">The packed file.</param>
    /// <exception cref="InvalidFileException">The text cannot be used, see <see cref="EpisodeLines"/>, or a part is too large.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static PackedCorpus Pack(Corpus corpus, string target) => Pack(corpus, target, CorpusSplit.LargestPart);

    /// <summary>As the other one, with another limit than <see cref="CorpusSplit.LargestPart"/>.</summary>
    internal static PackedCorpus Pack(Corpus corpus, string target, int largestPart)
    {
        var text = EpisodeLines.Read(corpus.Path, corpus.LongLines);
        var parts = text.Episodes.ToLookup(episode => CorpusSplit.PartOf(episode.Span));
        foreach (var (part, name) in CorpusSplit.Names.Index())
        {
            if (parts[part].Count() is var count && count > largestPart)
                throw new InvalidFileException(corpus.Path, $"lines of {name}", $"at most {largestPart} (divide the text into several)", $"{count}");
        }

        var metadata = PackedFile.Metadata(
            PackedFile.Text, corpus.Name, corpus.Source, Hashing.Sha256OfFile(corpus.Path), corpus.Licence, text.Episodes.Count);
        metadata["split"] = "all";
        metadata["encoding"] = "utf-8";
        metadata["long_lines_are"] = corpus.LongLines.ToString().ToLowerInvariant();
        foreach (var (key, value) in TextStatistics.Of(text))
            metadata[key] = value;

        var tensors = CorpusSplit.Names.Select((name, part) => new TensorSpec(name, DType.U8, parts[part].Count(), EpisodeLines.RowBytes));
        using var writer = new SafetensorsWriter(target, tensors, metadata, hashContent: true);
        var row = new byte[EpisodeLines.RowBytes];
        foreach (var tensor in writer.Tensors)
        {
            foreach (var episode in parts[CorpusSplit.Names.ToList().IndexOf(tensor.Name)])
            {
                episode.Span.CopyTo(row);
                row.AsSpan(episode.Length).Clear();
                writer.Append<byte>(tensor.Name, row);
            }
        }
        writer.Commit();
        return new PackedCorpus(parts[0].Count(), parts[1].Count(), parts[2].Count());
    }
}
