namespace ReptileGen.Model.Evaluation;

/// <summary>A mean of independent values, and how far it may be from the true one.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardError">The standard deviation of the values (with n - 1) over the root of their number; 0 for one value.</param>
public readonly record struct MeanEstimate(double Mean, double StandardError)
{
    /// <summary>Of values.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public static MeanEstimate Of(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        double variance = values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Count - 1);
        return new MeanEstimate(mean, Math.Sqrt(variance / values.Count));
    }
}
