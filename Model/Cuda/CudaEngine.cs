using System.Diagnostics.CodeAnalysis;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Cuda;

/// <summary>
/// Runs whole episodes on a GPU: a cluster of blocks takes an episode through all its steps, and back for exact MAML,
/// in one launch. The outer step stays on the host: it moves two meta vectors over the bus, 1 MB for a hundred
/// thousand weights, which takes well under a millisecond.
/// </summary>
public sealed class CudaEngine : IMetaEngine
{
    private const long MostGradientBytes = 4L << 30;
    private readonly NetworkPlan plan;
    private readonly IGpu gpu;
    private readonly int threads;
    private readonly int? cluster;
    private readonly Dictionary<GpuMode, GpuLayout> layouts = [];
    private readonly Dictionary<string, DeviceBuffer> buffers = [];

    /// <summary>An engine on the first GPU of this machine, with the block and cluster size of <see cref="CudaTuning"/>.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="training">The meta-gradients that it is for; null for inner loops alone, which need less memory.</param>
    /// <exception cref="UserException">There is no GPU that can be used, or the network does not fit; the message says why.</exception>
    public CudaEngine(NetworkPlan plan, MetaAlgorithm? training = null)
        : this(plan, CudaGpu.Open(), CudaTuning.Threads, CudaTuning.Cluster)
    {
        try
        {
            EpisodesAtOnce(training is MetaAlgorithm algorithm ? Mode(algorithm) : GpuMode.Sample);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>An engine on a device, with the block and cluster size to use or null for the best known.</summary>
    internal CudaEngine(NetworkPlan plan, IGpu gpu, int threads = 512, int? cluster = null)
    {
        (this.plan, this.gpu, this.threads, this.cluster) = (plan, gpu, threads, cluster);
    }

    /// <inheritdoc/>
    public string Description => $"cuda, {gpu.Name}, driver for {gpu.Driver}";

    /// <summary>Memory of the GPU that is held.</summary>
    internal long DeviceBytes => buffers.Values.Sum(b => b.Capacity);

    /// <inheritdoc/>
    public void Gradient(
        ReadOnlySpan<float> meta, EpisodeBatch batch, MetaMethod method, Span<float> gradient, Span<double> nll, Span<double> norms)
    {
        Check(meta, batch, nll);
        EpisodeBatch.Expect("gradient", gradient.Length, meta.Length);
        EpisodeBatch.Expect("norms", norms.Length, batch.Count);
        GpuMode mode = Mode(method.Algorithm);
        nint sum = Buffer("sum").Reserve(meta.Length * 4L);
        gpu.Clear(sum, meta.Length * 4L);
        int most = (int)Math.Clamp(Math.Min(MostGradientBytes, gpu.FreeBytes / 4) / (meta.Length * 4L), 1, MostAtOnce(mode));
        for (int first = 0; first < batch.Count; first += most)
        {
            int count = Math.Min(most, batch.Count - first);
            nint gradients = Buffer("gradients").Reserve(count * meta.Length * 4L);
            Run(mode, meta, Part(batch, first, count), nll.Slice(first, count), job => job with { Gradients = gradients, Truncation = method.Truncation });
            Add(gradients, sum, meta.Length, method.Clip, nll.Slice(first, count), norms.Slice(first, count));
        }

        gpu.Download(sum, gradient);
        foreach (ref float g in gradient)
        {
            g /= batch.Count;
        }
    }

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<float> meta, EpisodeBatch batch, Span<double> nll, Span<float> stepNll = default)
    {
        Check(meta, batch, nll);
        if (!stepNll.IsEmpty)
        {
            EpisodeBatch.Expect("stepNll", stepNll.Length, checked(batch.Count * batch.Steps));
        }

        int most = MostAtOnce(GpuMode.Evaluate);
        for (int first = 0; first < batch.Count; first += most)
        {
            int count = Math.Min(most, batch.Count - first);
            Span<float> each = stepNll.IsEmpty ? stepNll : stepNll.Slice(first * batch.Steps, count * batch.Steps);
            EvaluatePart(meta, Part(batch, first, count), nll.Slice(first, count), each);
        }
    }

    private void EvaluatePart(ReadOnlySpan<float> meta, EpisodeBatch batch, Span<double> nll, Span<float> stepNll)
    {
        long steps = (long)batch.Count * batch.Steps;
        if (stepNll.IsEmpty)
        {
            Run(GpuMode.Evaluate, meta, batch, nll, job => job);
            return;
        }

        nint each = Buffer("steps").Reserve(steps * 4);
        gpu.Clear(each, steps * 4);
        Run(GpuMode.Evaluate, meta, batch, nll, job => job with { StepNll = each });
        gpu.Download(each, stepNll);
    }

    /// <summary>
    /// Draws episodes, thousands at once: each step's target by inversion, the first value whose cumulated probability
    /// exceeds the step's uniform number.
    /// </summary>
    /// <param name="meta">The meta vector.</param>
    /// <param name="batch">Targets <c>[B, T]</c>: those that are given are read, the others are written; a text ends with its NUL.</param>
    /// <param name="uniforms"><c>[B, T]</c>, numbers in [0, 1); below 0 means that the step's target is given.</param>
    /// <param name="temperature">Divides the logits before a draw; above 0. Learning is by the true loss.</param>
    /// <param name="nll">Out: nats of each episode.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the temperature is not above 0.</exception>
    public void Sample(ReadOnlySpan<float> meta, EpisodeBatch batch, ReadOnlySpan<float> uniforms, double temperature, Span<double> nll)
    {
        Check(meta, batch, nll);
        EpisodeBatch.Expect("uniforms", uniforms.Length, batch.Targets.Length);
        if (!(temperature > 0))
        {
            throw new ArgumentException($"temperature: expected a number above 0, found {temperature}");
        }

        nint draws = Buffer("uniforms").Fill(uniforms), samples = Buffer("samples").Fill<byte>(batch.Targets);
        Run(GpuMode.Sample, meta, batch, nll, job => job with
        {
            Uniforms = draws,
            Samples = samples,
            InverseTemperature = (float)(1 / temperature),
        });
        gpu.Download(samples, batch.Targets.AsSpan());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DeviceBuffer buffer in buffers.Values)
        {
            buffer.Dispose();
        }

        buffers.Clear();
        gpu.Dispose();
    }

