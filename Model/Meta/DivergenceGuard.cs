namespace ReptileGen.Model.Meta;

/// <summary>A run that does not learn any more: what happened, for a person.</summary>
public sealed class DivergedException(string message) : Exception(message);

/// <summary>
/// Notices that a run diverged: the meta vector is not finite, or the running mean of the loss is above four times the
/// cost of guessing, or ten batches in a row had no episode with a finite loss and gradient.
/// </summary>
/// <param name="guessing">Nats of an episode under a uniform guess.</param>
public sealed class DivergenceGuard(double guessing)
{
    private const double Decay = 0.95, Excess = 4, Doubtful = 2;
    private const int Patience = 10;
    private int barren;
    private bool learned;

    /// <summary>Running mean of the loss in nats per episode, 0 before the first batch. A checkpoint saves it.</summary>
    public double MeanLoss { get; set; }

    /// <summary>Episodes whose loss or gradient was not finite so far. A checkpoint saves it.</summary>
    public long Lost { get; set; }

    /// <summary>
    /// Episodes so far that cost more than guessing (of text: than guessing a whole line of the greatest length) once the running mean had been
    /// below half of that, though they stayed finite: blow-ups that the bounded step and the clip kept from the run. A checkpoint saves it.
    /// </summary>
    public long Blowups { get; set; }

    /// <summary>Signs of a divergence, for a person: the last batch had no finite episode, or the running mean is above twice the cost of guessing. Null if there are none.</summary>
    public string? Doubt =>
        barren > 0 ? "no finite episode in the last batch"
        : MeanLoss > Doubtful * guessing ? Cost
        : null;

    private string Cost => FormattableString.Invariant($"mean loss {MeanLoss:F1} nats per episode, guessing costs {guessing:F1}");

    /// <summary>Looks at the losses and gradient norms of a batch.</summary>
    /// <returns>Mean loss of the finite episodes; NaN if there are none.</returns>
    /// <exception cref="DivergedException">The run diverged.</exception>
    public double Observe(ReadOnlySpan<double> nll, ReadOnlySpan<double> norms)
    {
        double sum = 0;
        int finite = 0;
        learned |= MeanLoss > 0 && MeanLoss < guessing / 2;
        for (int i = 0; i < nll.Length; i++)
        {
            if (double.IsFinite(nll[i]) && double.IsFinite(norms[i]))
            {
                sum += nll[i];
                finite++;
                Blowups += learned && nll[i] > guessing ? 1 : 0;
            }
        }

        Lost += nll.Length - finite;
        barren = finite == 0 ? barren + 1 : 0;
        if (barren >= Patience)
        {
            throw new DivergedException($"no finite episode in {Patience} batches");
        }

        if (finite > 0)
        {
            MeanLoss = MeanLoss == 0 ? sum / finite : Decay * MeanLoss + (1 - Decay) * sum / finite;
        }

        if (MeanLoss > Excess * guessing)
        {
            throw new DivergedException(Cost);
        }

        return finite > 0 ? sum / finite : double.NaN;
    }

    /// <summary>Looks at the meta vector, or the optimizer's state, after a step.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="what">What one of them is called.</param>
    /// <exception cref="DivergedException">An element is not finite.</exception>
    public static void Check(ReadOnlySpan<float> values, string what = "weight")
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                throw new DivergedException($"a {what} is not finite");
            }
        }
    }
}
