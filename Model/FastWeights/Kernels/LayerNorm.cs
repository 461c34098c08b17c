using System.Numerics;
using System.Runtime.CompilerServices;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>
/// y = gain n + bias with n = (x - mean) / sigma, sigma^2 = variance + 1e-5. With e = gain dy:
/// dx += (e - mean(e) - n mean(e n)) / sigma and dgain = dy n (dbias is dy).
/// </summary>
internal static unsafe class LayerNorm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Forward(ReadOnlySpan<T> x, ReadOnlySpan<T> gain, ReadOnlySpan<T> bias, Span<T> y)
    {
        fixed (T* px = x, pgain = gain, pbias = bias, py = y)
        {
            Body body = new() { X = px, Gain = pgain, Bias = pbias, Y = py };
            body.FindMoments(y.Length);
            Elementwise.Run<T, ForwardBody>(new ForwardBody { B = body }, y.Length);
        }
    }

    public static void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> gain, ReadOnlySpan<T> dy, Span<T> dx, Span<T> dGain)
    {
        fixed (T* px = x, pgain = gain, pdy = dy, pdx = dx, pdGain = dGain)
        {
            Body body = new() { X = px, Gain = pgain, Dy = pdy, Target = pdx, GainTarget = pdGain };
            body.FindMoments(x.Length);
            Elementwise.Run<T, GainBody>(new GainBody { B = body }, x.Length);
            body.FindMeans(x.Length);
            Elementwise.Run<T, BackwardBody>(new BackwardBody { B = body }, x.Length);
        }
    }

    public static void TangentForward(
        ReadOnlySpan<T> x, ReadOnlySpan<T> gain, ReadOnlySpan<T> rx, ReadOnlySpan<T> rGain, ReadOnlySpan<T> rBias, Span<T> ry)
    {
        fixed (T* px = x, pgain = gain, prx = rx, prGain = rGain, prBias = rBias, pry = ry)
        {
            Body body = new() { X = px, Gain = pgain, Rx = prx, RGain = prGain, Bias = prBias, Y = pry };
            body.FindMoments(x.Length);
            body.FindTangentMoments(x.Length);
            Elementwise.Run<T, TangentForwardBody>(new TangentForwardBody { B = body }, x.Length);
        }
    }

    public static void TangentBackward(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> gain,
        ReadOnlySpan<T> dy,
        ReadOnlySpan<T> rx,
        ReadOnlySpan<T> rGain,
        ReadOnlySpan<T> rdy,
        Span<T> rdx,
        Span<T> rdGain)
    {
        fixed (T* px = x, pgain = gain, pdy = dy, prx = rx, prGain = rGain, prdy = rdy, prdx = rdx, prdGain = rdGain)
        {
            Body body = new()
            {
                X = px,
                Gain = pgain,
                Dy = pdy,
                Rx = prx,
                RGain = prGain,
                Rdy = prdy,
                Target = prdx,
                GainTarget = prdGain,
            };
            body.FindMoments(x.Length);
            body.FindTangentMoments(x.Length);
            body.FindMeans(x.Length);
            body.FindTangentMeans(x.Length);
            Elementwise.Run<T, TangentBackwardBody>(new TangentBackwardBody { B = body }, x.Length);
        }
    }

    /// <summary>Where the vectors are, and the sums over them found so far.</summary>
    private struct Body
    {
        public T* X;
        public T* Gain;
        public T* Bias;
        public T* Y;
        public T* Dy;
        public T* Rx;
        public T* RGain;
        public T* Rdy;
        public T* Target;
        public T* GainTarget;
        public T Mean;
        public T Inverse;
        public T E0;
        public T E1;
        public T RMean;
        public T Slope;
        public T Re0;
        public T Re1;

        public void FindMoments(int n)
        {
            T count = T.CreateTruncating(n);
            Mean = Reduction.Sum<T, SumTerms>(new SumTerms { X = X }, n) / count;
            T squares = Reduction.Sum<T, SquareTerms>(new SquareTerms { X = X, Mean = Mean }, n);
            Inverse = T.One / T.Sqrt(squares / count + T.CreateTruncating(1e-5));
        }

        /// <summary>mean(e) and mean(e n).</summary>
        public void FindMeans(int n)
        {
            T count = T.CreateTruncating(n);
            (T e, T product) = Reduction.Sums<T, GradientTerms>(new GradientTerms { B = this }, n);
            (E0, E1) = (e / count, product / count);
        }

        /// <summary>R mean and R sigma = mean(n Rx).</summary>
        public void FindTangentMoments(int n)
        {
            T count = T.CreateTruncating(n);
            (T rx, T product) = Reduction.Sums<T, TangentTerms>(new TangentTerms { B = this }, n);
            (RMean, Slope) = (rx / count, product / count);
        }

        /// <summary>R of the means of <see cref="FindMeans"/>.</summary>
        public void FindTangentMeans(int n)
        {
            T count = T.CreateTruncating(n);
            (T re, T product) = Reduction.Sums<T, TangentGradientTerms>(new TangentGradientTerms { B = this }, n);
            (Re0, Re1) = (re / count, product / count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V N<V>(int i)
            where V : struct, IVector<V, T> => V.Multiply(V.Subtract(V.Load(X + i), V.All(Mean)), V.All(Inverse));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V E<V>(int i)
            where V : struct, IVector<V, T> => V.Multiply(V.Load(Gain + i), V.Load(Dy + i));

        /// <summary>Rn = (Rx - R mean - n R sigma) / sigma.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V TangentN<V>(int i, V n)
            where V : struct, IVector<V, T>
        {
            V centred = V.Subtract(V.Load(Rx + i), V.All(RMean));
            return V.Multiply(V.All(Inverse), V.MultiplyAdd(V.All(-Slope), n, centred));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V TangentE<V>(int i)
            where V : struct, IVector<V, T> =>
            V.MultiplyAdd(V.Load(RGain + i), V.Load(Dy + i), V.Multiply(V.Load(Gain + i), V.Load(Rdy + i)));
    }

    private struct SumTerms : ITerms<T>
    {
        public T* X;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V Add<V>(int i, V sum)
            where V : struct, IVector<V, T> => V.Add(sum, V.Load(X + i));
    }

    private struct SquareTerms : ITerms<T>
    {
        public T* X;
        public T Mean;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V Add<V>(int i, V sum)
            where V : struct, IVector<V, T>
        {
            V centred = V.Subtract(V.Load(X + i), V.All(Mean));
            return V.MultiplyAdd(centred, centred, sum);
        }
    }

    private struct GradientTerms : ITermPairs<T>
    {
        public Body B;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V AddFirst<V>(int i, V sum)
            where V : struct, IVector<V, T> => V.MultiplyAdd(V.Load(B.Gain + i), V.Load(B.Dy + i), sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V AddSecond<V>(int i, V sum)
            where V : struct, IVector<V, T> => V.MultiplyAdd(B.E<V>(i), B.N<V>(i), sum);
    }

    private struct TangentTerms : ITermPairs<T>
    {
        public Body B;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V AddFirst<V>(int i, V sum)
            where V : struct, IVector<V, T> => V.Add(sum, V.Load(B.Rx + i));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V AddSecond<V>(int i, V sum)
            where V : struct, IVector<V, T> => V.MultiplyAdd(B.N<V>(i), V.Load(B.Rx + i), sum);
    }

    private struct TangentGradientTerms : ITermPairs<T>
    {
        public Body B;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V AddFirst<V>(int i, V sum)
            where V : struct, IVector<V, T> => V.Add(sum, B.TangentE<V>(i));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V AddSecond<V>(int i, V sum)
            where V : struct, IVector<V, T>
        {
            V n = B.N<V>(i);
            return V.MultiplyAdd(B.TangentE<V>(i), n, V.MultiplyAdd(B.E<V>(i), B.TangentN(i, n), sum));
        }
    }

    private struct ForwardBody : IElements<T>
    {
        public Body B;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T> => V.Store(V.MultiplyAdd(V.Load(B.Gain + i), B.N<V>(i), V.Load(B.Bias + i)), B.Y + i);
    }

    private struct GainBody : IElements<T>
    {
        public Body B;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T> => V.Store(V.Multiply(V.Load(B.Dy + i), B.N<V>(i)), B.GainTarget + i);
    }

    private struct BackwardBody : IElements<T>
    {
        public Body B;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T>
        {
            V centred = V.MultiplyAdd(V.All(-B.E1), B.N<V>(i), V.Subtract(B.E<V>(i), V.All(B.E0)));
            V.Store(V.MultiplyAdd(V.All(B.Inverse), centred, V.Load(B.Target + i)), B.Target + i);
        }
    }

    private struct TangentForwardBody : IElements<T>
    {
        public Body B;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T>
        {
            V n = B.N<V>(i);
            V sum = V.MultiplyAdd(V.Load(B.RGain + i), n, V.Load(B.Bias + i));
            V.Store(V.MultiplyAdd(V.Load(B.Gain + i), B.TangentN(i, n), sum), B.Y + i);
        }
    }

    private struct TangentBackwardBody : IElements<T>
    {
        public Body B;

        /// <summary>Rdx += (Re - mean(Re) - Rn mean(e n) - n R mean(e n) - R sigma dx) / sigma; Rdgain = Rdy n + dy Rn.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V>(int i)
            where V : struct, IVector<V, T>
        {
            V n = B.N<V>(i), rn = B.TangentN(i, n), inverse = V.All(B.Inverse), e1 = V.All(-B.E1);
            V dx = V.Multiply(inverse, V.MultiplyAdd(e1, n, V.Subtract(B.E<V>(i), V.All(B.E0))));
            V sum = V.MultiplyAdd(e1, rn, V.Subtract(B.TangentE<V>(i), V.All(B.Re0)));
            sum = V.MultiplyAdd(V.All(-B.Slope), dx, V.MultiplyAdd(V.All(-B.Re1), n, sum));
            V.Store(V.MultiplyAdd(inverse, sum, V.Load(B.Target + i)), B.Target + i);
            V.Store(V.MultiplyAdd(V.Load(B.Rdy + i), n, V.Multiply(V.Load(B.Dy + i), rn)), B.GainTarget + i);
        }
    }
}
