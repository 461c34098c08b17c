using ReptileGen.Model.FastWeights;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Meta;

/// <content>
/// The slow trunk: no fast weight moves its activations h, so it needs no tangents. What reaches it from the fast
/// layers is dJ/dh = weight delta - R delta of each step; from there it is ordinary backpropagation, many steps at once.
/// </content>
internal sealed partial class MamlSweep<T>
{
    private int waiting;

    /// <summary>Keeps what reached the trunk in a step that was taken.</summary>
    private void ReverseTrunk(int t, Span<T> record, T weight)
    {
        if (graph.TrunkLength == 0)
        {
            return;
        }

        int from = graph.TailActivations, to = Math.Max(from, graph.TrunkActivations);
        Span<T> reached = record[(graph.Activations + from)..(graph.Activations + to)];
        Vectors.Difference(weight, reached, tangent.Slice(graph.Activations + from, to - from), reached);
        Wait(t);
    }

    /// <summary>Goes through the trunk once a block of steps has reached it.</summary>
    private void Wait(int t)
    {
        network.Record(t).Slice(graph.Activations, graph.TailActivations).Clear();
        if (++waiting < FastNetwork<T>.BlockLength && t > 0)
        {
            return;
        }

        for (int n = graph.TrunkLength - 1; n >= 0; n--)
        {
            if (matrices[n].IsMatrix)
            {
                AddGradient(matrices[n], t);
            }

            network.BackwardMany(n, t, waiting);
        }

        foreach (ref readonly VectorNode vector in graph.Vectors.AsSpan(0, graph.TrunkVectors))
        {
            for (int p = t; p < t + waiting; p++)
            {
                Vectors.Add(network.Record(p).Slice(vector.Gradient, vector.Size), adjoint.Slice(network.ThetaOffset(in vector, p), vector.Size));
            }
        }

        waiting = 0;
    }

    private void AddGradient(MatrixAdjoint matrix, int first)
    {
        for (int k = 0; k < waiting; k++)
        {
            matrix.Update(k, T.One, network.Record(first + k), graph.Activations);
        }

        matrix.Fold(waiting);
    }
}
