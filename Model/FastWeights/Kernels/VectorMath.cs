using System.Numerics;
using System.Runtime.CompilerServices;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>
/// Elementary functions of a vector: range reduction by fused products, then a Taylor polynomial that is exact to
/// rounding on the reduced range. Relative error at most 4e-7 in float and 1e-15 in double (sin and cos: absolute,
/// for |x| up to 1000). The same bits at every width.
/// </summary>
internal static class VectorMath<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, IVector<V, T>
{
    private static bool Single
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float);
    }

    private static V One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => C(1);
    }

    /// <summary>exp(x), x cut to the range of normal results.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp(V x)
    {
        V q = ExpMinusOne(x, out V power);
        return V.MultiplyAdd(power, q, power);
    }

    /// <summary>1 / (1 + exp(-x)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid(V x) => V.Divide(One, V.Add(One, Exp(V.Subtract(V.Zero, x))));

    /// <summary>The derivative of sigmoid, s (1 - s), from its value s.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SigmoidSlope(V s) => V.Multiply(s, V.Subtract(One, s));

    /// <summary>tanh(x) = e / (e + 2), e = exp(2 x) - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh(V x)
    {
        x = V.Max(C(-20), V.Min(C(20), x));
        V q = ExpMinusOne(V.Add(x, x), out V power);
        V e = V.MultiplyAdd(power, q, V.Subtract(power, One));
        return V.Divide(e, V.Add(e, C(2)));
    }

    /// <summary>sin(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin(V x)
    {
        V n = V.Round(V.Multiply(x, C(1 / Math.PI)));
        return SinReduced(x, n, n);
    }

    /// <summary>cos(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos(V x)
    {
        V n = V.Round(V.MultiplyAdd(x, C(1 / Math.PI), C(-0.5)));
        return V.Subtract(V.Zero, SinReduced(x, V.Add(n, C(0.5)), n));
    }

    /// <summary>A constant in every element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V C(double value) =>
        Single ? V.All(Unsafe.BitCast<float, T>((float)value)) : V.All(Unsafe.BitCast<double, T>(value));

    /// <summary>With x = n ln 2 + r: the power 2^n, and exp(r) - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpMinusOne(V x, out V power)
    {
        x = Single ? V.Max(C(-87), V.Min(C(88), x)) : V.Max(C(-708), V.Min(C(709), x));
        V n = V.Round(V.Multiply(x, C(1.4426950408889634)));
        power = V.PowerOfTwo(n);
        V r = V.MultiplyAdd(n, Single ? C(-0.693359375) : C(-0.6931471803691238), x);
        r = V.MultiplyAdd(n, Single ? C(2.12194440054690583e-4) : C(-1.9082149292705877e-10), r);
        V p;
        if (Single)
        {
            p = C(1.0 / 5040);
        }
        else
        {
            p = C(1.0 / 6227020800);
            p = V.MultiplyAdd(p, r, C(1.0 / 479001600));
            p = V.MultiplyAdd(p, r, C(1.0 / 39916800));
            p = V.MultiplyAdd(p, r, C(1.0 / 3628800));
            p = V.MultiplyAdd(p, r, C(1.0 / 362880));
            p = V.MultiplyAdd(p, r, C(1.0 / 40320));
            p = V.MultiplyAdd(p, r, C(1.0 / 5040));
        }

        p = V.MultiplyAdd(p, r, C(1.0 / 720));
        p = V.MultiplyAdd(p, r, C(1.0 / 120));
        p = V.MultiplyAdd(p, r, C(1.0 / 24));
        p = V.MultiplyAdd(p, r, C(1.0 / 6));
        p = V.MultiplyAdd(p, r, C(0.5));
        return V.MultiplyAdd(V.Multiply(p, r), r, r);
    }

    /// <summary>(-1)^sign sin(x - n pi).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SinReduced(V x, V n, V sign)
    {
        V r = V.MultiplyAdd(n, Single ? C(-3.140625) : C(-3.141592653589793), x);
        r = V.MultiplyAdd(n, Single ? C(-9.67653584666550159e-4) : C(-1.2246467991473532e-16), r);
        r = Single ? V.MultiplyAdd(n, C(-5.126688136514179e-12), r) : r;
        V z = V.Multiply(r, r), p;
        if (Single)
        {
            p = C(1.0 / 6227020800);
        }
        else
        {
            p = C(1.0 / 51090942171709440000.0);
            p = V.MultiplyAdd(p, z, C(-1.0 / 121645100408832000.0));
            p = V.MultiplyAdd(p, z, C(1.0 / 355687428096000.0));
            p = V.MultiplyAdd(p, z, C(-1.0 / 1307674368000.0));
            p = V.MultiplyAdd(p, z, C(1.0 / 6227020800));
        }

        p = V.MultiplyAdd(p, z, C(-1.0 / 39916800));
        p = V.MultiplyAdd(p, z, C(1.0 / 362880));
        p = V.MultiplyAdd(p, z, C(-1.0 / 5040));
        p = V.MultiplyAdd(p, z, C(1.0 / 120));
        p = V.MultiplyAdd(p, z, C(-1.0 / 6));
        V s = V.MultiplyAdd(V.Multiply(p, z), r, r);
        return V.IfOdd(sign, V.Subtract(V.Zero, s), s);
    }
}
