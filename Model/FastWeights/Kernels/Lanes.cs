using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>Sums of 16 lanes, always in the order 8 + 8, 4 + 4, 2 + 2, 1 + 1, in memory or in registers.</summary>
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

    /// <summary>Folds 16 lanes into one number; may overwrite them.</summary>
    public static T Fold<T>(T* lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float) && Sse.IsSupported)
        {
            Vector128<float> four = Quarter((float*)lanes), two = four + Sse.MoveHighToLow(four, four);
            return T.CreateTruncating(two[0] + two[1]);
        }

        for (int half = 8; half > 0; half /= 2)
        {
            for (int k = 0; k < half; k++)
            {
                lanes[k] += lanes[k + half];
            }
        }

        return lanes[0];
    }

    /// <summary>Folds a vector of 16 lanes into one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Fold<T>(V512<T> lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<float> all = Unsafe.BitCast<V512<T>, Vector512<float>>(lanes);
        Vector256<float> eight = all.GetLower() + all.GetUpper();
        Vector128<float> four = eight.GetLower() + eight.GetUpper(), two = four + Sse.MoveHighToLow(four, four);
        return T.CreateTruncating(two[0] + two[1]);
    }

    /// <summary>Folds eight vectors of 16 lanes into eight numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fold8(
        Vector512<float> a,
        Vector512<float> b,
        Vector512<float> c,
        Vector512<float> d,
        Vector512<float> e,
        Vector512<float> f,
        Vector512<float> g,
        Vector512<float> h,
        float* y)
    {
        Vector512<float> abcd = Fours(Eights(a, b), Eights(c, d)), efgh = Fours(Eights(e, f), Eights(g, h));
        Vector512<float> twos = Avx512F.Shuffle(abcd, efgh, 0b01_00_01_00) + Avx512F.Shuffle(abcd, efgh, 0b11_10_11_10);
        Vector512<float> ones = twos + Avx512F.Permute4x32(twos, 0b10_11_00_01);
        Avx512F.PermuteVar16x32(ones, Vector512.Create(0, 4, 8, 12, 2, 6, 10, 14, 0, 0, 0, 0, 0, 0, 0, 0)).GetLower().Store(y);
    }

    /// <summary>Folds four vectors of 16 lanes into four numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fold4(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* y)
    {
        Vector512<float> fours = Fours(Eights(a, b), Eights(c, d));
        Vector512<float> twos = fours + Avx512F.Permute4x32(fours, 0b01_00_11_10);
        Vector512<float> ones = twos + Avx512F.Permute4x32(twos, 0b10_11_00_01);
        Avx512F.PermuteVar16x32(ones, Vector512.Create(0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)).GetLower().GetLower().Store(y);
    }

    /// <summary>8 + 8 lanes of a in the lower half, of b in the upper.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Eights(Vector512<float> a, Vector512<float> b) =>
        Avx512F.Shuffle4x128(a, b, 0b01_00_01_00) + Avx512F.Shuffle4x128(a, b, 0b11_10_11_10);

    /// <summary>4 + 4 lanes of each of four rows, a quarter for each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fours(Vector512<float> ab, Vector512<float> cd) =>
        Avx512F.Shuffle4x128(ab, cd, 0b10_00_10_00) + Avx512F.Shuffle4x128(ab, cd, 0b11_01_11_01);

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
