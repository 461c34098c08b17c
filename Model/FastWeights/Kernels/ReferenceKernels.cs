using System.Numerics;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>
/// What the matrix kernels compute, in plain loops. Matrices are <see cref="Tiles"/> with rows a multiple of 4 and
/// columns a multiple of 16. Sums over columns run in 16 lanes (column mod 16) that are folded in halves at the end,
/// and every product is fused into its sum: vector code of any width gives the same bits.
/// </summary>
public static class ReferenceKernels
{
    /// <summary><c>w -= u v'</c> (element by element times <paramref name="rates"/> unless empty), then <c>y = w x</c>.</summary>
    public static void UpdateMultiply<T>(
        Span<T> w, ReadOnlySpan<T> rates, ReadOnlySpan<T> u, ReadOnlySpan<T> v, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> lanes = stackalloc T[Tiles.Columns];
        for (int i = 0; i < y.Length; i++)
        {
            lanes.Clear();
            T minus = u.IsEmpty ? T.Zero : -u[i];
            for (int j = 0; j < x.Length; j++)
            {
                int at = Tiles.IndexOf(i, j, x.Length) + j % Tiles.Columns;
                if (!u.IsEmpty)
                {
                    T step = rates.IsEmpty ? v[j] : rates[at] * v[j];
                    w[at] = T.FusedMultiplyAdd(minus, step, w[at]);
                }

                lanes[j % Tiles.Columns] = T.FusedMultiplyAdd(w[at], x[j], lanes[j % Tiles.Columns]);
            }

            y[i] = Fold(lanes);
        }
    }

    /// <summary><c>w -= u v'</c> (element by element times <paramref name="rates"/> unless empty).</summary>
    public static void Update<T>(Span<T> w, ReadOnlySpan<T> rates, ReadOnlySpan<T> u, ReadOnlySpan<T> v)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < u.Length; i++)
        {
            for (int j = 0; j < v.Length; j++)
            {
                int at = Tiles.IndexOf(i, j, v.Length) + j % Tiles.Columns;
                w[at] = T.FusedMultiplyAdd(-u[i], rates.IsEmpty ? v[j] : rates[at] * v[j], w[at]);
            }
        }
    }

    /// <summary><c>y += w' d</c>.</summary>
    public static void MultiplyTransposed<T>(ReadOnlySpan<T> w, ReadOnlySpan<T> d, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < d.Length; i++)
        {
            for (int j = 0; j < y.Length; j++)
            {
                int at = Tiles.IndexOf(i, j, y.Length) + j % Tiles.Columns;
                y[j] = T.FusedMultiplyAdd(d[i], w[at], y[j]);
            }
        }
    }

    /// <summary><c>a += p x' - d q'</c>, then <c>y = (rates * a) s</c> and <c>z = (rates * a)' r</c> (rates 1 if empty).</summary>
    public static void UpdateMultiplyBoth<T>(
        Span<T> a,
        ReadOnlySpan<T> rates,
        ReadOnlySpan<T> p,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> d,
        ReadOnlySpan<T> q,
        ReadOnlySpan<T> s,
        ReadOnlySpan<T> r,
        Span<T> y,
        Span<T> z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> lanes = stackalloc T[Tiles.Columns];
        z.Clear();
        for (int i = 0; i < y.Length; i++)
        {
            lanes.Clear();
            for (int j = 0; j < z.Length; j++)
            {
                int at = Tiles.IndexOf(i, j, z.Length) + j % Tiles.Columns;
                T value = T.FusedMultiplyAdd(-d[i], q[j], T.FusedMultiplyAdd(p[i], x[j], a[at]));
                a[at] = value;
                value = rates.IsEmpty ? value : rates[at] * value;
                lanes[j % Tiles.Columns] = T.FusedMultiplyAdd(value, s[j], lanes[j % Tiles.Columns]);
                z[j] = T.FusedMultiplyAdd(r[i], value, z[j]);
            }

            y[i] = Fold(lanes);
        }
    }

    /// <summary><c>a += p x'</c>.</summary>
    public static void AddOuter<T>(Span<T> a, ReadOnlySpan<T> p, ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < p.Length; i++)
        {
            for (int j = 0; j < x.Length; j++)
            {
                ref T element = ref a[Tiles.IndexOf(i, j, x.Length) + j % Tiles.Columns];
                element = T.FusedMultiplyAdd(p[i], x[j], element);
            }
        }
    }

    /// <summary><c>sum += (p x') * a</c>, element by element.</summary>
    public static void AddOuterTimes<T>(Span<T> sum, ReadOnlySpan<T> p, ReadOnlySpan<T> x, ReadOnlySpan<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < p.Length; i++)
        {
            for (int j = 0; j < x.Length; j++)
            {
                int at = Tiles.IndexOf(i, j, x.Length) + j % Tiles.Columns;
                sum[at] = T.FusedMultiplyAdd(p[i] * x[j], a[at], sum[at]);
            }
        }
    }

    private static T Fold<T>(Span<T> lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int half = Tiles.Columns / 2; half > 0; half /= 2)
        {
            for (int k = 0; k < half; k++)
            {
                lanes[k] += lanes[k + half];
            }
        }

        return lanes[0];
    }
}
