using System.Numerics;
using System.Runtime.Intrinsics;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>What to do with the elements from number i on, as many as a vector holds.</summary>
internal interface IElements<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    void At<V>(int i)
        where V : struct, IVector<V, T>;
}

/// <summary>One term of a sum for the elements from number i on.</summary>
internal interface ITerms<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary><paramref name="sum"/> plus the terms.</summary>
    V Add<V>(int i, V sum)
        where V : struct, IVector<V, T>;
}

/// <summary>Loops over elements at the best width of this machine; the rest one by one. Same bits at every width.</summary>
internal static unsafe class Elementwise
{
    /// <summary>Calls <see cref="IElements{T}.At"/> for all of n elements.</summary>
    public static void Run<T, TBody>(TBody body, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TBody : struct, IElements<T>
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            i = Loop<T, TBody, V512<T>>(body, n);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            i = Loop<T, TBody, V256<T>>(body, n);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            i = Loop<T, TBody, V128<T>>(body, n);
        }

        for (; i < n; i++)
        {
            body.At<V1<T>>(i);
        }
    }

    /// <summary>The sum of n terms, in 16 lanes (number mod 16) that are folded in halves.</summary>
    public static T Sum<T, TTerms>(TTerms terms, int n)
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

    private static int Loop<T, TBody, V>(TBody body, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TBody : struct, IElements<T>
        where V : struct, IVector<V, T>
    {
        int i = 0;
        for (; i + V.Count <= n; i += V.Count)
        {
            body.At<V>(i);
        }

        return i;
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
}
