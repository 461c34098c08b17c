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
}