    private static EpisodeBatch Part(EpisodeBatch batch, int first, int count) => count == batch.Count
        ? batch
        : new EpisodeBatch(
            count,
            batch.Steps,
            batch.Targets[(first * batch.Steps)..((first + count) * batch.Steps)],
            batch.Lengths[first..(first + count)],
            batch.Chances?[(first * batch.Steps)..((first + count) * batch.Steps)]);

    private void Check(ReadOnlySpan<float> meta, EpisodeBatch batch, Span<double> nll)
    {
        EpisodeBatch.Expect("meta vector", meta.Length, plan.Table.Length);
        batch.Check(plan);
        EpisodeBatch.Expect("nll", nll.Length, batch.Count);
    }

    private DeviceBuffer Buffer(string name)
    {
        if (!buffers.TryGetValue(name, out DeviceBuffer? buffer))
        {
            buffers[name] = buffer = new DeviceBuffer(gpu);
        }

        return buffer;
    }

    /// <summary>Where everything lies; with a smaller cluster if the best one does not fit, or the device cannot run one of that size, as in a small slice of a GPU.</summary>
    private GpuLayout Layout(GpuMode mode)
    {
        if (!layouts.TryGetValue(mode, out GpuLayout? layout))
        {
            int size = Math.Min(cluster ?? ClusterChoice.Best(plan, mode, gpu), gpu.MaxCluster);
            while (!Fits(mode, size, out layout))
            {
                size /= 2;
            }

            layouts[mode] = layout;
        }

        return layout;
    }

    /// <summary>The layout over a cluster of a size, if there is one and the device runs it; a block alone has to do.</summary>
    /// <exception cref="UserException">The network does not fit a block alone.</exception>
    private bool Fits(GpuMode mode, int size, [NotNullWhen(true)] out GpuLayout? layout)
    {
        try
        {
            layout = new GpuLayout(plan, mode, threads, size, gpu.SharedBytes);
        }
        catch (UserException) when (size > 1)
        {
            layout = null; // the blocks of a large cluster exchange more than those of a small one
        }

        return layout is not null && (size == 1 || gpu.ClustersAtOnce(threads, size, layout.SharedBytes) >= 1);
    }

