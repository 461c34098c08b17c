using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.FastWeights;

public sealed partial class FastNetwork<T>
{
    internal NetworkGraph Graph => graph;

    /// <summary>The record of a step: activations, adjoints, gradients of gains.</summary>
    internal Span<T> Record(int position) =>
        records.Slice(position % recordCount * graph.RecordLength, graph.RecordLength);

    internal T ScaleAt(int position) => scales[position];

    internal T SquaredNormAt(int position) => squaredNorms[position];

    /// <summary>True if a step was skipped, because its loss was below the threshold. (An infinite gradient has the scale 0 as well.)</summary>
    internal bool Skipped(int position) => scales[position] == T.Zero && squaredNorms[position] == T.Zero;

    /// <summary>The steps that were not skipped, in their order.</summary>
    internal ReadOnlySpan<int> Taken => taken.AsSpan(0, takenCount);

    /// <summary>Where the gradient's vector stands in theta at a step.</summary>
    internal int ThetaOffset(in VectorNode vector, int position) =>
        vector.Table < 0 ? vector.Theta : vector.Theta + tableRows[position % recordCount * graph.TableCount + vector.Table] * vector.Size;

    /// <summary>y = theta x for the matrix of node n, at the current position.</summary>
    internal void Multiply(int n, ReadOnlySpan<T> x, Span<T> y) =>
        matrices[n]!.Multiply(graph.Nodes[n].Adapts ? Unfolded : 0, x, y);

    /// <summary>y += theta' d.</summary>
    internal void MultiplyTransposed(int n, ReadOnlySpan<T> d, Span<T> y) =>
        matrices[n]!.MultiplyTransposed(graph.Nodes[n].Adapts ? Unfolded : 0, d, y);

    /// <summary>R of the adjoint of the raw logits of a step, from R of the raw logits.</summary>
    internal void TangentHead(int position, ReadOnlySpan<T> tangent, Span<T> tangentAdjoint)
    {
        Head(position);
        LossHead<T>.TangentBackward(logits, probabilities, stepTargets[position], logitBound, tangent, tangentAdjoint);
    }

    /// <summary>Logits and probabilities of a step on record.</summary>
    internal void Head(int position)
    {
        LossHead<T>.Bound(Record(position).Slice(Plan.LogitSlot, Plan.LogitCount), logitBound, logits);
        LossHead<T>.Loss(logits, stepTargets[position], probabilities);
    }

    /// <summary><see cref="LossHead{T}.Expectation"/> of the step whose loss was computed last.</summary>
    internal T Expectation(int position, byte chance) => LossHead<T>.Expectation(probabilities[0], stepTargets[position], chance);

    private void ForwardNode(int n, int position, int t, ReadOnlySpan<byte> targets, Span<T> a)
    {
        ref readonly Node node = ref graph.Nodes[n];
        Op op = node.Op;
        Span<T> y = a.Slice(op.Output, op.Size);
        ReadOnlySpan<T> x = op.Input < 0 ? default : a.Slice(op.Input, op.InputSize);
        switch (op.Kind)
        {
            case OpKind.Embedding:
                int row = Locate(in node, position, t, targets);
                theta.Slice(node.Weight + row * op.Size, op.Size).CopyTo(y);
                break;
            case OpKind.Coordinate:
                int index = Plan.Layout.Indices[t * Plan.Layout.IndexCount + op.Argument];
                y[0] = T.CreateChecked(index / (op.InputSize / 2.0) - 1);
                break;
            case OpKind.Context:
                Context(t, targets, y);
                break;
            case OpKind.Parameter:
                theta.Slice(node.Weight, op.Size).CopyTo(y);
                break;
            case OpKind.Copy:
                x.CopyTo(y);
                break;
            case OpKind.Linear:
                Multiply(n, a.Slice(op.Input, node.Columns), a.Slice(op.Output, node.Padded));
                Vectors.Add(theta.Slice(node.Bias, op.Size), y);
                break;
            case OpKind.Tanh:
                Unary<T, TanhFunction<T>>.Forward(x, y);
                break;
            case OpKind.Relu:
                Unary<T, ReluFunction<T>>.Forward(x, y);
                break;
            case OpKind.Silu:
                Unary<T, SiluFunction<T>>.Forward(x, y);
                break;
            case OpKind.Sin:
                Unary<T, SinFunction<T>>.Forward(x, y);
                break;
            case OpKind.Gate:
                Gate<T>.Forward(x, a.Slice(op.Second, op.Size), y);
                break;
            case OpKind.LayerNorm:
                LayerNorm<T>.Forward(x, theta.Slice(node.Weight, op.Size), theta.Slice(node.Bias, op.Size), y);
                break;
            case OpKind.Add:
                Vectors.Sum(x, a.Slice(op.Second, op.Size), y);
                break;
            case OpKind.LstmCell:
                LstmCell<T>.Forward(x, a.Slice(op.Second, op.Size), y);
                break;
            default:
                throw new NotSupportedException($"operation {op.Kind}");
        }
    }

