using System.Numerics;

namespace ReptileGen.Model.FastWeights.Ops;

/// <summary>
/// y = gain n + bias with n = (x - mean) / sigma, sigma^2 = variance + 1e-5. With e = gain dy:
/// dx += (e - mean(e) - n mean(e n)) / sigma and dgain = dy n (dbias is dy).
/// </summary>
internal static class LayerNorm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T Epsilon = T.CreateChecked(1e-5);

    public static void Forward(ReadOnlySpan<T> x, ReadOnlySpan<T> gain, ReadOnlySpan<T> bias, Span<T> y)
    {
        (T mean, T inverse) = Moments(x);
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = gain[i] * ((x[i] - mean) * inverse) + bias[i];
        }
    }

    public static void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> gain, ReadOnlySpan<T> dy, Span<T> dx, Span<T> dGain)
    {
        (T mean, T inverse) = Moments(x);
        T e0 = T.Zero, e1 = T.Zero, count = T.CreateChecked(x.Length);
        for (int i = 0; i < x.Length; i++)
        {
            T n = (x[i] - mean) * inverse;
            dGain[i] = dy[i] * n;
            e0 += gain[i] * dy[i];
            e1 += gain[i] * dGain[i];
        }

        (e0, e1) = (e0 / count, e1 / count);
        for (int i = 0; i < x.Length; i++)
        {
            dx[i] += inverse * (gain[i] * dy[i] - e0 - (x[i] - mean) * inverse * e1);
        }
    }

    public static void TangentForward(
        ReadOnlySpan<T> x, ReadOnlySpan<T> gain, ReadOnlySpan<T> rx, ReadOnlySpan<T> rGain, ReadOnlySpan<T> rBias, Span<T> ry)
    {
        (T mean, T inverse) = Moments(x);
        (T rMean, T slope) = TangentMoments(x, rx, mean, inverse);
        for (int i = 0; i < x.Length; i++)
        {
            T n = (x[i] - mean) * inverse, rn = inverse * (rx[i] - rMean - n * slope);
            ry[i] = rGain[i] * n + gain[i] * rn + rBias[i];
        }
    }

    public static void TangentBackward(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> gain,
        ReadOnlySpan<T> dy,
        ReadOnlySpan<T> rx,
        ReadOnlySpan<T> rGain,
        ReadOnlySpan<T> rdy,
        Span<T> rdx,
        Span<T> rdGain)
    {
        (T mean, T inverse) = Moments(x);
        (T rMean, T slope) = TangentMoments(x, rx, mean, inverse);
        T e0 = T.Zero, e1 = T.Zero, re0 = T.Zero, re1 = T.Zero, count = T.CreateChecked(x.Length);
        for (int i = 0; i < x.Length; i++)
        {
            T n = (x[i] - mean) * inverse, rn = inverse * (rx[i] - rMean - n * slope);
            T e = gain[i] * dy[i], re = rGain[i] * dy[i] + gain[i] * rdy[i];
            e0 += e;
            e1 += e * n;
            re0 += re;
            re1 += re * n + e * rn;
            rdGain[i] = rdy[i] * n + dy[i] * rn;
        }

        (e0, e1, re0, re1) = (e0 / count, e1 / count, re0 / count, re1 / count);
        for (int i = 0; i < x.Length; i++)
        {
            T n = (x[i] - mean) * inverse, rn = inverse * (rx[i] - rMean - n * slope);
            T e = gain[i] * dy[i], re = rGain[i] * dy[i] + gain[i] * rdy[i];
            T dx = inverse * (e - e0 - n * e1);
            rdx[i] += inverse * (re - re0 - rn * e1 - n * re1 - slope * dx);
        }
    }

    private static (T Mean, T Inverse) Moments(ReadOnlySpan<T> x)
    {
        T sum = T.Zero, squares = T.Zero, count = T.CreateChecked(x.Length);
        foreach (T value in x)
        {
            sum += value;
        }

        T mean = sum / count;
        foreach (T value in x)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, T.One / T.Sqrt(squares / count + Epsilon));
    }

    /// <summary>R mean and mean(n Rx) = R sigma.</summary>
    private static (T Mean, T Slope) TangentMoments(ReadOnlySpan<T> x, ReadOnlySpan<T> rx, T mean, T inverse)
    {
        T sum = T.Zero, product = T.Zero, count = T.CreateChecked(x.Length);
        for (int i = 0; i < x.Length; i++)
        {
            sum += rx[i];
            product += (x[i] - mean) * inverse * rx[i];
        }

        return (sum / count, product / count);
    }
}
