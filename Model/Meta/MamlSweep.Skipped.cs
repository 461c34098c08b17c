using ReptileGen.Model.FastWeights;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Meta;

/// <content>
/// Steps that were skipped, because their loss was below <see cref="StepSpec.LossThreshold"/>: s = 0 and so v = 0, and what is left is
/// <c>a += w g</c>, ordinary backpropagation. A row of them saw the same weights: they go through the network at once.
/// </content>
internal sealed partial class MamlSweep<T>
{
    /// <summary>Step <paramref name="last"/> and those before it that were skipped too, down to <paramref name="least"/>.</summary>
    private void ReverseSkipped(int last, int least, ReadOnlySpan<byte> chances)
    {
        int first = last + 1, count = 0;
        while (count < FastNetwork<T>.BlockLength && first > least && network.Skipped(first - 1))
        {
            network.Undo();
            (first, count) = (first - 1, count + 1);
        }

        network.BackwardSkipped(first, count, chances);
        Reserve(count);
        for (int t = last; t >= first; t--)
        {
            AddSkipped(t);
        }
    }

    private void AddSkipped(int t)
    {
        Span<T> record = network.Record(t);
        foreach (ref readonly VectorNode vector in graph.Vectors.AsSpan(graph.TrunkVectors))
        {
            Vectors.Add(record.Slice(vector.Gradient, vector.Size), adjoint.Slice(network.ThetaOffset(in vector, t), vector.Size));
        }

        foreach (MatrixAdjoint matrix in tail)
        {
            if (matrix.IsMatrix)
            {
                matrix.Update(factors, T.One, record, graph.Activations);
            }
        }

        factors++;
        if (graph.TrunkLength > 0)
        {
            Wait(t);
        }
    }
}
