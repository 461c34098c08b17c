using System.Numerics;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Meta;

/// <summary>
/// Exact MAML: reverse mode through all steps of an episode that <see cref="FastNetwork{T}"/> has just run with its
/// history. With a the adjoint of the weights after a step, s its scale and u = alpha * a:
/// <code>
/// v = s u                            where the gradient bound was inactive
/// v = s (u - (u . g / |g|^2) g)      where it was active, s = c / |g|
/// a += w g - H v                     H v by the R-operator, v = 0 on frozen tensors
/// </code>
/// w is 1, or what makes g the gradient of the loss's expectation (<see cref="EpisodeBatch.Chances"/>).
/// Weights are recovered by adding each step's rank-1 update back; every term of a matrix is of rank 1 or 2:
/// H v = Rdelta x' + delta Rx'. Like the network's, they are kept as factors for a few steps.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed partial class MamlSweep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FastNetwork<T> network;
    private readonly NetworkGraph graph;
    private readonly AlignedBuffer<T> adjoint;
    private readonly AlignedBuffer<T> total;
    private readonly AlignedBuffer<T> tangent;
    private readonly AlignedBuffer<T> direction;
    private readonly MatrixAdjoint[] matrices;
    private readonly MatrixAdjoint[] tail;
    private readonly RateGradient<T> rates;
    private int factors;
    private int prepared;
    private int done;
    private T scale;
    private T alignment;

    public MamlSweep(FastNetwork<T> network)
    {
        this.network = network;
        graph = network.Graph;
        adjoint = new AlignedBuffer<T>(graph.Layout.Length);
        total = new AlignedBuffer<T>(graph.Layout.Length);
        tangent = new AlignedBuffer<T>(graph.RecordLength);
        direction = new AlignedBuffer<T>(graph.RecordLength);
        matrices = [.. graph.Nodes.Select((n, index) => new MatrixAdjoint(adjoint, n, index, graph.FoldAfter))];
        tail = matrices[graph.TrunkLength..];
        rates = new RateGradient<T>(network);
    }

    /// <summary>
    /// The gradient of the sum of the losses of all steps made. The network ends at its initial weights.
    /// </summary>
    /// <param name="truncation">The adjoint starts anew at every multiple of so many steps; 0 never.</param>
    /// <param name="chances">Of the targets, or empty.</param>
    /// <param name="gradient">Out: the whole meta vector's gradient.</param>
    public void Run(int truncation, ReadOnlySpan<byte> chances, Span<T> gradient)
    {
        adjoint.Span.Clear();
        tangent.Span.Clear();
        Array.ForEach(matrices, m => m.Clear());
        (factors, prepared, done) = (0, 0, 0);
        rates.Clear();
        bool truncated = false;
        int end = network.Position;
        while (network.Position > 0)
        {
            int t = network.Position - 1;
            if (t + 1 < end && truncation > 0 && (t + 1) % truncation == 0)
            {
                Accumulate(ref truncated);
            }

            if (network.Skipped(t))
            {
                ReverseSkipped(t, truncation > 0 ? t / truncation * truncation : 0, chances);
            }
            else
            {
                Reverse(t, chances);
            }
        }

        Fold();
        if (truncated)
        {
            Vectors.Add(total.Span, adjoint.Span);
        }

        gradient.Clear();
        graph.Layout.Unpack(adjoint.Span, gradient);
        rates.Write(gradient);
    }

    /// <summary>One step backwards: from the adjoint of the weights after it to that before it.</summary>
    private void Reverse(int t, ReadOnlySpan<byte> chances)
    {
        Prepare();
        network.Undo();
        scale = network.ScaleAt(t);
        Span<T> record = network.Record(t);
        network.Prefetch(Math.Max(0, t - 1));
        T dot = MultiplyAdjoints() + DirectionDot(t, record);
        bool active = scale < T.One;
        alignment = active ? dot / network.SquaredNormAt(t) : T.Zero;
        rates.Add(t, scale, adjoint.Span, tail);
        FillDirection(t, record);
        TangentForward(record);
        TangentBackward(t, record);
        T weight = chances.IsEmpty ? T.One : network.Expectation(t, chances[t]);
        UpdateAdjoints(t, record, weight);
        ReverseTrunk(t, record, weight);
    }

    /// <summary>For every matrix y = A (c * x) and z = A' (r * delta), for the next steps to be reversed.</summary>
    private void Prepare()
    {
        if (done < prepared)
        {
            return;
        }

        Fold();
        ReadOnlySpan<int> taken = network.Taken;
        prepared = Math.Min(graph.FoldAfter, taken.Length);
        foreach (MatrixAdjoint matrix in tail)
        {
            if (matrix.IsMatrix)
            {
                matrix.Prepare(taken[^prepared..], network);
            }
        }
    }

    /// <summary>Completes them for one step. Returns u . g over the matrices.</summary>
    private T MultiplyAdjoints()
    {
        T sum = T.Zero;
        foreach (MatrixAdjoint matrix in tail)
        {
            if (matrix.IsMatrix)
            {
                matrix.Multiply(done, factors);
                sum += matrix.Dot;
            }
        }

        done++;
        return sum;
    }

    private T DirectionDot(int t, Span<T> record)
    {
        T sum = T.Zero;
        foreach (ref readonly VectorNode vector in graph.Vectors.AsSpan(graph.TrunkVectors))
        {
            int at = network.ThetaOffset(in vector, t);
            Span<T> u = direction.Slice(vector.Gradient, vector.Size);
            sum += Vectors.MultiplyAndDot<T>(
                network.Rates.Elements.Slice(at, vector.Size), adjoint.Slice(at, vector.Size), u, record.Slice(vector.Gradient, vector.Size));
        }

        return sum;
    }

    /// <summary>v of the vectors: s (u - alignment g), 0 if frozen.</summary>
    private void FillDirection(int t, Span<T> record)
    {
        foreach (ref readonly VectorNode vector in graph.Vectors.AsSpan(graph.TrunkVectors))
        {
            Span<T> u = direction.Slice(vector.Gradient, vector.Size);
            if (!vector.Adapts)
            {
                u.Clear();
            }
            else if (scale != T.One)
            {
                Vectors.AddScaled<T>(-alignment, record.Slice(vector.Gradient, vector.Size), u);
                Vectors.Scale(scale, u, u);
            }
        }
    }

    /// <summary>a += weight g - R g; for matrices as two factors.</summary>
    private void UpdateAdjoints(int t, Span<T> record, T weight)
    {
        foreach (ref readonly VectorNode vector in graph.Vectors.AsSpan(graph.TrunkVectors))
        {
            Vectors.AddDifference(
                weight,
                record.Slice(vector.Gradient, vector.Size),
                tangent.Slice(vector.Gradient, vector.Size),
                adjoint.Slice(network.ThetaOffset(in vector, t), vector.Size));
        }

        Reserve(2);
        foreach (MatrixAdjoint matrix in tail)
        {
            if (matrix.IsMatrix)
            {
                matrix.Update(factors, record, tangent.Span, weight, graph.Activations);
            }
        }

        factors += 2;
    }

    /// <summary>Folds if there is no room for so many factors more, after adding their share to what was prepared.</summary>
    private void Reserve(int count)
    {
        if (factors + count <= MatrixAdjoint.Capacity(graph.FoldAfter))
        {
            return;
        }

        foreach (MatrixAdjoint matrix in tail)
        {
            if (matrix.IsMatrix)
            {
                matrix.MultiplyRest(done, prepared, factors);
            }
        }

        FoldFactors();
    }

    /// <summary>Folds, and forgets what was prepared.</summary>
    private void Fold()
    {
        FoldFactors();
        (prepared, done) = (0, 0);
    }

    private void FoldFactors()
    {
        foreach (MatrixAdjoint matrix in tail)
        {
            if (matrix.IsMatrix)
            {
                matrix.Fold(factors);
            }
        }

        factors = 0;
    }

    private void Accumulate(ref bool truncated)
    {
        Fold();
        if (!truncated)
        {
            total.Span.Clear();
            truncated = true;
        }

        Vectors.Add(adjoint.Span, total.Span);
        adjoint.Span.Clear();
    }
}