    /// <summary>Which row of its table an embedding reads.</summary>
    private int Locate(in Node node, int position, int t, ReadOnlySpan<byte> targets)
    {
        EpisodeLayout layout = Plan.Layout;
        int k = node.Op.Argument, row;
        if (k < layout.IndexCount)
        {
            row = layout.Indices[t * layout.IndexCount + k];
        }
        else
        {
            int source = layout.ContextSource[t * layout.ContextCount + k - layout.IndexCount];
            row = source < 0 ? 0 : targets[source];
        }

        return tableRows[position % recordCount * graph.TableCount + k] = row;
    }

    private void Context(int t, ReadOnlySpan<byte> targets, Span<T> y)
    {
        ReadOnlySpan<int> sources = Plan.Layout.ContextSource.AsSpan(t * y.Length, y.Length);
        for (int c = 0; c < y.Length; c++)
        {
            y[c] = sources[c] < 0 ? T.Zero : targets[sources[c]] == 0 ? T.NegativeOne : T.One;
        }
    }

    private void Backward(int target)
    {
        Span<T> record = Record(Position), a = record[..graph.Activations], d = record.Slice(graph.Activations, graph.Activations);
        d[backwardActivations..].Clear();
        LossHead<T>.Backward(logits, probabilities, target, logitBound, d.Slice(Plan.LogitSlot, Plan.LogitCount));
        for (int k = graph.Nodes.Length - 1; k >= backwardFrom; k--)
        {
            BackwardNode(k, record, a, d);
        }
    }

    private void BackwardNode(int n, Span<T> record, Span<T> a, Span<T> d)
    {
        ref readonly Node node = ref graph.Nodes[n];
        Op op = node.Op;
        if (op.Input < 0)
        {
            return;
        }

        ReadOnlySpan<T> x = a.Slice(op.Input, op.InputSize), y = a.Slice(op.Output, op.Size), dy = d.Slice(op.Output, op.Size);
        Span<T> dx = d.Slice(op.Input, op.InputSize);
        switch (op.Kind)
        {
            case OpKind.Copy:
                Vectors.Add(dy, dx);
                break;
            case OpKind.Linear when node.PassesBack:
                MultiplyTransposed(n, d.Slice(op.Output, node.Padded), d.Slice(op.Input, node.Columns));
                break;
            case OpKind.Tanh:
                Unary<T, TanhFunction<T>>.Backward(x, y, dy, dx);
                break;
            case OpKind.Relu:
                Unary<T, ReluFunction<T>>.Backward(x, y, dy, dx);
                break;
            case OpKind.Silu:
                Unary<T, SiluFunction<T>>.Backward(x, y, dy, dx);
                break;
            case OpKind.Sin:
                Unary<T, SinFunction<T>>.Backward(x, y, dy, dx);
                break;
            case OpKind.Gate:
                Gate<T>.Backward(x, a.Slice(op.Second, op.Size), dy, dx, d.Slice(op.Second, op.Size));
                break;
            case OpKind.LayerNorm:
                LayerNorm<T>.Backward(x, theta.Slice(node.Weight, op.Size), dy, dx, record.Slice(node.Gain, op.Size));
                break;
            case OpKind.Add:
                Vectors.Add(dy, dx);
                Vectors.Add(dy, d.Slice(op.Second, op.Size));
                break;
            case OpKind.LstmCell:
                LstmCell<T>.Backward(x, a.Slice(op.Second, op.Size), dy, dx, d.Slice(op.Second, op.Size));
                break;
        }
    }
}
