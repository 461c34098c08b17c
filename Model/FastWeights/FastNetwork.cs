using System.Numerics;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.FastWeights;

/// <summary>
/// A network that learns while it predicts, one episode at a time:
/// <c>Reset(meta); for each t: Forward(t, targets); Step(target)</c>. Nothing is allocated after construction.
/// <para>
/// The updates of matrices are of rank 1. They are kept as factors and folded into the matrices once in 4 of them, or
/// 8 if the weights are large.
/// </para>
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed partial class FastNetwork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NetworkGraph graph;
    private readonly AlignedBuffer<T> records;
    private readonly AlignedBuffer<T> theta;
    private readonly LowRankMatrix<T>?[] matrices;
    private readonly T[] logits;
    private readonly T[] probabilities;
    private readonly T[] scales;
    private readonly T[] squaredNorms;
    private readonly byte[] stepTargets;
    private readonly int[] tableRows;
    private readonly int recordCount;
    private readonly int backwardFrom;
    private readonly int backwardActivations;
    private readonly bool everyGradient;
    private readonly T? logitBound;
    private readonly T lossThreshold;
    private readonly int[] taken;
    private AlignedBuffer<T>? scratch;
    private int takenCount; // steps that were not skipped; of these
    private int foldedCount; // are folded into the matrices
    private int kept;
    private int trunkUntil; // steps before this one have gone through the trunk,
    private int allUntil; // before this one through all layers
    private int skippedInARow;
    private bool forwarded;
    private bool broken;

    /// <summary>A network of zeros; call <see cref="Reset"/>.</summary>
    /// <param name="plan">What it computes.</param>
    /// <param name="history">Keep every step of an episode (exact MAML, <see cref="Undo"/> of more than the last step).</param>
    public FastNetwork(NetworkPlan plan, bool history = false)
        : this(new NetworkGraph(plan), history)
    {
    }

    /// <param name="graph">What it computes.</param>
    /// <param name="history">Keep every step.</param>
    /// <param name="everyGradient">Adjoints within the slow trunk and of steps that are not taken too; else they stay 0.</param>
    /// <param name="team">Threads that share large matrices; null for the caller's alone.</param>
    internal FastNetwork(NetworkGraph graph, bool history, bool everyGradient = false, Team? team = null)
    {
        this.graph = graph;
        this.everyGradient = everyGradient;
        (backwardFrom, backwardActivations) = everyGradient ? (0, 0) : (graph.TrunkLength, graph.TailActivations);
        int steps = graph.Plan.Layout.Steps;
        recordCount = history ? steps + 1 : 2;
        records = new AlignedBuffer<T>(checked(recordCount * graph.RecordLength));
        theta = new AlignedBuffer<T>(graph.Layout.Length);
        Rates = new StepRates<T>(graph.Plan, graph.Layout);
        matrices = [.. graph.Nodes.Select(n => n.Op.Kind == OpKind.Linear ? new LowRankMatrix<T>(theta, n, graph.FoldAfter, graph.IsBanded, team) : null)];
        scratch = Rates.PerParameter ? NewScratch() : null;
        logits = new T[graph.Plan.LogitCount];
        probabilities = new T[graph.Plan.LogitCount];
        scales = new T[steps];
        squaredNorms = new T[steps];
        stepTargets = new byte[steps];
        tableRows = new int[recordCount * graph.TableCount];
        taken = new int[steps];
        logitBound = graph.Plan.Spec.Step.LogitBound is double bound ? T.CreateChecked(bound) : null;
        lossThreshold = T.CreateChecked(graph.Plan.Spec.Step.LossThreshold ?? 0);
    }

    /// <summary>What it computes.</summary>
    public NetworkPlan Plan => graph.Plan;

    /// <summary>How many steps were made since <see cref="Reset"/>.</summary>
    public int Position { get; private set; }

    /// <summary>The inner scale s of the last step: 1, less where the gradient bound was active, 0 where the loss was below the threshold.</summary>
    public T Scale => scales[LastStep];

    /// <summary>The norm of the last step's gradient over all adapting parameters, before the bound; 0 where the loss was below the threshold.</summary>
    public T GradientNorm => T.Sqrt(squaredNorms[LastStep]);

    /// <summary>
    /// The activation vector of the last <see cref="Forward"/>, <c>[Plan.ActivationLength]</c>, with the slots of <see cref="NetworkPlan.Ops"/>.
    /// </summary>
    public ReadOnlySpan<T> Activations => Record(forwarded || Position == 0 ? Position : Position - 1)[..graph.Activations];

    /// <summary>
    /// The adjoints (gradient of the loss) of the last <see cref="Step"/>, <c>[Plan.ActivationLength]</c>; 0 within the slow
    /// trunk (leading layers without fast weights), and everywhere where the loss was below the threshold.
    /// </summary>
    public ReadOnlySpan<T> Adjoints => Record(LastStep).Slice(graph.Activations, graph.Activations);

    /// <summary>The logits of the last <see cref="Forward"/>, bounded if the spec says so, <c>[Plan.LogitCount]</c>.</summary>
    public ReadOnlySpan<T> Logits => logits;

    internal StepRates<T> Rates { get; }

    internal Span<T> Theta => theta.Span;

    private int LastStep => Position > 0 ? Position - 1 : throw new InvalidOperationException("no step was made yet");

    /// <summary>Starts an episode from a meta vector <c>[Plan.Table.Length]</c>.</summary>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void Reset(ReadOnlySpan<T> meta)
    {
        if (meta.Length != Plan.Table.Length)
        {
            throw new ArgumentException($"meta vector: expected {Plan.Table.Length} elements, found {meta.Length}");
        }

        if (broken)
        {
            theta.Span.Clear();
            records.Span.Clear();
            broken = false;
        }

        graph.Layout.Pack(meta, theta.Span);
        Rates.Reset(meta);
        foreach (LowRankMatrix<T>? matrix in matrices)
        {
            matrix?.Clear();
        }

        Position = 0;
        takenCount = 0;
        foldedCount = 0;
        kept = 0;
        Forget();
        forwarded = false;
    }

    /// <summary>
    /// The logits of step <paramref name="t"/> of the layout (usually <see cref="Position"/>; any other step may be
    /// asked, as often as wanted, before the next <see cref="Step"/>).
    /// </summary>
    /// <param name="t">0 to T - 1.</param>
    /// <param name="targets">Targets of earlier steps, indexed by step; those from t on are not read.</param>
    /// <returns>The bounded logits, valid until the next call.</returns>
    public ReadOnlySpan<T> Forward(int t, ReadOnlySpan<byte> targets)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)t, (uint)Plan.Layout.Steps, nameof(t));
        MakeRoom();
        if (recordCount > 2)
        {
            Prefetch(Position + 1);
        }

        if (t != Position)
        {
            Forget();
        }

        Span<T> activations = Record(Position)[..graph.Activations];
        int known = Position < allUntil ? graph.Nodes.Length : Position < trunkUntil ? graph.TrunkLength : 0;
        for (int n = known; n < graph.Nodes.Length; n++)
        {
            ForwardNode(n, Position, t, targets, activations);
        }

        forwarded = true;
        LossHead<T>.Bound(activations.Slice(Plan.LogitSlot, Plan.LogitCount), logitBound, logits);
        return logits;
    }

    /// <summary>
    /// Learns the target of the last <see cref="Forward"/> by one bounded step of gradient descent, unless its loss is
    /// below <see cref="StepSpec.LossThreshold"/>: then only the position goes on.
    /// </summary>
    /// <param name="target">0 or 1, or a byte.</param>
    /// <returns>The loss in nats before the step.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Forward"/> was not called, or the episode is full.</exception>
    public T Step(int target)
    {
        if (!forwarded || Position >= scales.Length)
        {
            throw new InvalidOperationException(forwarded ? $"the episode is full: {scales.Length} steps" : "call Forward before Step");
        }

        stepTargets[Position] = (byte)target;
        T loss = LossHead<T>.Loss(logits, target, probabilities);
        if (loss < lossThreshold)
        {
            Skip(target);
        }
        else
        {
            Learn(target);
            broken |= !T.IsFinite(squaredNorms[Position]) || !T.IsFinite(loss);
        }

        Position++;
        kept = recordCount == 2 ? 1 : kept + 1;
        forwarded = false;
        return loss;
    }

    /// <summary>
    /// Takes back the last step. The weights are the same bits again as long as updates were not folded, and up to
    /// rounding further back, which needs the history.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no such step, or it was not kept.</exception>
    public void Undo()
    {
        int last = LastStep;
        if (kept == 0)
        {
            throw new InvalidOperationException("this step was not kept; without history only the last one can be undone");
        }

        Position = last;
        Forget();
        if (!Skipped(last))
        {
            RestoreVectors(last);
            takenCount--;
            if (takenCount < foldedCount)
            {
                Unfold();
            }
        }

        kept--;
        forwarded = false;
    }

    /// <summary>The current weights of a tensor, row-major <c>[Rows, Columns]</c>.</summary>
    /// <param name="tensor">Index in the table.</param>
    /// <param name="destination">Out: at least as long as the tensor.</param>
    public void CopyTensor(int tensor, Span<T> destination)
    {
        int node = Array.FindIndex(graph.Nodes, n => n.Op.Kind == OpKind.Linear && n.Op.Weight == tensor);
        if (node < 0)
        {
            graph.Layout.UnpackTensor(tensor, theta.Span, destination[..Plan.Table.Tensors[tensor].Count]);
            return;
        }

        int count = graph.Nodes[node].Adapts ? Unfolded : 0;
        ReadOnlySpan<T> rates = Rates.PerParameter ? Rates.Elements : default;
        matrices[node]!.CopyTo(count, rates, Plan.Table.Tensors[tensor], Scratch, destination);
    }

    /// <summary>
    /// The factors of the last step's update of a linear operation: its weight went down by
    /// <c>u v'</c> (times its rates, with rates per parameter). <see cref="LastChange"/> tells of all other tensors.
    /// </summary>
    /// <param name="op">Index in <see cref="NetworkPlan.Ops"/>.</param>
    /// <param name="u">Out: <c>[Size]</c>, scale and rate included; 0 if frozen.</param>
    /// <param name="v">Out: <c>[InputSize]</c>.</param>
    /// <exception cref="ArgumentException">The operation is not linear.</exception>
    public void LastUpdate(int op, Span<T> u, Span<T> v)
    {
        Op linear = Plan.Ops[op];
        if (linear.Kind != OpKind.Linear)
        {
            throw new ArgumentException($"operation {op}: expected {OpKind.Linear}, found {linear.Kind}");
        }

        Span<T> record = Record(LastStep);
        Vectors.Multiply(record.Slice(graph.Activations + linear.Output, linear.Size), Rates.Rows(linear.Weight)[..linear.Size], u[..linear.Size]);
        Vectors.Scale(Scale, u[..linear.Size], u[..linear.Size]);
        Vectors.Multiply(record.Slice(linear.Input, linear.InputSize), Rates.Columns(linear.Weight)[..linear.InputSize], v[..linear.InputSize]);
    }

    private void Forget() => trunkUntil = allUntil = skippedInARow = 0;
}
