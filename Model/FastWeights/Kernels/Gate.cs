using System.Numerics;
using System.Runtime.CompilerServices;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>y = a s, s = sigmoid(g), s' = s (1 - s), s'' = s' (1 - 2 s).</summary>
internal static unsafe class Gate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Forward(ReadOnlySpan<T> a, ReadOnlySpan<T> g, Span<T> y)
    {
        fixed (T* pa = a, pg = g, py = y)
        {
            Elementwise.Run<T, ForwardBody>(new ForwardBody { A = pa, G = pg, Y = py }, y.Length);
        }
    }

    public static void Backward(ReadOnlySpan<T> a, ReadOnlySpan<T> g, ReadOnlySpan<T> dy, Span<T> da, Span<T> dg)
    {
        fixed (T* pa = a, pg = g, pdy = dy, pda = da, pdg = dg)
        {
            Elementwise.Run<T, BackwardBody>(new BackwardBody { A = pa, G = pg, Dy = pdy, Da = pda, Dg = pdg }, dy.Length);
        }
    }

    public static void TangentForward(ReadOnlySpan<T> a, ReadOnlySpan<T> g, ReadOnlySpan<T> ra, ReadOnlySpan<T> rg, Span<T> ry)
    {
        fixed (T* pa = a, pg = g, pra = ra, prg = rg, pry = ry)
        {
            Elementwise.Run<T, TangentForwardBody>(new TangentForwardBody { A = pa, G = pg, Ra = pra, Rg = prg, Ry = pry }, ry.Length);
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
        fixed (T* pa = a, pg = g, pdy = dy, pra = ra, prg = rg, prdy = rdy, prda = rda, prdg = rdg)
        {
            Elementwise.Run<T, TangentBackwardBody>(
                new TangentBackwardBody { A = pa, G = pg, Dy = pdy, Ra = pra, Rg = prg, Rdy = prdy, Rda = prda, Rdg = prdg }, dy.Length);
        }
    }

    private struct ForwardBody : IElements<T>
    {
        public T* A;
        public T* G;
        public T* Y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T> => V.Store(V.Multiply(V.Load(A + i), VectorMath<T, V>.Sigmoid(V.Load(G + i))), Y + i);
    }

    private struct BackwardBody : IElements<T>
    {
        public T* A;
        public T* G;
        public T* Dy;
        public T* Da;
        public T* Dg;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T>
        {
            V s = VectorMath<T, V>.Sigmoid(V.Load(G + i)), dy = V.Load(Dy + i), s1 = VectorMath<T, V>.SigmoidSlope(s);
            V.Store(V.MultiplyAdd(dy, s, V.Load(Da + i)), Da + i);
            V.Store(V.MultiplyAdd(V.Multiply(dy, V.Load(A + i)), s1, V.Load(Dg + i)), Dg + i);
        }
    }

    private struct TangentForwardBody : IElements<T>
    {
        public T* A;
        public T* G;
        public T* Ra;
        public T* Rg;
        public T* Ry;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T>
        {
            V s = VectorMath<T, V>.Sigmoid(V.Load(G + i)), s1 = VectorMath<T, V>.SigmoidSlope(s);
            V.Store(V.MultiplyAdd(V.Load(Ra + i), s, V.Multiply(V.Multiply(V.Load(A + i), s1), V.Load(Rg + i))), Ry + i);
        }
    }

    private struct TangentBackwardBody : IElements<T>
    {
        public T* A;
        public T* G;
        public T* Dy;
        public T* Ra;
        public T* Rg;
        public T* Rdy;
        public T* Rda;
        public T* Rdg;

        /// <summary>Rda += Rdy s + dy s' Rg; Rdg += Rdy a s' + dy (Ra s' + a s'' Rg).</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T>
        {
            V s = VectorMath<T, V>.Sigmoid(V.Load(G + i)), s1 = VectorMath<T, V>.SigmoidSlope(s);
            V a = V.Load(A + i), dy = V.Load(Dy + i), rdy = V.Load(Rdy + i), rg = V.Load(Rg + i);
            V.Store(V.MultiplyAdd(V.Multiply(dy, s1), rg, V.MultiplyAdd(rdy, s, V.Load(Rda + i))), Rda + i);
            V s2 = V.Multiply(s1, V.Subtract(VectorMath<T, V>.C(1), V.Add(s, s)));
            V inner = V.MultiplyAdd(V.Load(Ra + i), s1, V.Multiply(V.Multiply(a, s2), rg));
            V sum = V.MultiplyAdd(V.Multiply(rdy, a), s1, V.Load(Rdg + i));
            V.Store(V.MultiplyAdd(dy, inner, sum), Rdg + i);
        }
    }
}