    /// <summary>What the kernel does for a meta-gradient.</summary>
    internal static GpuMode Mode(MetaAlgorithm algorithm) => algorithm switch
    {
        MetaAlgorithm.Reptile => GpuMode.Reptile,
        MetaAlgorithm.Fomaml => GpuMode.Fomaml,
        _ => GpuMode.Maml,
    };

    /// <summary>How many episodes the GPU runs at once.</summary>
    internal int EpisodesAtOnce(GpuMode mode)
    {
        GpuLayout layout = Layout(mode);
        return gpu.ClustersAtOnce(threads, layout.Cluster, layout.SharedBytes);
    }

    /// <summary>Episodes of one launch: no more than run at once where the time of a launch is limited.</summary>
    internal int MostAtOnce(GpuMode mode) => gpu.LimitsTime ? EpisodesAtOnce(mode) : int.MaxValue;

    private unsafe void Run(GpuMode mode, ReadOnlySpan<float> meta, EpisodeBatch batch, Span<double> nll, Func<GpuJob, GpuJob> complete)
    {
        GpuLayout layout = Layout(mode);
        int clusters = Math.Min(batch.Count, EpisodesAtOnce(mode));
        int blocks = clusters * layout.Cluster;
        GpuJob job = complete(layout.Job) with
        {
            Meta = Buffer("meta").Fill(meta),
            Targets = Buffer("targets").Fill<byte>(batch.Targets),
            Chances = batch.Chances is byte[] chances ? Buffer("chances").Fill<byte>(chances) : 0,
            Lengths = Buffer("lengths").Fill<int>(batch.Lengths),
            Indices = Buffer("indices").Fill<int>(plan.Layout.Indices),
            ContextSource = Buffer("context").Fill<int>(plan.Layout.ContextSource),
            Ops = Buffer("ops").Fill(layout.Ops),
            Tensors = Buffer("tensors").Fill(layout.Tensors),
            Nll = Buffer("nll").Reserve(batch.Count * 8L),
            Scratch = Buffer("scratch").Reserve(Math.Max(16, blocks * layout.ScratchBytes)),
            Tape = mode >= GpuMode.Fomaml ? Buffer("tape").Reserve(clusters * plan.Layout.Steps * layout.Job.TapeLength * 4) : 0,
            Episodes = batch.Count,
        };
        void* argument = &job;
        gpu.Launch("run_episodes", blocks, threads, layout.Cluster, layout.SharedBytes, &argument);
        gpu.Download(job.Nll, nll);
    }

    /// <summary>Adds the clipped gradients of finite norm, and reports the norms.</summary>
    private unsafe void Add(nint gradients, nint sum, int length, float clip, ReadOnlySpan<double> nll, Span<double> norms)
    {
        nint squares = Buffer("squares").Reserve(norms.Length * 8L);
        void** arguments = stackalloc void*[5];
        arguments[0] = &gradients;
        arguments[1] = &squares;
        arguments[2] = &length;
        gpu.Launch("measure_gradients", norms.Length, 256, 1, 2048, arguments);
        gpu.Download(squares, norms);
        float[] scales = new float[norms.Length];
        for (int b = 0; b < norms.Length; b++)
        {
            double norm = Math.Sqrt(norms[b]);
            bool finite = double.IsFinite(norm) && double.IsFinite(nll[b]);
            norms[b] = finite ? norm : double.NaN;
            scales[b] = !finite ? 0 : norm > clip ? (float)(clip / norm) : 1;
        }

        nint factors = Buffer("scales").Fill<float>(scales);
        int count = norms.Length;
        arguments[1] = &factors;
        arguments[2] = &sum;
        arguments[3] = &count;
        arguments[4] = &length;
        gpu.Launch("add_gradients", (length + 255) / 256, 256, 1, 0, arguments);
    }
}
