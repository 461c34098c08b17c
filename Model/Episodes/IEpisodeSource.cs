using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Episodes;

/// <summary>The episodes of one split of a dataset, by number. Safe for use by several threads at once.</summary>
public interface IEpisodeSource
{
    /// <summary>Number of episodes, at least 1.</summary>
    int Count { get; }

    /// <summary>The order of the steps.</summary>
    EpisodeLayout Layout { get; }

    /// <summary>Writes the targets of an episode in step order.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="pass">The pass over the data, which chooses the random bits of a dynamic protocol.</param>
    /// <param name="targets">Out: <c>[T]</c>, 0 or 1, or bytes; 0 after the end.</param>
    /// <param name="chances">
    /// Out: <c>[T]</c>, the chance that the target was 1, in 255ths, where the targets are bits that were drawn (0 or 255 where
    /// they were not); or empty.
    /// </param>
    /// <returns>Steps of the episode, 1 to T.</returns>
    /// <exception cref="NotSupportedException">Chances of targets that are not bits.</exception>
    int Read(int index, int pass, Span<byte> targets, Span<byte> chances = default);
}
