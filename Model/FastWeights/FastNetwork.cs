using System.Numerics;
using ReptileGen.Model.FastWeights.Kernels;
using ReptileGen.Model.FastWeights.Ops;

namespace ReptileGen.Model.FastWeights;

/// <summary>
/// A network that learns while it predicts, one episode at a time:
/// <c>Reset(meta); for each t: Forward(t, targets); Step(target)</c>. Nothing is allocated after construction.
/// <para>
/// A step is lazy: <see cref="Step"/> finds the gradient and its scale, and the rank-1 updates of the matrices are
/// applied while the next <see cref="Forward"/> streams through them.
/// </para>
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed partial class FastNetwork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NetworkGraph graph;
    private readonly AlignedBuffer<T> records;
    private readonly AlignedBuffer<T> theta;
    private readonly AlignedBuffer<T> rowFactors;
    private readonly AlignedBuffer<T> columnFactors;
    private readonly T[] logits;
    private readonly T[] probabilities;
    private readonly T[] scales;
    private readonly T[] squaredNorms;
    private readonly int[] stepIndices;
    private readonly byte[] stepTargets;
    private readonly int[] tableRows;
    private readonly int recordCount;
    private readonly T? logitBound;
    private bool pending;
    private bool forwarded;

    /// <summary>A network of zeros; call <see cref="Reset"/>.</summary>
    /// <param name="plan">What it computes.</param>
    /// <param name="history">Keep every step of an episode (exact MAML, <see cref="Undo"/> of more than the last step).</param>
    public FastNetwork(NetworkPlan plan, bool history = false)
        : this(new NetworkGraph(plan), history)
    {
    }

    internal FastNetwork(NetworkGraph graph, bool history)
    {
        this.graph = graph;
        int steps = graph.Plan.Layout.Steps;
        recordCount = history ? steps + 1 : 2;
        records = new AlignedBuffer<T>(checked(recordCount * graph.RecordLength));
        theta = new AlignedBuffer<T>(graph.Layout.Length);
        rowFactors = new AlignedBuffer<T>(graph.RowFactorLength);
        columnFactors = new AlignedBuffer<T>(graph.ColumnFactorLength);
        Rates = new StepRates<T>(graph.Plan, graph.Layout);
        logits = new T[graph.Plan.LogitCount];
        probabilities = new T[graph.Plan.LogitCount];
        scales = new T[steps];
        squaredNorms = new T[steps];
        stepIndices = new int[steps + 1];
        stepTargets = new byte[steps];
        tableRows = new int[recordCount * graph.TableCount];
        logitBound = graph.Plan.Spec.Step.LogitBound is double bound ? T.CreateChecked(bound) : null;
    }

    /// <summary>What it computes.</summary>
    public NetworkPlan Plan => graph.Plan;

    /// <summary>How many steps were taken since <see cref="Reset"/>.</summary>
    public int Position { get; private set; }

    /// <summary>The inner scale s of the last step: 1, or less where the gradient bound was active.</summary>
    public T Scale => scales[LastStep];

    /// <summary>The norm of the last step's gradient over all adapting parameters, before the bound.</summary>
    public T GradientNorm => T.Sqrt(squaredNorms[LastStep]);

    /// <summary>
    /// The activation vector of the last <see cref="Forward"/>, <c>[Plan.ActivationLength]</c>, with the slots of <see cref="NetworkPlan.Ops"/>.
    /// </summary>
    public ReadOnlySpan<T> Activations => Record(forwarded || Position == 0 ? Position : Position - 1)[..graph.Activations];

    /// <summary>The adjoints (gradient of the loss) of the last <see cref="Step"/>, <c>[Plan.ActivationLength]</c>.</summary>
    public ReadOnlySpan<T> Adjoints => Record(LastStep).Slice(graph.Activations, graph.Activations);

    /// <summary>The logits of the last <see cref="Forward"/>, bounded if the spec says so, <c>[Plan.LogitCount]</c>.</summary>
    public ReadOnlySpan<T> Logits => logits;

    internal StepRates<T> Rates { get; }

    internal Span<T> Theta => theta.Span;

    private int LastStep => Position > 0 ? Position - 1 : throw new InvalidOperationException("no step was taken yet");

    /// <summary>Starts an episode from a meta vector <c>[Plan.Table.Length]</c>.</summary>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void Reset(ReadOnlySpan<T> meta)
    {
        if (meta.Length != Plan.Table.Length)
        {
            throw new ArgumentException($"meta vector: expected {Plan.Table.Length} elements, found {meta.Length}");
        }

        graph.Layout.Pack(meta, theta.Span);
        Rates.Reset(meta);
        Position = 0;
        pending = false;
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
        stepIndices[Position] = t;
        if (pending)
        {
            AddVectors(Position - 1, -scales[Position - 1]);
        }

        Span<T> activations = Record(Position)[..graph.Activations];
        foreach (ref readonly Node node in graph.Nodes.AsSpan())
        {
            ForwardNode(in node, t, targets, activations);
        }

        pending = false;
        forwarded = true;
        LossHead<T>.Bound(activations.Slice(Plan.LogitSlot, Plan.LogitCount), logitBound, logits);
        return logits;
    }

    /// <summary>
    /// Learns the target of the last <see cref="Forward"/> by one bounded step of gradient descent.
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
        Backward(target);
        T squared = SquaredNorm(Position);
        squaredNorms[Position] = squared;
        scales[Position] = ScaleOf(squared);
        PrepareFactors(Position, scales[Position]);
        Position++;
        pending = true;
        forwarded = false;
        return loss;
    }

    /// <summary>
    /// Takes back the last step. Exact to the last bit straight after <see cref="Step"/>; after a further
    /// <see cref="Forward"/>, and for earlier steps (which need the history), exact up to rounding, as the rank-1 update is subtracted.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no such step, or it was not kept.</exception>
    public void Undo()
    {
        int last = LastStep;
        if (!pending)
        {
            if (recordCount == 2 && !forwarded)
            {
                throw new InvalidOperationException("only the last step can be undone without history");
            }

            PrepareFactors(last, -scales[last]);
            AddVectors(last, scales[last]);
            UpdateMatrices();
        }

        pending = false;
        forwarded = false;
        Position = last;
    }

    /// <summary>Applies the last step to the weights now instead of during the next <see cref="Forward"/>.</summary>
    public void Flush()
    {
        if (pending)
        {
            AddVectors(Position - 1, -scales[Position - 1]);
            UpdateMatrices();
            pending = false;
        }
    }

    /// <summary>The current weights of a tensor, row-major <c>[Rows, Columns]</c>; flushes.</summary>
    /// <param name="tensor">Index in the table.</param>
    /// <param name="destination">Out: as long as the tensor.</param>
    public void CopyTensor(int tensor, Span<T> destination)
    {
        Flush();
        graph.Layout.UnpackTensor(tensor, theta.Span, destination[..Plan.Table.Tensors[tensor].Count]);
    }

    /// <summary>
    /// The factors of the last step's update of a linear operation: its weight went down by
    /// <c>u v'</c> (times its rates, with rates per parameter).
    /// </summary>
    /// <param name="op">Index in <see cref="NetworkPlan.Ops"/>.</param>
    /// <param name="u">Out: rows, scale and rate included.</param>
    /// <param name="v">Out: columns.</param>
    /// <exception cref="ArgumentException">The operation is not linear.</exception>
    public void LastUpdate(int op, out ReadOnlySpan<T> u, out ReadOnlySpan<T> v)
    {
        Node node = graph.Nodes[op];
        if (node.Op.Kind != OpKind.Linear)
        {
            throw new ArgumentException($"operation {op}: expected {OpKind.Linear}, found {node.Op.Kind}");
        }

        u = rowFactors.Slice(node.U, node.Op.Size);
        v = columnFactors.Slice(node.V, node.Op.InputSize);
    }

    private T ScaleOf(T squaredNorm)
    {
        if (Plan.Spec.Step.GradientBound is not double bound)
        {
            return T.One;
        }

        T norm = T.Sqrt(squaredNorm), c = T.CreateChecked(bound);
        return norm > c ? c / norm : T.One;
    }
}
