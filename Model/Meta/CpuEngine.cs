using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Meta;

/// <summary>
/// One episode per thread, all its state in that core's cache where the weights are few enough. Gradients are added in an order
/// that depends on the batch alone, so results are the same bits for every number of threads.
/// </summary>
public sealed class CpuEngine : IMetaEngine
{
    private readonly NetworkPlan plan;
    private readonly EpisodeWorker[] workers;
    private readonly ParallelOptions options;
    private readonly OrderedTurns turns = new();
    private readonly float[] meta;
    private readonly float[] sum;
    private int[] order = [];
    private double[] nll = [];
    private double[] norms = [];
    private float[] stepNll = [];

    /// <summary>An engine for one network.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="threads">Threads, 0 for one per core.</param>
    /// <exception cref="ArgumentException">A negative number of threads.</exception>
    public CpuEngine(NetworkPlan plan, int threads = 0)
    {
        if (threads < 0)
        {
            throw new ArgumentException($"threads: expected 0 (one per core) or more, found {threads}");
        }

        this.plan = plan;
        Threads = threads == 0 ? Environment.ProcessorCount : threads;
        NetworkGraph graph = new(plan);
        workers = [.. Enumerable.Range(0, Threads).Select(_ => new EpisodeWorker(graph))];
        options = new ParallelOptions { MaxDegreeOfParallelism = Threads };
        meta = new float[plan.Table.Length];
        sum = new float[plan.Table.Length];
    }

    /// <summary>Threads at most.</summary>
    public int Threads { get; }

    /// <inheritdoc/>
    public string Description => $"cpu, {Threads} {(Threads == 1 ? "thread" : "threads")}, {VectorBits}-bit vectors";

    /// <summary>Bits of the widest vectors that this machine runs in hardware; 32 for none.</summary>
    internal static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 32;

    /// <inheritdoc/>
    public void Gradient(
        ReadOnlySpan<float> meta, EpisodeBatch batch, MetaMethod method, Span<float> gradient, Span<double> nll, Span<double> norms)
    {
        Start(meta, batch, nll);
        EpisodeBatch.Expect("gradient", gradient.Length, meta.Length);
        EpisodeBatch.Expect("norms", norms.Length, batch.Count);
        Array.Clear(sum);
        Run(worker => worker.Prepare(method.Algorithm), (worker, b) =>
        {
            (this.nll[b], this.norms[b]) = worker.Gradient(this.meta, Targets(batch, b), Chances(batch, b), method);
        }, (worker, b) => worker.AddTo(sum, method.Clip, this.norms[b]));
        TensorPrimitives.Multiply(sum, 1f / batch.Count, gradient);
        this.nll.AsSpan(0, batch.Count).CopyTo(nll);
        this.norms.AsSpan(0, batch.Count).CopyTo(norms);
    }

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<float> meta, EpisodeBatch batch, Span<double> nll, Span<float> stepNll = default)
    {
        Start(meta, batch, nll);
        bool steps = !stepNll.IsEmpty;
        if (steps)
        {
            EpisodeBatch.Expect("stepNll", stepNll.Length, batch.Count * batch.Steps);
            Array.Resize(ref this.stepNll, Math.Max(this.stepNll.Length, stepNll.Length));
            this.stepNll.AsSpan(0, stepNll.Length).Clear();
        }

        Run(worker => worker.Prepare(null), (worker, b) =>
        {
            Span<float> each = steps ? this.stepNll.AsSpan(b * batch.Steps, batch.Steps) : default;
            this.nll[b] = worker.Evaluate(this.meta, Targets(batch, b), each);
        }, null);
        this.nll.AsSpan(0, batch.Count).CopyTo(nll);
        this.stepNll.AsSpan(0, stepNll.Length).CopyTo(stepNll);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static ReadOnlySpan<byte> Targets(EpisodeBatch batch, int b) =>
        batch.Targets.AsSpan(b * batch.Steps, batch.Lengths[b]);

    private static ReadOnlySpan<byte> Chances(EpisodeBatch batch, int b) =>
        batch.Chances is byte[] chances ? chances.AsSpan(b * batch.Steps, batch.Lengths[b]) : default;

    /// <summary>Checks the arguments, keeps the meta vector, and puts long episodes first.</summary>
    private void Start(ReadOnlySpan<float> meta, EpisodeBatch batch, Span<double> nll)
    {
        EpisodeBatch.Expect("meta vector", meta.Length, plan.Table.Length);
        batch.Check(plan);
        EpisodeBatch.Expect("nll", nll.Length, batch.Count);

        meta.CopyTo(this.meta);
        if (order.Length != batch.Count)
        {
            (order, this.nll, this.norms) = (new int[batch.Count], new double[batch.Count], new double[batch.Count]);
        }

        for (int b = 0; b < order.Length; b++)
        {
            order[b] = b;
        }

        Array.Sort(order, (a, b) => batch.Lengths[b] != batch.Lengths[a] ? batch.Lengths[b] - batch.Lengths[a] : a - b);
    }

    /// <summary>Episodes on all workers in <see cref="order"/>; the results are taken one after another in that order.</summary>
    private void Run(Action<EpisodeWorker> prepare, Action<EpisodeWorker, int> compute, Action<EpisodeWorker, int>? take)
    {
        turns.Start(order.Length);
        Parallel.For(0, Math.Min(workers.Length, order.Length), options, w =>
        {
            EpisodeWorker worker = workers[w];
            prepare(worker);
            while (turns.Next(out int k))
            {
                bool done = false;
                try
                {
                    compute(worker, order[k]);
                    done = true;
                }
                finally
                {
                    turns.Take(k, () =>
                    {
                        if (done)
                        {
                            take?.Invoke(worker, order[k]);
                        }
                    });
                }
            }
        });
    }
}
