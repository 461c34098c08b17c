using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Cuda;

/// <summary>
/// Where everything of a network lies on the device for one mode: offsets in a block's shared memory and in its part
/// of the scratch memory, both in floats. Weights come into shared memory first, then their adjoints, row by row until
/// it is full; what is left lies in scratch, which the L2 cache holds as far as it can.
/// </summary>
internal sealed class GpuLayout
{
    private readonly NetworkPlan plan;
    private readonly GpuOp[] ops;
    private readonly GpuTensor[] tensors;
    private int shared;
    private int scratch;

    /// <summary>Lays out.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="mode">What is computed: only gradients by reverse sweep need adjoints.</param>
    /// <param name="threads">Threads of a block.</param>
    /// <param name="cluster">Blocks that share an episode.</param>
    /// <param name="sharedBytes">Shared memory of a block.</param>
    /// <exception cref="UserException">The activations alone do not fit.</exception>
    public GpuLayout(NetworkPlan plan, GpuMode mode, int threads, int cluster, int sharedBytes)
    {
        this.plan = plan;
        (Mode, Threads, Cluster) = (mode, threads, cluster);
        bool reverse = mode >= GpuMode.Fomaml;
        ops = new GpuOp[plan.Ops.Count];
        tensors = new GpuTensor[plan.Table.Tensors.Count];
        int full = BuildOps();
        BuildTensors();
        int limit = sharedBytes / 4;
        GpuJob job = new()
        {
            Steps = plan.Layout.Steps,
            OpCount = ops.Length,
            TensorCount = tensors.Length,
            IndexCount = plan.Layout.IndexCount,
            ContextCount = plan.Layout.ContextCount,
            ActivationLength = plan.ActivationLength,
            FullLength = full,
            TapeLength = Align(full + plan.ActivationLength + 2, 16),
            LogitSlot = plan.LogitSlot,
            LogitCount = plan.LogitCount,
            MetaLength = plan.Table.Length,
            ThetaLength = plan.Table.ThetaLength,
            Mode = (int)mode,
            LargestStride = tensors.Where(t => t.Matrix != 0).Select(t => t.Stride).DefaultIfEmpty(4).Max(),
            InitialRate = (float)plan.Spec.Step.Initial,
            GradientBound = (float)(plan.Spec.Step.GradientBound ?? 0),
            LogitBound = (float)(plan.Spec.Step.LogitBound ?? 0),
            LossThreshold = (float)(plan.Spec.Step.LossThreshold ?? 0),
            InverseTemperature = 1,
            StopAtNul = plan.Layout.StopAtNul ? 1 : 0,
        };
        job.ExchangeLength = cluster * job.LargestStride;
        job.SOps = Shared(ops.Length * 16);
        job.STensors = Shared(tensors.Length * 20);
        job.SRates = Shared(tensors.Length);
        job.SActivation0 = Shared(full);
        job.SActivation1 = Shared(full);
        job.SAdjoint = Shared(plan.ActivationLength);
        job.SRadjoint = reverse ? Shared(plan.ActivationLength) : job.SAdjoint;
        job.SWarps = Shared(threads / 32 * job.LargestStride);
        job.SExchange = Shared(cluster > 1 ? 2 * job.ExchangeLength : 0);
        job.SSmall = Shared(ops.Length + cluster);
        job.STargets = Shared((plan.Layout.Steps + 3) / 4);
        job.SQ = shared;
        PlaceProducts(reverse);
        job.SQEnd = shared;
        if (shared > limit)
        {
            throw new UserException(
                $"the network's activations need {shared * 4L} bytes of a GPU's shared memory, it has {sharedBytes}; use --device cpu or smaller layers");
        }

        PlaceVectors(reverse, limit);
        PlaceMatrices(reverse, limit);
        PlaceRates(reverse);
        job.SEnd = shared;
        job.ScratchLength = scratch;
        Job = job;
    }

    /// <summary>What is computed.</summary>
    public GpuMode Mode { get; }

    /// <summary>Threads of a block.</summary>
    public int Threads { get; }

    /// <summary>Blocks that share an episode.</summary>
    public int Cluster { get; }

    /// <summary>The launch argument, but for pointers and the batch.</summary>
    public GpuJob Job { get; }

    /// <summary>The operations.</summary>
    public ReadOnlySpan<GpuOp> Ops => ops;

    /// <summary>The tensors.</summary>
    public ReadOnlySpan<GpuTensor> Tensors => tensors;

    /// <summary>Shared memory of a block, in bytes.</summary>
    public int SharedBytes => shared * 4;

    /// <summary>Scratch memory of a block, in bytes.</summary>
    public long ScratchBytes => scratch * 4L;

