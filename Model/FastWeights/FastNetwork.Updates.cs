using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.FastWeights;

public sealed partial class FastNetwork<T>
{
    /// <summary>The rank-1 updates of a step: <c>u = scale * rows * delta</c>, <c>v = columns * x</c>.</summary>
    internal void PrepareFactors(int position, T scale)
    {
        Span<T> record = Record(position);
        foreach (ref readonly Node node in graph.Nodes.AsSpan())
        {
            if (node.Op.Kind == OpKind.Linear)
            {
                Op op = node.Op;
                Vectors.Multiply(
                    scale,
                    record.Slice(graph.Activations + op.Output, op.Size),
                    Rates.Rows(op.Weight)[..op.Size],
                    rowFactors.Slice(node.U, op.Size));
                Vectors.Multiply<T>(
                    record.Slice(op.Input, op.InputSize),
                    Rates.Columns(op.Weight)[..op.InputSize],
                    columnFactors.Slice(node.V, op.InputSize));
            }
        }
    }

    /// <summary>Vectors and rows of tables: <c>theta += scale * alpha * g</c> with the gradient of a step.</summary>
    internal void AddVectors(int position, T scale)
    {
        Span<T> record = Record(position);
        foreach (ref readonly VectorNode vector in graph.Vectors.AsSpan())
        {
            if (vector.Adapts)
            {
                int at = ThetaOffset(in vector, position);
                Vectors.AddScaled(
                    scale, record.Slice(vector.Gradient, vector.Size), Rates.Elements.Slice(at, vector.Size), theta.Slice(at, vector.Size));
            }
        }
    }

    /// <summary>Adds the last step's gradient of every parameter, in <see cref="PackedLayout"/>.</summary>
    internal void AddGradient(AlignedBuffer<T> sum)
    {
        Span<T> record = Record(LastStep);
        foreach (ref readonly VectorNode vector in graph.Vectors.AsSpan())
        {
            Vectors.Add(record.Slice(vector.Gradient, vector.Size), sum.Slice(ThetaOffset(in vector, LastStep), vector.Size));
        }

        foreach (ref readonly Node node in graph.Nodes.AsSpan())
        {
            if (node.Op.Kind == OpKind.Linear)
            {
                ReferenceKernels.AddOuter<T>(
                    sum.Slice(node.Weight, node.Rows * node.Columns),
                    record.Slice(graph.Activations + node.Op.Output, node.Rows),
                    record.Slice(node.Op.Input, node.Columns));
            }
        }
    }

    private void UpdateMatrices()
    {
        foreach (ref readonly Node node in graph.Nodes.AsSpan())
        {
            if (node.Op.Kind == OpKind.Linear && node.Adapts)
            {
                ReferenceKernels.Update(Matrix(in node), MatrixRates(in node), RowFactors(in node), ColumnFactors(in node));
            }
        }
    }

    /// <summary>Squared norm of a step's gradient over all adapting parameters.</summary>
    private T SquaredNorm(int position)
    {
        Span<T> record = Record(position);
        T sum = T.Zero;
        foreach (ref readonly Node node in graph.Nodes.AsSpan())
        {
            if (node.Op.Kind == OpKind.Linear && node.Adapts)
            {
                ReadOnlySpan<T> x = record.Slice(node.Op.Input, node.Op.InputSize);
                ReadOnlySpan<T> delta = record.Slice(graph.Activations + node.Op.Output, node.Op.Size);
                sum += Vectors.Dot(x, x) * Vectors.Dot(delta, delta);
            }
        }

        foreach (ref readonly VectorNode vector in graph.Vectors.AsSpan())
        {
            if (vector.Adapts)
            {
                ReadOnlySpan<T> g = record.Slice(vector.Gradient, vector.Size);
                sum += Vectors.Dot(g, g);
            }
        }

        return sum;
    }
}
