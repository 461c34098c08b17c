using System.Numerics;
using System.Numerics.Tensors;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>Operations on vectors.</summary>
public static class Vectors
{
    /// <summary><c>y = a + b</c>.</summary>
    public static void Sum<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.Add(a, b, y);

    /// <summary><c>y = a - b</c>.</summary>
    public static void Subtract<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.Subtract(a, b, y);

    /// <summary><c>y += x</c>.</summary>
    public static void Add<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.Add(y, x, y);

    /// <summary><c>y = a b</c>, element by element.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.Multiply(a, b, y);

    /// <summary><c>y = s a b</c>, element by element.</summary>
    public static void Multiply<T>(T s, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = s * a[i] * b[i];
        }
    }

    /// <summary><c>y += s x</c>.</summary>
    public static void AddScaled<T>(T s, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.FusedMultiplyAdd(x, s, y, y);

    /// <summary><c>y += s a b</c>, element by element.</summary>
    public static void AddScaled<T>(T s, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = T.FusedMultiplyAdd(s * a[i], b[i], y[i]);
        }
    }

    /// <summary><c>y = s y</c>.</summary>
    public static void Scale<T>(T s, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.Multiply(y, s, y);

    /// <summary><c>y = -y</c>.</summary>
    public static void Negate<T>(Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.Negate(y, y);

    /// <summary><c>a . b</c>.</summary>
    public static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.Dot(a, b);
}
