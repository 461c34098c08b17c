using ReptileGen.Model.Cuda;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Benchmarks;

/// <summary>Times one network.</summary>
internal sealed class EngineBenchmark
{
    private readonly float[] meta;
    private readonly double seconds;
    private readonly MatrixWork work;
    private readonly NetworkGraph graph;

    /// <param name="name">For the report.</param>
    /// <param name="spec">The network, with fresh weights.</param>
    /// <param name="seconds">Least time of a measurement.</param>
    public EngineBenchmark(string name, NetworkSpec spec, double seconds)
    {
        (Name, Plan, this.seconds) = (name, new NetworkPlan(spec), seconds);
        meta = Plan.Table.Fresh(new Random(1).NextDouble);
        work = new MatrixWork(Plan);
        graph = new NetworkGraph(Plan);
    }

    /// <summary>Of the network.</summary>
    public string Name { get; }

    /// <summary>The network.</summary>
    public NetworkPlan Plan { get; }

    /// <summary>Times a phase on so many threads of the CPU.</summary>
    public BenchmarkResult Run(BenchmarkPhase phase, int threads, CancellationToken cancel)
    {
        long before = GC.GetTotalMemory(true);
        int team = phase == BenchmarkPhase.Sample ? graph.TeamSize(threads, 1) : 1, atOnce = threads / team;
        threads = atOnce * team; // those that a team does not take stay idle
        int episodes = phase == BenchmarkPhase.Sample ? atOnce : 2 * threads;
        (Timing timing, object held) = phase == BenchmarkPhase.Sample ? Sample(atOnce, team, cancel) : Gradient(phase, threads, episodes, cancel);
        long bytes = GC.GetTotalMemory(true) - before;
        GC.KeepAlive(held);
        BenchmarkResult result = Result(phase, "cpu", atOnce, episodes, timing, bytes);
        MatrixPass products = work.Products(phase), updates = work.Updates(phase);
        long share = work.Weights * sizeof(float) / team;
        double moved = products.Bytes + updates.Bytes, peak = Ceilings.FusedMultiplyAdd;
        double ceiling = Ceilings.ReadModifyWrite(share, threads), reading = Ceilings.Read(share, threads);
        double bound = (products.Bound(peak, reading) + updates.Bound(peak, ceiling)) / team;
        return result with
        {
            Threads = threads,
            BytesPerStep = moved,
            BandwidthShare = moved * result.StepsPerSecond / threads / 1e9 / ceiling,
            BandwidthCeiling = ceiling,
            ReadCeiling = reading,
            BoundMicroseconds = 1e6 * bound,
            BoundShare = bound * result.StepsPerSecond / atOnce,
        };
    }

    /// <summary>Times a phase on a GPU, with as many episodes as it runs at once.</summary>
    public BenchmarkResult Run(BenchmarkPhase phase, CudaEngine engine, CancellationToken cancel)
    {
        GpuMode mode = phase switch { BenchmarkPhase.Sample => GpuMode.Sample, BenchmarkPhase.Reptile => GpuMode.Reptile, _ => GpuMode.Maml };
        int episodes = engine.EpisodesAtOnce(mode);
        Timing timing = phase == BenchmarkPhase.Sample ? Sample(engine, episodes, cancel) : Gradient(engine, phase, episodes, cancel);
        return Result(phase, engine.Description, episodes, episodes, timing, engine.DeviceBytes);
    }

    private BenchmarkResult Result(BenchmarkPhase phase, string device, int atOnce, int episodes, Timing timing, long bytes)
    {
        double steps = episodes / timing.Best * Plan.Layout.Steps;
        return new BenchmarkResult(
            Name,
            phase.ToString().ToLowerInvariant(),
            device,
            0,
            atOnce,
            "float32",
            episodes / timing.Best,
            episodes / timing.Median,
            episodes / timing.Slowest,
            timing.Rounds,
            steps,
            work.Operations(phase) * steps / 1e9,
            null,
            null,
            null,
            null,
            null,
            null,
            bytes);
    }

    private (Timing Timing, object Held) Gradient(BenchmarkPhase phase, int threads, int episodes, CancellationToken cancel)
    {
        CpuEngine engine = new(Plan, threads);
        return (Gradient(engine, phase, episodes, cancel), engine);
    }

    private Timing Gradient(IMetaEngine engine, BenchmarkPhase phase, int episodes, CancellationToken cancel)
    {
        EpisodeBatch batch = Batch(episodes);
        float[] gradient = new float[meta.Length];
        double[] nll = new double[batch.Count], norms = new double[batch.Count];
        MetaMethod method = new(phase == BenchmarkPhase.Maml ? MetaAlgorithm.Maml : MetaAlgorithm.Reptile);
        return Timing.Of(() => engine.Gradient(meta, batch, method, gradient, nll, norms), seconds, cancel);
    }

    private Timing Sample(CudaEngine engine, int episodes, CancellationToken cancel)
    {
        EpisodeBatch batch = Batch(episodes);
        float[] uniforms = new float[batch.Targets.Length];
        Random random = new(1);
        foreach (ref float uniform in uniforms.AsSpan())
        {
            uniform = random.NextSingle();
        }

        double[] nll = new double[batch.Count];
        return Timing.Of(() => engine.Sample(meta, batch, uniforms, 1, nll), seconds, cancel);
    }

    private (Timing Timing, object Held) Sample(int count, int team, CancellationToken cancel)
    {
        FastNetwork<float>[] networks = [.. Enumerable.Range(0, count).Select(_ => new FastNetwork<float>(graph, false, team: Team.Of(team)))];
        byte[][] drawn = [.. networks.Select(_ => new byte[Plan.Layout.Steps])];
        ParallelOptions options = new() { MaxDegreeOfParallelism = count };
        return (Timing.Of(() => Parallel.For(0, count, options, k => Draw(networks[k], drawn[k], new Random(k))), seconds, cancel), networks);
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

    /// <summary>Full episodes of random targets: sparse pixels, or letters.</summary>
    private EpisodeBatch Batch(int count)
    {
        Random random = new(2);
        int steps = Plan.Layout.Steps;
        byte[] targets = new byte[count * steps];
        foreach (ref byte target in targets.AsSpan())
        {
            target = Plan.LogitCount == 1 ? (byte)(random.Next(5) / 4) : (byte)('a' + random.Next(26));
        }

        return new EpisodeBatch(count, steps, targets, [.. Enumerable.Repeat(steps, count)]);
    }
}
