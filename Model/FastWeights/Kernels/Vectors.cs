using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>Operations on vectors; the same bits at every width.</summary>
public static unsafe partial class Vectors
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

    /// <summary><c>y = s x</c>; x and y may be the same.</summary>
    public static void Scale<T>(T s, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.Multiply(x, s, y);

    /// <summary><c>y += s x</c>.</summary>
    public static void AddScaled<T>(T s, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.FusedMultiplyAdd(x, s, y, y);

    /// <summary><c>y += s a b</c>, element by element.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void AddScaled<T>(T s, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Same(a.Length, b.Length, y.Length);
        fixed (T* pa = a, pb = b, py = y)
        {
            Elementwise.Run<T, AddScaledBody<T>>(new AddScaledBody<T> { S = s, A = pa, B = pb, Y = py }, y.Length);
        }
    }

    /// <summary>The sum of squares in double precision, in 16 lanes.</summary>
    public static double SquaredNorm(ReadOnlySpan<float> x)
    {
        Vector512<double> low = default, high = default;
        for (; x.Length >= 16; x = x[16..])
        {
            (Vector512<double> a, Vector512<double> b) = Vector512.Widen(Vector512.Create(x));
            (low, high) = (low + a * a, high + b * b);
        }

        double sum = 0;
        for (int k = 0; k < Vector512<double>.Count; k++)
        {
            sum += low[k] + high[k];
        }

        foreach (float rest in x)
        {
            sum += (double)rest * rest;
        }

        return sum;
    }

    /// <summary><c>a . b</c>, in 16 lanes that are folded in halves.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Same(a.Length, b.Length, b.Length);
        fixed (T* pa = a, pb = b)
        {
            return Reduction.Sum<T, DotTerms<T>>(new DotTerms<T> { A = pa, B = pb }, a.Length);
        }
    }

    /// <summary><c>y = exp(x - shift)</c>; returns the sum.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static T ExpSum<T>(T shift, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Same(x.Length, y.Length, y.Length);
        fixed (T* px = x, py = y)
        {
            return Reduction.Sum<T, ExpTerms<T>>(new ExpTerms<T> { Shift = shift, X = px, Y = py }, y.Length);
        }
    }

    /// <summary>Asks for elements that will be read or written soon; a hint without effect on results.</summary>
    public static void Prefetch<T>(ReadOnlySpan<T> x)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            fixed (T* px = x)
            {
                for (byte* p = (byte*)px, end = p + x.Length * sizeof(T); p < end; p += 64)
                {
                    Sse.Prefetch1(p);
                }
            }
        }
    }

    private static void Same(int a, int b, int c)
    {
        if (a != b || b != c)
        {
            throw new ArgumentException($"vectors: expected the same length, found {a}, {b} and {c}");
        }
    }

    private struct AddScaledBody<T> : IElements<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T S;
        public T* A;
        public T* B;
        public T* Y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T> =>
            V.Store(V.MultiplyAdd(V.Multiply(V.All(S), V.Load(A + i)), V.Load(B + i), V.Load(Y + i)), Y + i);
    }

    private struct DotTerms<T> : ITerms<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* A;
        public T* B;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V Add<V>(int i, V sum)
            where V : struct, IVector<V, T> => V.MultiplyAdd(V.Load(A + i), V.Load(B + i), sum);
    }

    private struct ExpTerms<T> : ITerms<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T Shift;
        public T* X;
        public T* Y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V Add<V>(int i, V sum)
            where V : struct, IVector<V, T>
        {
            V e = VectorMath<T, V>.Exp(V.Subtract(V.Load(X + i), V.All(Shift)));
            V.Store(e, Y + i);
            return V.Add(sum, e);
        }
    }
}
