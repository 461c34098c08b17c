using System.Numerics;

namespace ReptileGen.Model.FastWeights.Ops;

/// <summary>A function of one number with its first two derivatives, each given x and y = f(x).</summary>
internal interface IUnary<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    static abstract T Value(T x);

    static abstract T First(T x, T y);

    static abstract T Second(T x, T y);
}

/// <summary>
/// Elementwise functions: y = f(x); dx += dy f'; and their R-operators Ry = f' Rx, Rdx += Rdy f' + dy f'' Rx.
/// </summary>
internal static class Unary<T, TFunction>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFunction : IUnary<T>
{
    public static void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = TFunction.Value(x[i]);
        }
    }

    public static void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
    {
        for (int i = 0; i < y.Length; i++)
        {
            dx[i] += dy[i] * TFunction.First(x[i], y[i]);
        }
    }

    public static void TangentForward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> rx, Span<T> ry)
    {
        for (int i = 0; i < y.Length; i++)
        {
            ry[i] = TFunction.First(x[i], y[i]) * rx[i];
        }
    }

    public static void TangentBackward(
        ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, ReadOnlySpan<T> rx, ReadOnlySpan<T> rdy, Span<T> rdx)
    {
        for (int i = 0; i < y.Length; i++)
        {
            rdx[i] += rdy[i] * TFunction.First(x[i], y[i]) + dy[i] * TFunction.Second(x[i], y[i]) * rx[i];
        }
    }
}

/// <summary>tanh.</summary>
internal readonly struct TanhFunction<T> : IUnary<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static T Value(T x) => T.Tanh(x);

    public static T First(T x, T y) => T.One - y * y;

    public static T Second(T x, T y) => -(y + y) * (T.One - y * y);
}

/// <summary>max(x, 0); both derivatives are 0 at 0.</summary>
internal readonly struct ReluFunction<T> : IUnary<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static T Value(T x) => x > T.Zero ? x : T.Zero;

    public static T First(T x, T y) => x > T.Zero ? T.One : T.Zero;

    public static T Second(T x, T y) => T.Zero;
}

/// <summary>x sigmoid(x).</summary>
internal readonly struct SiluFunction<T> : IUnary<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static T Value(T x) => x * Scalar.Sigmoid(x);

    public static T First(T x, T y)
    {
        T s = Scalar.Sigmoid(x);
        return s * (T.One + x * (T.One - s));
    }

    public static T Second(T x, T y)
    {
        T s = Scalar.Sigmoid(x);
        return s * (T.One - s) * (T.One + T.One + x * (T.One - s - s));
    }
}

/// <summary>sin.</summary>
internal readonly struct SinFunction<T> : IUnary<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static T Value(T x) => T.Sin(x);

    public static T First(T x, T y) => T.Cos(x);

    public static T Second(T x, T y) => -y;
}

/// <summary>Functions of one number.</summary>
internal static class Scalar
{
    /// <summary>1 / (1 + exp(-x)).</summary>
    public static T Sigmoid<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.One / (T.One + T.Exp(-x));
}
