using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.FastWeights;

/// <content>
/// The slow trunk, see <see cref="NetworkGraph.TrunkLength"/>: where all targets of an episode are known, many steps
/// go through it at once, forwards before them and backwards after all fast weights have been differentiated.
/// </content>
public sealed partial class FastNetwork<T>
{
    /// <summary>Steps that go through the trunk at once.</summary>
    internal const int TrunkBlock = 16;

    /// <summary>Fetches what the layers behind the trunk read and write of a step's record.</summary>
    internal void Prefetch(int position)
    {
        Span<T> record = Record(position);
        Vectors.Prefetch<T>(record[graph.TailActivations..graph.Activations]);
        Vectors.Prefetch<T>(record[(graph.Activations + graph.TailActivations)..]);
    }

    /// <summary>Computes the trunk for the next steps, if they were not yet. Needs the history.</summary>
    /// <param name="targets">All targets of the episode.</param>
    internal void LookAhead(ReadOnlySpan<byte> targets)
    {
        if (graph.TrunkLength == 0 || recordCount == 2 || Position < ahead)
        {
            return;
        }

        int count = Math.Min(TrunkBlock, targets.Length - Position);
        for (int n = 0; n < graph.TrunkLength; n++)
        {
            Node node = graph.Nodes[n];
            if (matrices[n] is LowRankMatrix<T> matrix)
            {
                matrix.MultiplyMany(count, Block(Position, count, node.Op.Input, node.Columns), Block(Position, count, node.Op.Output, node.Padded), graph.RecordLength);
            }

            for (int p = Position; p < Position + count; p++)
            {
                Span<T> a = Record(p)[..graph.Activations];
                if (matrices[n] is null)
                {
                    ForwardNode(n, p, p, targets, a);
                }
                else
                {
                    Vectors.Add(theta.Slice(node.Bias, node.Op.Size), a.Slice(node.Op.Output, node.Op.Size));
                }
            }
        }

        ahead = Position + count;
    }

    /// <summary>The adjoints of the input of a trunk's operation, added up from those of its output, for several steps.</summary>
    internal void BackwardTrunk(int n, int first, int count)
    {
        Node node = graph.Nodes[n];
        if (matrices[n] is LowRankMatrix<T> matrix)
        {
            if (node.PassesBack)
            {
                int d = graph.Activations;
                matrix.MultiplyTransposedMany(count, Block(first, count, d + node.Op.Output, node.Padded), Block(first, count, d + node.Op.Input, node.Columns), graph.RecordLength);
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
