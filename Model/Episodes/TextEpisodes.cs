using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Episodes;

/// <summary>One line of text by number: its bytes, NUL-padded.</summary>
public delegate ReadOnlySpan<byte> TextLine(int index);

/// <summary>Lines of text as episodes of bytes; the first NUL ends an episode and belongs to it.</summary>
public sealed class TextEpisodes : IEpisodeSource
{
    private readonly TextLine lines;
    /// <summary>The lines of one split of a corpus.</summary>
    /// <param name="lines">The lines, by number.</param>
    /// <param name="count">How many.</param>
    /// <param name="layout">Of a <see cref="TextInputSpec"/>.</param>
    public TextEpisodes(TextLine lines, int count, EpisodeLayout layout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (this.lines, Count, Layout) = (lines, count, layout);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public EpisodeLayout Layout { get; }

    /// <inheritdoc/>
    public int Read(int index, int pass, Span<byte> targets, Span<byte> chances = default)
    {
        if (!chances.IsEmpty)
        {
            throw new NotSupportedException("texts are not drawn: their bytes have no chances");
        }

        ReadOnlySpan<byte> line = lines(index);
        int end = line.IndexOf((byte)0), text = Math.Min(end < 0 ? line.Length : end, Layout.Steps);
        targets.Clear();
        line[..text].CopyTo(targets);
        return Layout.StopAtNul ? Math.Min(text + 1, Layout.Steps) : Layout.Steps;
    }
}
