using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.FastWeights;

/// <summary>One operation of a plan with the places of its parameters and gradients in working memory.</summary>
/// <param name="Op">The operation.</param>
/// <param name="Weight">First element of its weight in <see cref="PackedLayout"/>, -1 if none.</param>
/// <param name="Bias">First element of its bias, -1 if none.</param>
/// <param name="Gain">Offset in a step's record of the gradient of a LayerNorm's gain, else -1.</param>
/// <param name="Rows">Size padded to a tile.</param>
/// <param name="Columns">InputSize padded to a tile.</param>
/// <param name="Padded">Size padded to 16.</param>
/// <param name="RowSum">Offset among sums over rows of all matrices.</param>
/// <param name="ColumnSum">Offset among sums over columns of all matrices.</param>
/// <param name="Adapts">True if the inner loop changes its weight.</param>
/// <param name="PassesBack">True if the adjoint of its input leads to any parameter.</param>
internal readonly record struct Node(
    Op Op, int Weight, int Bias, int Gain, int Rows, int Columns, int Padded, int RowSum, int ColumnSum, bool Adapts, bool PassesBack);

/// <summary>A vector of parameters whose gradient stands in a step's record: a bias, a gain, one row of a table.</summary>
/// <param name="Tensor">Index in the <see cref="ParameterTable"/>.</param>
/// <param name="Theta">First element in <see cref="PackedLayout"/> (of row 0).</param>
/// <param name="Size">Number of elements.</param>
/// <param name="Gradient">Offset of the gradient in the step's record.</param>
/// <param name="Table">Which of the step's table rows it is, -1 if not a row of a table.</param>
/// <param name="Output">Offset of the value in the step's record if the vector is itself an activation, else -1.</param>
/// <param name="Saved">Offset in the step's record of the values before the step.</param>
/// <param name="Adapts">True if the inner loop changes it.</param>
internal readonly record struct VectorNode(int Tensor, int Theta, int Size, int Gradient, int Table, int Output, int Saved, bool Adapts);

/// <summary>
/// A <see cref="NetworkPlan"/> made ready to run. A step's record is <c>[activations | adjoints | gradients of gains and values of vectors]</c>.
/// </summary>
internal sealed class NetworkGraph
{
    /// <summary>Elements beyond which the weights do not fit into a core's own cache (1 MiB of floats).</summary>
    private const int Large = 1 << 18;

    /// <summary>Elements of matrices that a core keeps to itself in the inner loop (2.3 MiB of floats, most of them in a cache of 2 MiB).</summary>
    private const int OwnCache = 600_000;

    public NetworkGraph(NetworkPlan plan, int? foldAfter = null)
    {
        Plan = plan;
        Layout = new PackedLayout(plan);
        FoldAfter = foldAfter ?? (plan.Spec.Step.Rate == RateKind.Parameter ? 1 : Layout.Length > Large ? 8 : 4);
        Activations = plan.ActivationLength;
        RecordLength = 2 * Activations;
        bool[] leads = Leads(plan);
        List<Node> nodes = [];
        List<VectorNode> vectors = [];
        foreach (Op op in plan.Ops)
        {
            Node node = Add(op, leads);
            nodes.Add(node);
            AddVectors(node, vectors);
        }

        Nodes = [.. nodes];
        BandedLength = nodes.Where(n => n.Rows >= BandedMatrix<float>.LeastRows).Sum(n => n.Rows * n.Columns);
        Vectors = [.. vectors];
        TrunkLength = plan.Ops.TakeWhile(op => !Adapts(op.Weight) && !Adapts(op.Bias)).Count();
        TrunkActivations = TrunkLength < plan.Ops.Count ? plan.Ops[TrunkLength].Output : plan.ActivationLength;
        TailActivations = plan.Ops.Skip(TrunkLength).SelectMany(op => new[] { op.Input, op.Second }).Append(plan.LogitSlot).Where(a => a >= 0).Min();
        TrunkVectors = vectors.TakeWhile(v => nodes.FindIndex(n => n.Op.Weight == v.Tensor || n.Op.Bias == v.Tensor) < TrunkLength).Count();
    }

    public NetworkPlan Plan { get; }

    public PackedLayout Layout { get; }

    public Node[] Nodes { get; }

    public VectorNode[] Vectors { get; }

    /// <summary>True if the matrices do not fit into a core's own cache: then they are cut into bands, which several cores can share.</summary>
    public bool IsBanded => BandedLength > OwnCache;

    /// <summary>Elements of all matrices that have enough rows to be cut.</summary>
    private int BandedLength { get; }

