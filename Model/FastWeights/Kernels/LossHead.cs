using System.Numerics;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>
/// From raw to bounded logits (z = b tanh(raw / b), or z = raw) and to the loss: binary cross-entropy of one logit,
/// or cross-entropy of the softmax of 256.
/// </summary>
internal static class LossHead<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Bound(ReadOnlySpan<T> raw, T? bound, Span<T> logits)
    {
        if (bound is T b)
        {
            Vectors.Scale(T.One / b, raw, logits);
            Unary<T, TanhFunction<T>>.Forward(logits, logits);
            Vectors.Scale(b, logits, logits);
        }
        else
        {
            raw.CopyTo(logits);
        }
    }

    /// <summary>The loss in nats, and the probability (one logit: of 1) or probabilities.</summary>
    public static T Loss(ReadOnlySpan<T> logits, int target, Span<T> probabilities)
    {
        if (logits.Length == 1)
        {
            T z = logits[0], e = T.Exp(-T.Abs(z)), p = e / (T.One + e);
            probabilities[0] = z > T.Zero ? T.One - p : p;
            return T.Max(z, T.Zero) - (target == 0 ? T.Zero : z) + T.LogP1(e);
        }

        T most = Largest(logits), sum = Vectors.ExpSum(most, logits, probabilities);
        Vectors.Scale(T.One / sum, probabilities, probabilities);
        return T.Log(sum) + most - logits[target];
    }

    /// <summary>d loss / d raw.</summary>
    public static void Backward(ReadOnlySpan<T> logits, ReadOnlySpan<T> probabilities, int target, T? bound, Span<T> dRaw)
    {
        for (int k = 0; k < logits.Length; k++)
        {
            dRaw[k] = (probabilities[k] - Hot(k, target, logits.Length)) * Slope(logits[k], bound);
        }
    }

    /// <summary>The R-operator of <see cref="Backward"/>.</summary>
    public static void TangentBackward(
        ReadOnlySpan<T> logits, ReadOnlySpan<T> probabilities, int target, T? bound, ReadOnlySpan<T> rRaw, Span<T> rdRaw)
    {
        T mean = T.Zero;
        for (int k = 0; k < logits.Length; k++)
        {
            mean += probabilities[k] * Slope(logits[k], bound) * rRaw[k];
        }

        for (int k = 0; k < logits.Length; k++)
        {
            T slope = Slope(logits[k], bound), rz = slope * rRaw[k], p = probabilities[k];
            T second = p * (rz - mean) * slope;
            if (bound is T b)
            {
                T ratio = logits[k] / b;
                second -= (p - Hot(k, target, logits.Length)) * (ratio + ratio) / b * rz;
            }

            rdRaw[k] = second;
        }
    }

    /// <summary>
    /// What the gradient of one bit's loss is multiplied by to become that of the loss's expectation over the bit. With p the
    /// model's and c the true chance of 1 these are p - target and p - c times the same vector, so it is (p - c) / (p - target).
    /// </summary>
    /// <param name="probability">p as <see cref="Loss"/> left it, so that its rounding cancels.</param>
    /// <param name="target">0 or 1, the bit that was drawn.</param>
    /// <param name="chance">c in 255ths.</param>
    /// <returns>
    /// Exactly 1 where nothing was left to chance; also where p - target rounds to 0, in single precision at logits beyond 16.6.
    /// </returns>
    public static T Expectation(T probability, int target, byte chance)
    {
        T bit = Hot(0, target, 1), c = T.CreateChecked(chance) / T.CreateChecked(255);
        return c == bit || probability == bit ? T.One : (probability - c) / (probability - bit);
    }

    private static T Largest(ReadOnlySpan<T> values)
    {
        T most = values[0];
        foreach (T value in values)
        {
            most = T.Max(most, value);
        }

        return most;
    }

    private static T Slope(T logit, T? bound) => bound is T b ? T.One - logit / b * (logit / b) : T.One;

    private static T Hot(int k, int target, int count) =>
        (count == 1 ? target != 0 : k == target) ? T.One : T.Zero;
}
