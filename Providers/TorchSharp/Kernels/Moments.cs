using System.Numerics;
using TorchSharp.Core;
using static TorchSharp.torch;

namespace TorchSharp.Kernels;

/// <summary>Numbers of one Adam step: decay rates, the floor of the divisor, step over the first bias correction, root of the second.</summary>
internal readonly record struct MomentRates(double Beta1, double Beta2, double Eps, double Step, double Correction);

/// <summary>Running means of gradients and their squares, and the step along them, in one pass.</summary>
internal static class Moments
{
    /// <summary>Updates mean and square, then moves the weights; all dense and of one type.</summary>
    public static void Step(Impl weight, Impl gradient, Impl mean, Impl square, MomentRates rates)
    {
        switch (weight.Type)
        {
            case ScalarType.Float32: Run(weight.Span<float>(), gradient.Span<float>(), mean.Span<float>(), square.Span<float>(), rates); break;
            case ScalarType.Float64: Run(weight.Span<double>(), gradient.Span<double>(), mean.Span<double>(), square.Span<double>(), rates); break;
            default: throw Types.Unsupported(weight.Type);
        }

        weight.Storage.Version++;
    }

    private static void Run<T>(Span<T> w, ReadOnlySpan<T> g, Span<T> m, Span<T> v, MomentRates rates) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T b1 = T.CreateTruncating(rates.Beta1), b2 = T.CreateTruncating(rates.Beta2), eps = T.CreateTruncating(rates.Eps);
        T step = T.CreateTruncating(rates.Step), correction = T.One / T.CreateTruncating(rates.Correction);
        T c1 = T.CreateTruncating(1 - rates.Beta1), c2 = T.CreateTruncating(1 - rates.Beta2);
        var n = Vector<T>.Count;
        var i = 0;
        for (; i <= w.Length - n; i += n)
        {
            var x = new Vector<T>(g[i..]);
            var mean = b1 * new Vector<T>(m[i..]) + c1 * x;
            var square = b2 * new Vector<T>(v[i..]) + c2 * (x * x);
            mean.CopyTo(m[i..]);
            square.CopyTo(v[i..]);
            (new Vector<T>(w[i..]) - step * mean / (Vector.SquareRoot(square) * correction + new Vector<T>(eps))).CopyTo(w[i..]);
        }

        for (; i < w.Length; i++)
        {
            m[i] = b1 * m[i] + c1 * g[i];
            v[i] = b2 * v[i] + c2 * (g[i] * g[i]);
            w[i] -= step * m[i] / (T.Sqrt(v[i]) * correction + eps);
        }
    }
}
