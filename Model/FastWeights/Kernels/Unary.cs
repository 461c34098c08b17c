using System.Numerics;
using System.Runtime.CompilerServices;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>
/// Elementwise functions: y = f(x); dx += dy f'; and their R-operators Ry = f' Rx, Rdx += Rdy f' + dy f'' Rx.
/// </summary>
internal static unsafe class Unary<T, F>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where F : IFunction<T>
{
    public static void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        fixed (T* px = x, py = y)
        {
            Elementwise.Run<T, ForwardBody>(new ForwardBody { X = px, Y = py }, y.Length);
        }
    }

    public static void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
    {
        fixed (T* px = x, py = y, pdy = dy, pdx = dx)
        {
            Elementwise.Run<T, BackwardBody>(new BackwardBody { X = px, Y = py, Dy = pdy, Dx = pdx }, y.Length);
        }
    }

    public static void TangentForward(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> rx, Span<T> ry)
    {
        ry.Clear();
        Backward(x, y, rx, ry);
    }

    public static void TangentBackward(
        ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, ReadOnlySpan<T> rx, ReadOnlySpan<T> rdy, Span<T> rdx)
    {
        fixed (T* px = x, py = y, pdy = dy, prx = rx, prdy = rdy, prdx = rdx)
        {
            Elementwise.Run<T, TangentBackwardBody>(
                new TangentBackwardBody { X = px, Y = py, Dy = pdy, Rx = prx, Rdy = prdy, Rdx = prdx }, y.Length);
        }
    }

    private struct ForwardBody : IElements<T>
    {
        public T* X;
        public T* Y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T> => V.Store(F.Value(V.Load(X + i)), Y + i);
    }

    private struct BackwardBody : IElements<T>
    {
        public T* X;
        public T* Y;
        public T* Dy;
        public T* Dx;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T> =>
            V.Store(V.MultiplyAdd(V.Load(Dy + i), F.First(V.Load(X + i), V.Load(Y + i)), V.Load(Dx + i)), Dx + i);
    }

    private struct TangentBackwardBody : IElements<T>
    {
        public T* X;
        public T* Y;
        public T* Dy;
        public T* Rx;
        public T* Rdy;
        public T* Rdx;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T>
        {
            V x = V.Load(X + i), y = V.Load(Y + i);
            V sum = V.MultiplyAdd(V.Load(Rdy + i), F.First(x, y), V.Load(Rdx + i));
            V.Store(V.MultiplyAdd(V.Multiply(V.Load(Dy + i), F.Second(x, y)), V.Load(Rx + i), sum), Rdx + i);
        }
    }
}
