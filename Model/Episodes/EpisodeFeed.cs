using ReptileGen.Model.Meta;
using ReptileGen.Model.Randomness;

namespace ReptileGen.Model.Episodes;

/// <summary>
/// Endless shuffled passes over a source, one batch at a time. The whole state is <see cref="Position"/>: episode n is
/// number <c>n mod count</c> of the permutation of pass <c>n / count</c>, which is drawn from the seed and the pass.
/// </summary>
public sealed class EpisodeFeed
{
    private readonly IEpisodeSource source;
    private readonly ulong seed;
    private readonly int[] order;
    private int pass = -1;

    /// <summary>A feed from an episode on.</summary>
    /// <param name="source">The episodes.</param>
    /// <param name="seed">Of the order.</param>
    /// <param name="batch">Episodes of a batch.</param>
    /// <param name="position">Episodes fed before.</param>
    /// <param name="chances">Whether batches have <see cref="EpisodeBatch.Chances"/> too.</param>
    public EpisodeFeed(IEpisodeSource source, ulong seed, int batch, long position = 0, bool chances = false)
    {
        (this.source, this.seed, Position) = (source, seed, position);
        order = new int[source.Count];
        Batch = NewBatch(source, batch) with { Chances = chances ? new byte[batch * source.Layout.Steps] : null };
    }

    /// <summary>Episodes fed so far.</summary>
    public long Position { get; private set; }

    /// <summary>The current batch; <see cref="Next"/> overwrites it.</summary>
    public EpisodeBatch Batch { get; }

    /// <summary>Fills <see cref="Batch"/> with the next episodes; allocates nothing within a pass.</summary>
    public EpisodeBatch Next()
    {
        for (int b = 0; b < Batch.Count; b++, Position++)
        {
            Enter((int)(Position / order.Length));
            Span<byte> targets = Batch.Targets.AsSpan(b * Batch.Steps, Batch.Steps);
            Span<byte> chances = Batch.Chances is byte[] all ? all.AsSpan(b * Batch.Steps, Batch.Steps) : default;
            Batch.Lengths[b] = source.Read(order[Position % order.Length], pass, targets, chances);
        }

        return Batch;
    }

    /// <summary>An empty batch for the episodes of a source.</summary>
    public static EpisodeBatch NewBatch(IEpisodeSource source, int count) =>
        new(count, source.Layout.Steps, new byte[count * source.Layout.Steps], new int[count]);

    private void Enter(int next)
    {
        if (next == pass)
        {
            return;
        }

        pass = next;
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        new RandomStream(seed, $"order/{pass}").Shuffle<int>(order);
    }
}
