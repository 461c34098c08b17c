using System.Numerics;

namespace ReptileGen.Model.FastWeights.Ops;

/// <summary>y = a sigmoid(g), with s = sigmoid(g), s' = s (1 - s), s'' = s' (1 - 2 s).</summary>
internal static class Gate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Forward(ReadOnlySpan<T> a, ReadOnlySpan<T> g, Span<T> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = a[i] * Scalar.Sigmoid(g[i]);
        }
    }

    public static void Backward(ReadOnlySpan<T> a, ReadOnlySpan<T> g, ReadOnlySpan<T> dy, Span<T> da, Span<T> dg)
    {
        for (int i = 0; i < dy.Length; i++)
        {
            T s = Scalar.Sigmoid(g[i]);
            da[i] += dy[i] * s;
            dg[i] += dy[i] * a[i] * s * (T.One - s);
        }
    }

    public static void TangentForward(ReadOnlySpan<T> a, ReadOnlySpan<T> g, ReadOnlySpan<T> ra, ReadOnlySpan<T> rg, Span<T> ry)
    {
        for (int i = 0; i < ry.Length; i++)
        {
            T s = Scalar.Sigmoid(g[i]);
            ry[i] = ra[i] * s + a[i] * s * (T.One - s) * rg[i];
        }
    }

    public static void TangentBackward(
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> g,
        ReadOnlySpan<T> dy,
        ReadOnlySpan<T> ra,
        ReadOnlySpan<T> rg,
        ReadOnlySpan<T> rdy,
        Span<T> rda,
        Span<T> rdg)
    {
        for (int i = 0; i < dy.Length; i++)
        {
            T s = Scalar.Sigmoid(g[i]), s1 = s * (T.One - s), s2 = s1 * (T.One - s - s);
            rda[i] += rdy[i] * s + dy[i] * s1 * rg[i];
            rdg[i] += rdy[i] * a[i] * s1 + dy[i] * (ra[i] * s1 + a[i] * s2 * rg[i]);
        }
    }
}
