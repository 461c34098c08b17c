namespace ReptileGen.Model.Meta;

/// <summary>
/// Bounds each episode's meta-gradient by a multiple of the norm that is usual, so that one image that blew up cannot
/// steer a run. The usual norm is a running mean of the clipped norms; the first batch gives its median.
/// </summary>
/// <param name="multiple">The multiple; null means no clip.</param>
public sealed class EpisodeClip(double? multiple)
{
    private const double Decay = 0.98;

    /// <summary>The running mean norm, 0 before the first batch. A checkpoint saves it.</summary>
    public double UsualNorm { get; set; }

    /// <summary>The clip for the next batch.</summary>
    public float Limit => multiple is double m && UsualNorm > 0 ? (float)(m * UsualNorm) : float.PositiveInfinity;

    /// <summary>Learns from the norms of a batch; NaN are left out.</summary>
    public void Observe(ReadOnlySpan<double> norms)
    {
        double[] finite = [.. norms.ToArray().Where(double.IsFinite).Order()];
        if (finite.Length == 0)
        {
            return;
        }

        float limit = Limit;
        UsualNorm = UsualNorm > 0
            ? Decay * UsualNorm + (1 - Decay) * finite.Average(n => Math.Min(n, limit))
            : finite[finite.Length / 2];
    }
}
