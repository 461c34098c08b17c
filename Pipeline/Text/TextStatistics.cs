namespace ReptileGen.Pipeline.Text;

/// <summary>What a corpus is like, for the metadata of its packed file.</summary>
public static class TextStatistics
{
    /// <summary>Lengths, alphabet, repetition, and the entropy of single bytes (what a model without context reaches at best).</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(EpisodeLines text)
    {
        var histogram = new long[256];
        var distinct = new HashSet<string>();
        long bytes = 0;
        var longest = 0;
        foreach (var episode in text.Episodes)
        {
            foreach (var value in episode.Span)
                histogram[value]++;
            distinct.Add(Convert.ToBase64String(episode.Span));
            bytes += episode.Length;
            longest = Math.Max(longest, episode.Length);
        }
        var entropy = histogram.Where(n => n > 0).Sum(n => -(double)n / bytes * Math.Log2((double)n / bytes));
        return new Dictionary<string, string>
        {
            ["lines"] = PackedFile.Invariant(text.Lines),
            ["long_lines"] = PackedFile.Invariant(text.Long),
            ["distinct_episodes"] = PackedFile.Invariant(distinct.Count),
            ["bytes"] = PackedFile.Invariant(bytes),
            ["mean_length"] = PackedFile.Invariant((double)bytes / text.Episodes.Count, "0.00"),
            ["longest"] = PackedFile.Invariant(longest),
            ["distinct_bytes"] = PackedFile.Invariant(histogram.Count(n => n > 0)),
            ["byte_entropy_bits"] = PackedFile.Invariant(entropy, "0.0000"),
        };
    }
}
