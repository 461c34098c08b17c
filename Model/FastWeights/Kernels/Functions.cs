using System.Numerics;
using System.Runtime.CompilerServices;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>A function of one number with its first two derivatives, each given x and y = f(x).</summary>
internal interface IFunction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    static abstract V Value<V>(V x)
        where V : struct, IVector<V, T>;

    static abstract V First<V>(V x, V y)
        where V : struct, IVector<V, T>;

    static abstract V Second<V>(V x, V y)
        where V : struct, IVector<V, T>;
}

/// <summary>tanh.</summary>
internal readonly struct TanhFunction<T> : IFunction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x)
        where V : struct, IVector<V, T> => VectorMath<T, V>.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V First<V>(V x, V y)
        where V : struct, IVector<V, T> => V.Subtract(VectorMath<T, V>.C(1), V.Multiply(y, y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Second<V>(V x, V y)
        where V : struct, IVector<V, T> => V.Multiply(V.Multiply(VectorMath<T, V>.C(-2), y), First(x, y));
}

/// <summary>max(x, 0); both derivatives are 0 at 0.</summary>
internal readonly struct ReluFunction<T> : IFunction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Keeps what is not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x)
        where V : struct, IVector<V, T> => V.Max(V.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V First<V>(V x, V y)
        where V : struct, IVector<V, T> => V.IfPositive(x, VectorMath<T, V>.C(1), V.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Second<V>(V x, V y)
        where V : struct, IVector<V, T> => V.Zero;
}

/// <summary>x s, s = sigmoid(x).</summary>
internal readonly struct SiluFunction<T> : IFunction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x)
        where V : struct, IVector<V, T> => V.Multiply(x, VectorMath<T, V>.Sigmoid(x));

    /// <summary>s (1 + x (1 - s)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V First<V>(V x, V y)
        where V : struct, IVector<V, T>
    {
        V s = VectorMath<T, V>.Sigmoid(x), one = VectorMath<T, V>.C(1);
        return V.Multiply(s, V.MultiplyAdd(x, V.Subtract(one, s), one));
    }

    /// <summary>s (1 - s) (2 + x (1 - 2 s)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Second<V>(V x, V y)
        where V : struct, IVector<V, T>
    {
        V s = VectorMath<T, V>.Sigmoid(x), one = VectorMath<T, V>.C(1);
        V outer = V.MultiplyAdd(x, V.Subtract(one, V.Add(s, s)), VectorMath<T, V>.C(2));
        return V.Multiply(V.Multiply(s, V.Subtract(one, s)), outer);
    }
}

/// <summary>sin.</summary>
internal readonly struct SinFunction<T> : IFunction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x)
        where V : struct, IVector<V, T> => VectorMath<T, V>.Sin(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V First<V>(V x, V y)
        where V : struct, IVector<V, T> => VectorMath<T, V>.Cos(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Second<V>(V x, V y)
        where V : struct, IVector<V, T> => V.Subtract(V.Zero, y);
}
