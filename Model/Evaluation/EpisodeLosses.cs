using System.Text.Json.Serialization;

namespace ReptileGen.Model.Evaluation;

/// <summary>
/// What each episode of an evaluation cost. Two models that were measured on the same episodes usually differ far less from episode
/// to episode than the episodes do, so their difference is known better than either mean.
/// </summary>
/// <param name="Model">Who was measured.</param>
/// <param name="Dataset">On what.</param>
/// <param name="ContentSha256">Of the data's file, lower-case hex.</param>
/// <param name="Split">train, validation or test.</param>
/// <param name="Protocol">dynamic or threshold; null for text.</param>
/// <param name="Seed">Of the drawn bits; null where none are drawn.</param>
/// <param name="Steps">Most steps of an episode: pixels, or characters.</param>
/// <param name="Padded">True if a line's padding is predicted too, false if it ends at its NUL; false for images.</param>
/// <param name="SplitCount">Episodes of the whole split.</param>
/// <param name="Nats">Sum over the steps of each measured episode, in the order of the data, <c>[episodes]</c>; they are spread evenly over the split.</param>
public sealed record EpisodeLosses(
    string Model, string Dataset, string ContentSha256, string Split, string? Protocol, ulong? Seed, int Steps, bool Padded, int SplitCount, double[] Nats)
{
    /// <summary>Which episodes these are, in words; the same words mean the same episodes.</summary>
    [JsonIgnore]
    public string Episodes => $"{Nats.Length} of {SplitCount} episodes of {Dataset} {Split}{(Protocol is null ? "" : $", {Protocol}")}{(Seed is null ? "" : $", seed {Seed}")}"
        + $", {(Padded ? "padded to " : "")}{Steps} steps, data {ContentSha256[..Math.Min(12, ContentSha256.Length)]}";

    /// <summary>How much more this model costs than another one, in nats per episode.</summary>
    /// <param name="other">Losses of the same episodes.</param>
    /// <returns>The mean over episodes of this loss minus the other, and its standard error.</returns>
    /// <exception cref="ArgumentException">The two were not measured on the same episodes.</exception>
    public MeanEstimate Minus(EpisodeLosses other) => Episodes == other.Episodes
        ? MeanEstimate.Of([.. Nats.Zip(other.Nats, (mine, theirs) => mine - theirs)])
        : throw new ArgumentException($"expected {Episodes}, found {other.Episodes}", nameof(other));
}
