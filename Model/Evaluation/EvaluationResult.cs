namespace ReptileGen.Model.Evaluation;

/// <summary>Losses of many episodes.</summary>
/// <param name="Nll">Nats of each episode.</param>
/// <param name="Lengths">Steps of each episode.</param>
/// <param name="PositionNats">Mean nats of each step over the episodes that reach it, <c>[T]</c>.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record EvaluationResult(double[] Nll, int[] Lengths, double[] PositionNats, double Seconds)
{
    /// <summary>Number of episodes.</summary>
    public int Count => Nll.Length;

    /// <summary>Episodes whose loss was not finite; they are left out of every mean.</summary>
    public int Lost => Nll.Count(n => !double.IsFinite(n));

    /// <summary>Mean nats per episode.</summary>
    public double Mean => Estimate().Mean;

    /// <summary>Standard error of <see cref="Mean"/>; 0 for one episode.</summary>
    public double StandardError => Estimate().StandardError;

    /// <summary>Bits per step: per pixel of an image, per character of a text, its end mark counted.</summary>
    public double BitsPerStep => Finite().Sum(i => Nll[i]) / Finite().Sum(i => (double)Lengths[i]) / Math.Log(2);

    private MeanEstimate Estimate() => MeanEstimate.Of([.. Finite().Select(i => Nll[i])]);

    private IEnumerable<int> Finite() => Enumerable.Range(0, Nll.Length).Where(i => double.IsFinite(Nll[i]));
}
