using System.Diagnostics;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Benchmarks;

/// <summary>What is timed.</summary>
internal enum BenchmarkPhase
{
    /// <summary>Drawing an episode: predict, draw, learn.</summary>
    Sample,

    /// <summary>The Reptile meta-gradient.</summary>
    Reptile,

    /// <summary>The exact MAML meta-gradient.</summary>
    Maml,
}

/// <summary>One line of a benchmark.</summary>
/// <param name="Preset">Name of the network.</param>
/// <param name="Phase">sample, reptile or maml.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Precision">float32.</param>
/// <param name="EpisodesPerSecond">Of all threads, the best repetition.</param>
/// <param name="StepsPerSecond">The same in steps.</param>
/// <param name="Gflops">6 flop per matrix weight and step, 20 with the reverse sweep.</param>
/// <param name="BytesPerStep">Matrix elements read and written by a step, 4 bytes each.</param>
/// <param name="BandwidthShare">Of <paramref name="BandwidthCeiling"/>.</param>
/// <param name="BandwidthCeiling">GB/s of a thread's plain read-modify-write loop over a buffer of the weights' size, all threads at once.</param>
/// <param name="PeakBytes">Memory that the engine holds.</param>
internal sealed record BenchmarkResult(
    string Preset,
    string Phase,
    int Threads,
    string Precision,
    double EpisodesPerSecond,
    double StepsPerSecond,
    double Gflops,
    double BytesPerStep,
    double BandwidthShare,
    double BandwidthCeiling,
    long PeakBytes);

/// <summary>Times one network.</summary>
internal sealed class EngineBenchmark
{
    private readonly string name;
    private readonly NetworkPlan plan;
    private readonly float[] meta;
    private readonly double seconds;
    private readonly double matrixWeights;

    /// <param name="name">For the report.</param>
    /// <param name="spec">The network, with fresh weights.</param>
    /// <param name="seconds">Least time of a measurement.</param>
    public EngineBenchmark(string name, NetworkSpec spec, double seconds)
    {
        (this.name, this.seconds) = (name, seconds);
        plan = new NetworkPlan(spec);
        meta = new float[plan.Table.Length];
        plan.Table.Initialize(meta, new Random(1).NextDouble);
        matrixWeights = plan.Ops.Where(o => o.Kind == OpKind.Linear).Sum(o => (double)o.Size * o.InputSize);
    }

    /// <summary>Times a phase on so many threads.</summary>
    public BenchmarkResult Run(BenchmarkPhase phase, int threads)
    {
        long before = GC.GetTotalMemory(true);
        (double rate, object held) = phase == BenchmarkPhase.Sample ? Sample(threads) : Gradient(phase, threads);
        long bytes = GC.GetTotalMemory(true) - before;
        GC.KeepAlive(held);
        double steps = rate * plan.Layout.Steps, perWeight = phase == BenchmarkPhase.Maml ? InnerBytes + SweepBytes : InnerBytes;
        double ceiling = Ceilings.ReadModifyWrite((long)matrixWeights * sizeof(float), threads), moved = perWeight * matrixWeights;
        return new BenchmarkResult(
            name,
            phase.ToString().ToLowerInvariant(),
            threads,
            "float32",
            rate,
            steps,
            (phase == BenchmarkPhase.Maml ? 20 : 6) * matrixWeights * steps / 1e9,
            moved,
            moved * steps / threads / 1e9 / ceiling,
            ceiling,
            bytes);
    }

    /// <summary>Two reads, and a read and a write once in so many steps.</summary>
    private static double InnerBytes => 8 + 8.0 / FastNetwork<float>.FoldAfter;

    /// <summary>Weights: the same again. Their adjoint: one read, and a read and a write when it is full at two factors a step.</summary>
    private static double SweepBytes => InnerBytes + 4 + 8 * 2.0 / MamlSweep<float>.MatrixAdjoint.Capacity;

    private (double Rate, object Held) Gradient(BenchmarkPhase phase, int threads)
    {
        CpuEngine engine = new(plan, threads);
        EpisodeBatch batch = Batch(2 * threads);
        float[] gradient = new float[meta.Length];
        double[] nll = new double[batch.Count], norms = new double[batch.Count];
        MetaMethod method = new(phase == BenchmarkPhase.Maml ? MetaAlgorithm.Maml : MetaAlgorithm.Reptile);
        return (batch.Count / Best(() => engine.Gradient(meta, batch, method, gradient, nll, norms)), engine);
    }

    private (double Rate, object Held) Sample(int threads)
    {
        FastNetwork<float>[] networks = [.. Enumerable.Range(0, threads).Select(_ => new FastNetwork<float>(plan))];
        byte[][] drawn = [.. networks.Select(_ => new byte[plan.Layout.Steps])];
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads };
        return (threads / Best(() => Parallel.For(0, threads, options, k => Draw(networks[k], drawn[k], new Random(k)))), networks);
    }

    private void Draw(FastNetwork<float> network, byte[] drawn, Random random)
    {
        network.Reset(meta);
        for (int t = 0; t < drawn.Length; t++)
        {
            drawn[t] = Draw(network.Forward(t, drawn), random.NextSingle());
            network.Step(drawn[t]);
        }
    }

    private static byte Draw(ReadOnlySpan<float> logits, float uniform)
    {
        if (logits.Length == 1)
        {
            return uniform * (1 + MathF.Exp(-logits[0])) < 1 ? (byte)1 : (byte)0;
        }

        float sum = 0, most = System.Numerics.Tensors.TensorPrimitives.Max(logits);
        foreach (float z in logits)
        {
            sum += MathF.Exp(z - most);
        }

        float rest = uniform * sum;
        int k = 0;
        while (k < 255 && (rest -= MathF.Exp(logits[k] - most)) >= 0)
        {
            k++;
        }

        return (byte)k;
    }

    /// <summary>Seconds of the best repetition, after a first one that is not counted.</summary>
    private double Best(Action action)
    {
        double best = double.PositiveInfinity;
        action();
        Stopwatch all = Stopwatch.StartNew();
        do
        {
            long start = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        while (all.Elapsed.TotalSeconds < seconds);
        return best;
    }

    /// <summary>Full episodes of random targets: sparse pixels, or letters.</summary>
    private EpisodeBatch Batch(int count)
    {
        Random random = new(2);
        int steps = plan.Layout.Steps;
        byte[] targets = new byte[count * steps];
        foreach (ref byte target in targets.AsSpan())
        {
            target = plan.LogitCount == 1 ? (byte)(random.Next(5) / 4) : (byte)('a' + random.Next(26));
        }

        return new EpisodeBatch(count, steps, targets, [.. Enumerable.Repeat(steps, count)]);
    }
}
