using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>Sums of 16 lanes, always in the order 8 + 8, 4 + 4, 2 + 2, 1 + 1.</summary>
internal static unsafe class Lanes
{
    /// <summary>Folds four rows of 16 lanes into four numbers.</summary>
    public static void Fold4<T>(T* lanes, T* y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float) && Sse.IsSupported)
        {
            FoldSse((float*)lanes, (float*)y);
            return;
        }

        for (int row = 0; row < 4; row++, lanes += 16)
        {
            y[row] = Fold(lanes);
        }
    }

    /// <summary>Folds 16 lanes into one number; overwrites them.</summary>
    public static T Fold<T>(T* lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int half = 8; half > 0; half /= 2)
        {
            for (int k = 0; k < half; k++)
            {
                lanes[k] += lanes[k + half];
            }
        }

        return lanes[0];
    }

    private static void FoldSse(float* lanes, float* y)
    {
        Vector128<float> a = Quarter(lanes), b = Quarter(lanes + 16), c = Quarter(lanes + 32), d = Quarter(lanes + 48);
        Vector128<float> ab = Sse.MoveLowToHigh(a, b) + Sse.MoveHighToLow(b, a);
        Vector128<float> cd = Sse.MoveLowToHigh(c, d) + Sse.MoveHighToLow(d, c);
        (Sse.Shuffle(ab, cd, 0b10_00_10_00) + Sse.Shuffle(ab, cd, 0b11_01_11_01)).Store(y);
    }

    private static Vector128<float> Quarter(float* lanes) =>
        (Vector128.Load(lanes) + Vector128.Load(lanes + 8)) + (Vector128.Load(lanes + 4) + Vector128.Load(lanes + 12));
}
