using System.Numerics;
using System.Runtime.CompilerServices;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <content>What would take two or three passes, in one.</content>
public static unsafe partial class Vectors
{
    /// <summary><c>y += s a - b</c>.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void AddDifference<T>(T s, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Same(a.Length, b.Length, y.Length);
        fixed (T* pa = a, pb = b, py = y)
        {
            Elementwise.Run<T, AddDifferenceBody<T>>(new AddDifferenceBody<T> { S = s, A = pa, B = pb, Y = py }, y.Length);
        }
    }

    /// <summary><c>y = s a - b</c>.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Difference<T>(T s, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Same(a.Length, b.Length, y.Length);
        fixed (T* pa = a, pb = b, py = y)
        {
            Elementwise.Run<T, DifferenceBody<T>>(new DifferenceBody<T> { S = s, A = pa, B = pb, Y = py }, y.Length);
        }
    }

    /// <summary><c>y += c + s a b</c>, the products element by element.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void AddWithScaled<T>(ReadOnlySpan<T> c, T s, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Same(a.Length, b.Length, y.Length);
        Same(c.Length, y.Length, y.Length);
        fixed (T* pc = c, pa = a, pb = b, py = y)
        {
            Elementwise.Run<T, AddWithScaledBody<T>>(new AddWithScaledBody<T> { C = pc, S = s, A = pa, B = pb, Y = py }, y.Length);
        }
    }

    /// <summary><c>old = y; y += s a b</c>, the products element by element.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void KeepAndAddScaled<T>(Span<T> old, T s, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Same(a.Length, b.Length, y.Length);
        Same(old.Length, y.Length, y.Length);
        fixed (T* po = old, pa = a, pb = b, py = y)
        {
            Elementwise.Run<T, KeepAndAddScaledBody<T>>(new KeepAndAddScaledBody<T> { Old = po, S = s, A = pa, B = pb, Y = py }, y.Length);
        }
    }

    /// <summary><c>y = a b</c>, element by element; returns <c>y . c</c>, as <see cref="Dot"/>.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static T MultiplyAndDot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, ReadOnlySpan<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Same(a.Length, b.Length, y.Length);
        Same(c.Length, y.Length, y.Length);
        fixed (T* pa = a, pb = b, py = y, pc = c)
        {
            return Reduction.Sum<T, MultiplyAndDotTerms<T>>(new MultiplyAndDotTerms<T> { A = pa, B = pb, Y = py, C = pc }, y.Length);
        }
    }

    private struct AddDifferenceBody<T> : IElements<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T S;
        public T* A;
        public T* B;
        public T* Y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T> => V.Store(V.Subtract(V.MultiplyAdd(V.All(S), V.Load(A + i), V.Load(Y + i)), V.Load(B + i)), Y + i);
    }

    private struct DifferenceBody<T> : IElements<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T S;
        public T* A;
        public T* B;
        public T* Y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T> => V.Store(V.Subtract(V.Multiply(V.All(S), V.Load(A + i)), V.Load(B + i)), Y + i);
    }

    private struct AddWithScaledBody<T> : IElements<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* C;
        public T S;
        public T* A;
        public T* B;
        public T* Y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T> =>
            V.Store(V.MultiplyAdd(V.Multiply(V.All(S), V.Load(A + i)), V.Load(B + i), V.Add(V.Load(Y + i), V.Load(C + i))), Y + i);
    }

    private struct KeepAndAddScaledBody<T> : IElements<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* Old;
        public T S;
        public T* A;
        public T* B;
        public T* Y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T>
        {
            V y = V.Load(Y + i);
            V.Store(y, Old + i);
            V.Store(V.MultiplyAdd(V.Multiply(V.All(S), V.Load(A + i)), V.Load(B + i), y), Y + i);
        }
    }

    private struct MultiplyAndDotTerms<T> : ITerms<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* A;
        public T* B;
        public T* Y;
        public T* C;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V Add<V>(int i, V sum)
            where V : struct, IVector<V, T>
        {
            V y = V.Multiply(V.Load(A + i), V.Load(B + i));
            V.Store(y, Y + i);
            return V.MultiplyAdd(y, V.Load(C + i), sum);
        }
    }
}
