using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.FastWeights;

/// <content>
/// Many steps at once, which read each matrix once: through the slow trunk, see <see cref="NetworkGraph.TrunkLength"/>, forwards
/// before them, where all targets of an episode are known, and backwards after all fast weights have been differentiated; and
/// through all layers in a row of steps that are skipped.
/// </content>
public sealed partial class FastNetwork<T>
{
    /// <summary>Steps that go through layers at once, at most.</summary>
    internal const int BlockLength = 16;

    /// <summary>Fetches what the layers behind the trunk read and write of a step's record.</summary>
    internal void Prefetch(int position)
    {
        Span<T> record = Record(position);
        Vectors.Prefetch<T>(record[graph.TailActivations..graph.Activations]);
        Vectors.Prefetch<T>(record[(graph.Activations + graph.TailActivations)..]);
    }

    /// <summary>
    /// Computes the trunk for the next steps, if it was not yet. And, after steps that were skipped, all layers for as many
    /// again: should one of them be learned after all, those behind it are forgotten. Needs the history.
    /// </summary>
    /// <param name="targets">All targets of the episode.</param>
    internal void LookAhead(ReadOnlySpan<byte> targets)
    {
        if (recordCount == 2)
        {
            return;
        }

        if (graph.TrunkLength > 0 && Position >= trunkUntil)
        {
            trunkUntil = Math.Min(Position + BlockLength, targets.Length);
            ForwardMany(0, graph.TrunkLength, trunkUntil - Position, targets);
        }

        if (skippedInARow > 0 && Position >= allUntil)
        {
            allUntil = Math.Min(Position + Math.Min(skippedInARow, BlockLength), graph.TrunkLength > 0 ? trunkUntil : targets.Length);
            ForwardMany(graph.TrunkLength, graph.Nodes.Length, allUntil - Position, targets);
        }
    }

    /// <summary>Some operations of the next steps, with the weights of now.</summary>
    private void ForwardMany(int from, int to, int count, ReadOnlySpan<byte> targets)
    {
        MakeRoom();
        for (int n = from; n < to; n++)
        {
            Node node = graph.Nodes[n];
            Span<T> bias = default;
            if (matrices[n] is LowRankMatrix<T> matrix)
            {
                Span<T> x = Block(Position, count, node.Op.Input, node.Columns), y = Block(Position, count, node.Op.Output, node.Padded);
                matrix.MultiplyMany(node.Adapts ? Unfolded : 0, count, x, y, graph.RecordLength);
                bias = theta.Slice(node.Bias, node.Op.Size);
            }

            for (int p = Position; p < Position + count; p++)
            {
                Span<T> a = Record(p)[..graph.Activations];
                if (bias.IsEmpty)
                {
                    ForwardNode(n, p, p, targets, a);
                }
                else
                {
                    Vectors.Add(bias, a.Slice(node.Op.Output, node.Op.Size));
                }
            }
        }
    }

    /// <summary>
    /// The adjoints behind the trunk of several steps that were skipped. The network stands at the first of them, so all see
    /// the same weights.
    /// </summary>
    /// <param name="first">The first step.</param>
    /// <param name="count">How many.</param>
    /// <param name="chances">Of the targets of all steps, for the gradient of the loss's expectation; or empty.</param>
    internal void BackwardSkipped(int first, int count, ReadOnlySpan<byte> chances)
    {
        for (int p = first; p < first + count; p++)
        {
            Span<T> d = Record(p).Slice(graph.Activations, graph.Activations), raw = d.Slice(Plan.LogitSlot, Plan.LogitCount);
            d.Clear();
            Head(p);
            LossHead<T>.Backward(logits, probabilities, stepTargets[p], logitBound, raw);
            Vectors.Scale(chances.IsEmpty ? T.One : Expectation(p, chances[p]), raw, raw);
        }

        for (int n = graph.Nodes.Length - 1; n >= graph.TrunkLength; n--)
        {
            BackwardMany(n, first, count);
        }
    }

    /// <summary>The adjoints of the input of an operation, added up from those of its output, for several steps with the same weights.</summary>
    internal void BackwardMany(int n, int first, int count)
    {
        Node node = graph.Nodes[n];
        if (matrices[n] is LowRankMatrix<T> matrix)
        {
            if (node.PassesBack)
            {
                int d = graph.Activations, factors = node.Adapts ? Unfolded : 0;
                matrix.MultiplyTransposedMany(
                    factors, count, Block(first, count, d + node.Op.Output, node.Padded), Block(first, count, d + node.Op.Input, node.Columns), graph.RecordLength);
            }

            return;
        }

        for (int p = first; p < first + count; p++)
        {
            Span<T> record = Record(p);
            BackwardNode(n, record, record[..graph.Activations], record.Slice(graph.Activations, graph.Activations));
        }
    }

    /// <summary>The same elements of several records, with all that stands between them.</summary>
    private Span<T> Block(int first, int count, int offset, int length) =>
        records.Slice(first * graph.RecordLength + offset, (count - 1) * graph.RecordLength + length);
}
