using System.Numerics;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Meta;

/// <summary>The sum of the gradients of all steps of an episode: matrices take them as factors, folded now and then.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class GradientSum<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Capacity = 8;

    private readonly FastNetwork<T> network;
    private readonly NetworkGraph graph;
    private readonly AlignedBuffer<T> sum;
    private readonly AlignedBuffer<T> ones;
    private readonly LowRankMatrix<T>?[] matrices;
    private int count;

    public GradientSum(FastNetwork<T> network)
    {
        this.network = network;
        graph = network.Graph;
        sum = new AlignedBuffer<T>(graph.Layout.Length);
        ones = new AlignedBuffer<T>(graph.Nodes.Max(n => Math.Max(n.Padded, n.Columns)));
        ones.Span.Fill(T.One);
        matrices = [.. graph.Nodes.Select(n => n.Op.Kind == OpKind.Linear ? new LowRankMatrix<T>(sum, n, Capacity) : null)];
    }

    /// <summary>Starts at 0.</summary>
    public void Clear()
    {
        sum.Span.Clear();
        foreach (LowRankMatrix<T>? matrix in matrices)
        {
            matrix?.Clear();
        }

        count = 0;
    }

    /// <summary>Adds the gradient of the network's last step, times <paramref name="weight"/>.</summary>
    public void Add(T weight)
    {
        network.AddVectorGradients(sum.Span, weight);
        Span<T> record = network.Record(network.Position - 1);
        ReadOnlySpan<T> one = ones.Span;
        for (int n = 0; n < matrices.Length; n++)
        {
            Node node = graph.Nodes[n];
            matrices[n]?.Set(
                count,
                weight,
                record.Slice(graph.Activations + node.Op.Output, node.Padded),
                one[..node.Padded],
                record.Slice(node.Op.Input, node.Columns),
                one[..node.Columns]);
        }

        if (++count == Capacity)
        {
            Fold();
        }
    }

    /// <summary>The sum, in the theta part of a meta vector.</summary>
    public void CopyTo(Span<T> gradient)
    {
        Fold();
        graph.Layout.Unpack(sum.Span, gradient);
    }

    private void Fold()
    {
        foreach (LowRankMatrix<T>? matrix in matrices)
        {
            matrix?.Fold(count, T.One);
        }

        count = 0;
    }
}