    private int BuildOps()
    {
        int full = plan.ActivationLength;
        List<(int Start, int End)> written = [];
        for (int i = 0; i < ops.Length; i++)
        {
            Op op = plan.Ops[i];
            ops[i] = new GpuOp
            {
                Kind = (int)op.Kind,
                Input = op.Input,
                Second = op.Second,
                Output = op.Output,
                Size = op.Size,
                InputSize = op.InputSize,
                Weight = op.Weight,
                Bias = op.Bias,
                Argument = op.Argument,
                Aux = -1,
            };
            if (op.Kind == OpKind.LayerNorm)
            {
                ops[i].Aux = full;
                full += Align(op.Size + 1, 16);
            }

            bool reads = written.Any(w => Overlap(w, op.Input, op.InputSize) || Overlap(w, op.Second, op.Size));
            if (reads)
            {
                ops[i - 1].Fence = 1;
                written.Clear();
            }

            if (op.Kind == OpKind.Linear)
            {
                written.Clear();
            }
            else
            {
                written.Add((op.Output, op.Output + op.Size));
            }
        }

        ops[^1].Fence = plan.Ops[^1].Kind == OpKind.Linear ? 0 : 1;
        return full;
    }

    private static bool Overlap((int Start, int End) written, int start, int count) =>
        start >= 0 && start < written.End && written.Start < start + count;

    private void BuildTensors()
    {
        HashSet<int> matrices = [.. plan.Ops.Where(op => op.Kind == OpKind.Linear).Select(op => op.Weight)];
        for (int k = 0; k < tensors.Length; k++)
        {
            ParameterTensor t = plan.Table.Tensors[k];
            bool matrix = matrices.Contains(k), split = matrix && Cluster > 1 && t.Rows >= 8 * Cluster;
            tensors[k] = new GpuTensor
            {
                Meta = t.Offset,
                Rows = t.Rows,
                Columns = t.Columns,
                LogRate = t.LogRate,
                RowFactors = t.RowFactors,
                ColumnFactors = t.ColumnFactors,
                Factors = t.Factors,
                Adapts = t.Adapts ? 1 : 0,
                Matrix = matrix ? 1 : 0,
                Split = split ? 1 : 0,
                Slice = matrix ? Align(split ? (t.Rows + Cluster - 1) / Cluster : t.Rows, 4) : t.Rows,
                Stride = matrix ? Align(t.Columns, 4) : t.Columns,
            };
        }
    }

    /// <summary>A x of the own rows and A' delta, for every matrix.</summary>
    private void PlaceProducts(bool reverse)
    {
        for (int i = 0; i < ops.Length && reverse; i++)
        {
            if (ops[i].Kind == (int)OpKind.Linear)
            {
                ops[i].Q = Shared(tensors[ops[i].Weight].Slice);
                ops[i].M = Shared(tensors[ops[i].Weight].Stride);
            }
        }
    }

    /// <summary>Vectors into shared memory while they take less than a sixteenth of it each; tables into scratch.</summary>
    private void PlaceVectors(bool reverse, int limit)
    {
        foreach (ref GpuTensor t in tensors.AsSpan())
        {
            if (t.Matrix != 0)
            {
                continue;
            }

            int count = t.Rows * t.Columns;
            bool fits = t.Rows == 1 && count <= limit / 16 && shared + (reverse ? 2 : 1) * Align(count, 4) <= limit;
            (t.Shared, t.SharedRows, t.Global) = fits ? (Shared(count), t.Rows, 0) : (0, 0, Scratch(count));
            if (reverse)
            {
                (t.AdjointShared, t.AdjointSharedRows, t.AdjointGlobal) = fits ? (Shared(count), t.Rows, 0) : (0, 0, Scratch(count));
            }
            else
            {
                t.AdjointSharedRows = t.Rows;
            }
        }
    }

    private void PlaceMatrices(bool reverse, int limit)
    {
        foreach (ref GpuTensor t in tensors.AsSpan())
        {
            if (t.Matrix != 0)
            {
                (t.Shared, t.SharedRows, t.Global) = Rows(t.Slice, t.Stride, limit);
            }
        }

        foreach (ref GpuTensor t in tensors.AsSpan())
        {
            if (t.Matrix != 0)
            {
                (t.AdjointShared, t.AdjointSharedRows, t.AdjointGlobal) = reverse ? Rows(t.Slice, t.Stride, limit) : (0, t.Slice, 0);
            }
        }
    }

    private (int Shared, int Rows, int Scratch) Rows(int rows, int stride, int limit)
    {
        int inside = Math.Min(rows, (limit - shared) / (4 * stride) * 4);
        return (Shared(inside * stride), inside, Scratch((rows - inside) * stride));
    }

    private void PlaceRates(bool reverse)
    {
        foreach (ref GpuTensor t in tensors.AsSpan())
        {
            if (reverse && t.LogRate >= 0)
            {
                t.Rates = Scratch(t.Matrix != 0 ? t.Slice + t.Stride : t.Rows * t.Columns);
            }
        }
    }

    private int Shared(int count)
    {
        int at = shared;
        shared = Align(checked(shared + count), 4);
        return at;
    }

    private int Scratch(int count)
    {
        int at = scratch;
        scratch = Align(checked(scratch + count), 4);
        return at;
    }

    private static int Align(int n, int to) => checked(n + to - 1) / to * to;
}
