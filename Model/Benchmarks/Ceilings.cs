using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ReptileGen.Model.Benchmarks;

/// <summary>What the machine can do at best right now: the bounds that the engine's figures are compared with.</summary>
internal static class Ceilings
{
    private const int Rounds = 20_000;
    private const double Seconds = 0.3;

    private static readonly Lazy<double> Fused = new(MeasureFusedMultiplyAdd);

    /// <summary>Fused multiply-adds in registers on one core, in GFLOP/s; measured once.</summary>
    public static double FusedMultiplyAdd => Fused.Value;

    /// <summary>
    /// A plain read-modify-write loop over a buffer of so many bytes on each of so many threads at once: GB/s of one
    /// thread, bytes read plus bytes written.
    /// </summary>
    public static double ReadModifyWrite(long bytes, int threads) => 2 * Passes(bytes, threads, Scale);

    /// <summary>The same for a loop that only reads.</summary>
    public static double Read(long bytes, int threads) => Passes(bytes, threads, Sum);

    private static double MeasureFusedMultiplyAdd()
    {
        bool wide = Vector512.IsHardwareAccelerated;
        double best = 0, sink = 0;
        for (Stopwatch watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < Seconds;)
        {
            long start = Stopwatch.GetTimestamp();
            sink += wide ? Chains512() : Chains256();
            double flops = 2.0 * 12 * Rounds * (wide ? 16 : 8);
            best = Math.Max(best, flops / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }

        return double.IsNaN(sink) ? 0 : best;
    }

    /// <summary>Buffers passed through by one thread while all do the same, in GB/s: the slowest thread's fastest round.</summary>
    private static double Passes(long bytes, int threads, Func<float[], float> pass)
    {
        double[] rates = new double[threads];
        using Barrier barrier = new(threads);
        Thread[] all = [.. Enumerable.Range(0, threads).Select(k => new Thread(() =>
        {
            float[] buffer = new float[Math.Max(1024, bytes / sizeof(float))];
            Array.Fill(buffer, 1f);
            barrier.SignalAndWait();
            rates[k] = Best(buffer, pass);
        }))];
        Array.ForEach(all, t => t.Start());
        Array.ForEach(all, t => t.Join());
        return rates.Min();
    }

    private static double Best(float[] buffer, Func<float[], float> pass)
    {
        double best = 0, sink = 0;
        for (Stopwatch watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < Seconds;)
        {
            long start = Stopwatch.GetTimestamp();
            int rounds = 1 + 1_000_000 / buffer.Length;
            for (int k = 0; k < rounds; k++)
            {
                sink += pass(buffer);
            }

            best = Math.Max(best, (double)sizeof(float) * buffer.Length * rounds / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }

        return double.IsNaN(sink) ? 0 : best;
    }

    private static float Scale(float[] buffer)
    {
        Vector<float> factor = new(0.9999f);
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(buffer.AsSpan());
        foreach (ref Vector<float> v in vectors)
        {
            v *= factor;
        }

        return buffer[0];
    }

    /// <summary>Eight sums side by side, because an addition takes several cycles.</summary>
    private static float Sum(float[] buffer)
    {
        Vector<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(buffer);
        for (; vectors.Length >= 8; vectors = vectors[8..])
        {
            a += vectors[0];
            b += vectors[1];
            c += vectors[2];
            d += vectors[3];
            e += vectors[4];
            f += vectors[5];
            g += vectors[6];
            h += vectors[7];
        }

        return Vector.Sum(a + b + (c + d) + (e + f + (g + h)));
    }

    private static double Chains512()
    {
        Vector512<float> m = Vector512.Create(0.999f), c = Vector512.Create(0.1f);
        Vector512<float> a = c, b = c, d = c, e = c, f = c, g = c, h = c, i = c, j = c, k = c, l = c, n = c;
        for (int r = 0; r < Rounds; r++)
        {
            a = Vector512.FusedMultiplyAdd(a, m, c);
            b = Vector512.FusedMultiplyAdd(b, m, c);
            d = Vector512.FusedMultiplyAdd(d, m, c);
            e = Vector512.FusedMultiplyAdd(e, m, c);
            f = Vector512.FusedMultiplyAdd(f, m, c);
            g = Vector512.FusedMultiplyAdd(g, m, c);
            h = Vector512.FusedMultiplyAdd(h, m, c);
            i = Vector512.FusedMultiplyAdd(i, m, c);
            j = Vector512.FusedMultiplyAdd(j, m, c);
            k = Vector512.FusedMultiplyAdd(k, m, c);
            l = Vector512.FusedMultiplyAdd(l, m, c);
            n = Vector512.FusedMultiplyAdd(n, m, c);
        }

        return Vector512.Sum(a + b + d + e + f + g + h + i + j + k + l + n);
    }

    private static double Chains256()
    {
        Vector256<float> m = Vector256.Create(0.999f), c = Vector256.Create(0.1f);
        Vector256<float> a = c, b = c, d = c, e = c, f = c, g = c, h = c, i = c, j = c, k = c, l = c, n = c;
        for (int r = 0; r < Rounds; r++)
        {
            a = Vector256.FusedMultiplyAdd(a, m, c);
            b = Vector256.FusedMultiplyAdd(b, m, c);
            d = Vector256.FusedMultiplyAdd(d, m, c);
            e = Vector256.FusedMultiplyAdd(e, m, c);
            f = Vector256.FusedMultiplyAdd(f, m, c);
            g = Vector256.FusedMultiplyAdd(g, m, c);
            h = Vector256.FusedMultiplyAdd(h, m, c);
            i = Vector256.FusedMultiplyAdd(i, m, c);
            j = Vector256.FusedMultiplyAdd(j, m, c);
            k = Vector256.FusedMultiplyAdd(k, m, c);
            l = Vector256.FusedMultiplyAdd(l, m, c);
            n = Vector256.FusedMultiplyAdd(n, m, c);
        }

        return Vector256.Sum(a + b + d + e + f + g + h + i + j + k + l + n);
    }
}
