namespace ReptileGen.Model.Sampling;

/// <summary>Probabilities from logits, in double precision.</summary>
internal static class Distribution
{
    /// <summary>Of one logit z: <c>[1 - s, s]</c> with <c>s = sigmoid(z / temperature)</c>; of several, their softmax.</summary>
    public static void Of(ReadOnlySpan<float> logits, double temperature, Span<double> probabilities)
    {
        if (logits.Length == 1)
        {
            double z = logits[0] / temperature;
            (probabilities[0], probabilities[1]) = (1 / (1 + Math.Exp(z)), 1 / (1 + Math.Exp(-z)));
            return;
        }

        double greatest = double.NegativeInfinity, sum = 0;
        foreach (float z in logits)
        {
            greatest = Math.Max(greatest, z);
        }

        for (int i = 0; i < logits.Length; i++)
        {
            sum += probabilities[i] = Math.Exp((logits[i] - greatest) / temperature);
        }

        foreach (ref double p in probabilities)
        {
            p /= sum;
        }
    }

    /// <summary>The most probable value; the least of several.</summary>
    public static int Mode(ReadOnlySpan<double> probabilities)
    {
        int best = 0;
        for (int i = 1; i < probabilities.Length; i++)
        {
            best = probabilities[i] > probabilities[best] ? i : best;
        }

        return best;
    }

    /// <summary>The value at the quantile <paramref name="u"/> in [0, 1).</summary>
    public static int Draw(ReadOnlySpan<double> probabilities, double u)
    {
        for (int i = 0; i < probabilities.Length - 1; i++)
        {
            u -= probabilities[i];
            if (u < 0)
            {
                return i;
            }
        }

        return probabilities.Length - 1;
    }
}
