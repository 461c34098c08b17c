using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ReptileGen.Benchmarks;

/// <summary>The multiply-add throughput of one core: sixteen independent sums of the widest vectors, in registers.</summary>
internal static class Peak
{
    private const int Steps = 1 << 20;

    /// <summary>The best of several runs, in GFLOP/s of single precision.</summary>
    public static double Measure(int runs)
    {
        var best = double.MaxValue;
        for (var run = 0; run < runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            var (sum, _) = Vector512.IsHardwareAccelerated ? Wide() : Narrow();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (sum != 0)
                throw new InvalidOperationException("zeros times zeros are not zero");
        }

        return 2.0 * 16 * Steps * Wide().Lanes / best / 1e9;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static (float Sum, int Lanes) Wide()
    {
        if (!Vector512.IsHardwareAccelerated)
            return (0, Vector256<float>.Count);
        Vector512<float> x = Vector512<float>.Zero, y = Vector512<float>.Zero;
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x, m = x, n = x, o = x, p = x;
        for (var step = 0; step < Steps; step++)
        {
            a = Vector512.FusedMultiplyAdd(x, y, a);
            b = Vector512.FusedMultiplyAdd(x, y, b);
            c = Vector512.FusedMultiplyAdd(x, y, c);
            d = Vector512.FusedMultiplyAdd(x, y, d);
            e = Vector512.FusedMultiplyAdd(x, y, e);
            f = Vector512.FusedMultiplyAdd(x, y, f);
            g = Vector512.FusedMultiplyAdd(x, y, g);
            h = Vector512.FusedMultiplyAdd(x, y, h);
            i = Vector512.FusedMultiplyAdd(x, y, i);
            j = Vector512.FusedMultiplyAdd(x, y, j);
            k = Vector512.FusedMultiplyAdd(x, y, k);
            l = Vector512.FusedMultiplyAdd(x, y, l);
            m = Vector512.FusedMultiplyAdd(x, y, m);
            n = Vector512.FusedMultiplyAdd(x, y, n);
            o = Vector512.FusedMultiplyAdd(x, y, o);
            p = Vector512.FusedMultiplyAdd(x, y, p);
        }

        return (Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p), Vector512<float>.Count);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static (float Sum, int Lanes) Narrow()
    {
        Vector256<float> x = Vector256<float>.Zero, y = Vector256<float>.Zero;
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x;
        for (var step = 0; step < 2 * Steps; step++)
        {
            a = Vector256.FusedMultiplyAdd(x, y, a);
            b = Vector256.FusedMultiplyAdd(x, y, b);
            c = Vector256.FusedMultiplyAdd(x, y, c);
            d = Vector256.FusedMultiplyAdd(x, y, d);
            e = Vector256.FusedMultiplyAdd(x, y, e);
            f = Vector256.FusedMultiplyAdd(x, y, f);
            g = Vector256.FusedMultiplyAdd(x, y, g);
            h = Vector256.FusedMultiplyAdd(x, y, h);
        }

        return (Vector256.Sum(a + b + c + d + e + f + g + h), Vector256<float>.Count);
    }
}