    /// <summary>
    /// Threads that share each episode: 1, 2 or 4; 1 unless <see cref="IsBanded"/>, and with a rate per parameter. A few episodes are
    /// shared by as many as there are; of many each thread has its own, which was measured to be faster.
    /// </summary>
    /// <param name="threads">Threads in all.</param>
    /// <param name="episodes">Episodes in all.</param>
    public int TeamSize(int threads, int episodes)
    {
        if (!IsBanded || Plan.Spec.Step.Rate == RateKind.Parameter)
        {
            return 1;
        }

        int[] sizes = [4, 2];
        return sizes.FirstOrDefault(size => episodes <= threads / size, 1);
    }

    /// <summary>
    /// Steps between two foldings of the factors into their matrices, 1 to 16: factors cost arithmetic, folding costs a
    /// read and a write of all weights. With rates per parameter updates are not of rank 1, and are folded at once.
    /// </summary>
    public int FoldAfter { get; }

    /// <summary>
    /// Number of leading operations that depend on no fast weight: the slow trunk. Where all targets are known, it is
    /// computed for many steps at once.
    /// </summary>
    public int TrunkLength { get; }

    /// <summary>Leading elements of the activation vector that only the trunk writes.</summary>
    public int TrunkActivations { get; }

    /// <summary>First element of the activation vector that the operations behind the trunk read.</summary>
    public int TailActivations { get; }

    /// <summary>Number of leading <see cref="Vectors"/> that belong to the trunk.</summary>
    public int TrunkVectors { get; }

    /// <summary>Length of the activation vector; adjoints follow it.</summary>
    public int Activations { get; }

    /// <summary>Length of the record of one step.</summary>
    public int RecordLength { get; private set; }

    /// <summary>Rows of all matrices, each padded to 16.</summary>
    public int RowLength { get; private set; }

    /// <summary>Columns of all matrices, each padded to 16.</summary>
    public int ColumnLength { get; private set; }

    /// <summary>Number of tables.</summary>
    public int TableCount { get; private set; }

    private Node Add(Op op, bool[] leads)
    {
        bool linear = op.Kind == OpKind.Linear;
        int rows = Pad(op.Size), columns = linear ? Pad(op.InputSize) : 0;
        Node node = new(
            op,
            Layout.Offset(op.Weight),
            Layout.Offset(op.Bias),
            op.Kind == OpKind.LayerNorm ? RecordLength : -1,
            linear ? Tiles.PadRows(op.Size) : 0,
            columns,
            rows,
            RowLength,
            ColumnLength,
            Adapts(op.Weight),
            op.Input >= 0 && leads.AsSpan(op.Input, op.InputSize).Contains(true));
        RowLength += linear ? rows : 0;
        ColumnLength += columns;
        RecordLength += node.Gain < 0 ? 0 : rows;
        return node;
    }

    private void AddVectors(Node node, List<VectorNode> vectors)
    {
        Op op = node.Op;
        int adjoint = Activations + op.Output;
        if (op.Kind is OpKind.Embedding or OpKind.Parameter)
        {
            int table = op.Kind == OpKind.Embedding ? TableCount++ : -1;
            vectors.Add(new VectorNode(op.Weight, node.Weight, op.Size, adjoint, table, op.Output, Save(op, op.Weight), node.Adapts));
        }

        if (node.Gain >= 0)
        {
            vectors.Add(new VectorNode(op.Weight, node.Weight, op.Size, node.Gain, -1, -1, Save(op, op.Weight), node.Adapts));
        }

        if (op.Bias >= 0)
        {
            vectors.Add(new VectorNode(op.Bias, node.Bias, op.Size, adjoint, -1, -1, Save(op, op.Bias), Adapts(op.Bias)));
        }
    }

    /// <summary>Room for the values before a step, which only change if the tensor adapts.</summary>
    private int Save(Op op, int tensor)
    {
        int offset = RecordLength;
        RecordLength += Adapts(tensor) ? Pad(op.Size) : 0;
        return offset;
    }

    private bool Adapts(int tensor) => tensor >= 0 && Plan.Table.Tensors[tensor].Adapts;

    /// <summary>For each activation: does it depend on a parameter?</summary>
    private static bool[] Leads(NetworkPlan plan)
    {
        bool[] leads = new bool[plan.ActivationLength];
        foreach (Op op in plan.Ops)
        {
            bool any = op.Weight >= 0
                || (op.Input >= 0 && leads.AsSpan(op.Input, op.InputSize).Contains(true))
                || (op.Second >= 0 && leads.AsSpan(op.Second, op.Size).Contains(true));
            leads.AsSpan(op.Output, op.Size).Fill(any);
        }

        return leads;
    }

    private static int Pad(int n) => (n + 15) / 16 * 16;
}
