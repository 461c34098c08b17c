using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>One term of a sum for the elements from number i on.</summary>
internal interface ITerms<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary><paramref name="sum"/> plus the terms.</summary>
    V Add<V>(int i, V sum)
        where V : struct, IVector<V, T>;
}

/// <summary>One term of each of two sums.</summary>
internal interface ITermPairs<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    V AddFirst<V>(int i, V sum)
        where V : struct, IVector<V, T>;

    V AddSecond<V>(int i, V sum)
        where V : struct, IVector<V, T>;
}

/// <summary>Sums over elements, in 16 lanes that are folded in halves at the end. Same bits at every width.</summary>
internal static unsafe class Reduction
{
    /// <summary>The sum of n terms, in 16 lanes (number mod 16) that are folded in halves.</summary>
    public static T Sum<T, TTerms>(TTerms terms, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerms : struct, ITerms<T>
    {
        if (typeof(T) == typeof(float) && Avx512F.IsSupported && n % 16 == 0)
        {
            V512<T> sum = V512<T>.Zero;
            for (int i = 0; i < n; i += 16)
            {
                sum = terms.Add(i, sum);
            }

            return Lanes.Fold(sum);
        }

        return SumInMemory<T, TTerms>(terms, n);
    }

    /// <summary>Two sums at once, each as <see cref="Sum{T, TTerms}(TTerms, int)"/>.</summary>
    public static (T First, T Second) Sums<T, TTerms>(TTerms terms, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerms : struct, ITermPairs<T>
    {
        if (typeof(T) == typeof(float) && Avx512F.IsSupported && n % 16 == 0)
        {
            V512<T> first = V512<T>.Zero, second = V512<T>.Zero;
            for (int i = 0; i < n; i += 16)
            {
                first = terms.AddFirst(i, first);
                second = terms.AddSecond(i, second);
            }

            return (Lanes.Fold(first), Lanes.Fold(second));
        }

        return (
            SumInMemory<T, FirstTerms<T, TTerms>>(new FirstTerms<T, TTerms> { Pairs = terms }, n),
            SumInMemory<T, SecondTerms<T, TTerms>>(new SecondTerms<T, TTerms> { Pairs = terms }, n));
    }

    private static T SumInMemory<T, TTerms>(TTerms terms, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerms : struct, ITerms<T>
    {
        T* lanes = stackalloc T[16];
        int whole = n / 16 * 16;
        if (Vector512.IsHardwareAccelerated)
        {
            Sum<T, TTerms, V512<T>>(terms, whole, lanes);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Sum<T, TTerms, V256<T>>(terms, whole, lanes);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Sum<T, TTerms, V128<T>>(terms, whole, lanes);
        }
        else
        {
            Sum<T, TTerms, V1<T>>(terms, whole, lanes);
        }

        for (int i = whole; i < n; i++)
        {
            V1<T>.Store(terms.Add(i, V1<T>.Load(lanes + i - whole)), lanes + i - whole);
        }

        return Lanes.Fold(lanes);
    }

    private static void Sum<T, TTerms, V>(TTerms terms, int n, T* lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerms : struct, ITerms<T>
        where V : struct, IVector<V, T>
    {
        for (int lane = 0; lane < 16; lane += V.Count)
        {
            V sum = V.Zero;
            for (int i = lane; i < n; i += 16)
            {
                sum = terms.Add(i, sum);
            }

            V.Store(sum, lanes + lane);
        }
    }

    private struct FirstTerms<T, TTerms> : ITerms<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerms : struct, ITermPairs<T>
    {
        public TTerms Pairs;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V Add<V>(int i, V sum)
            where V : struct, IVector<V, T> => Pairs.AddFirst(i, sum);
    }

    private struct SecondTerms<T, TTerms> : ITerms<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerms : struct, ITermPairs<T>
    {
        public TTerms Pairs;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V Add<V>(int i, V sum)
            where V : struct, IVector<V, T> => Pairs.AddSecond(i, sum);
    }
}
