using System.Numerics;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Meta;

/// <summary>
/// dJ/dalpha = - sum_t s_t g_t * a_(t+1), summed in the form that each kind of rate needs, and its chain to lambda,
/// row, column and parameter factors, alpha_ij = exp(lambda) row_i column_j factor_ij.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class RateGradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FastNetwork<T> network;
    private readonly NetworkGraph graph;
    private readonly AlignedBuffer<T> elements;
    private readonly AlignedBuffer<T> rows;
    private readonly AlignedBuffer<T> columns;
    private readonly T[] rowMajor;

    public RateGradient(FastNetwork<T> network)
    {
        this.network = network;
        graph = network.Graph;
        elements = new AlignedBuffer<T>(network.Rates.Elements.Length);
        rows = new AlignedBuffer<T>(graph.RowLength);
        columns = new AlignedBuffer<T>(graph.ColumnLength);
        rowMajor = new T[graph.Plan.Table.Tensors.Max(t => t.Count)];
    }

    private bool Learned => graph.Plan.Spec.Step.Rate != RateKind.Fixed;

    public void Clear()
    {
        elements.Span.Clear();
        rows.Span.Clear();
        columns.Span.Clear();
    }

    /// <summary>Adds s g * a of one step, with a after it.</summary>
    public void Add(int position, T scale, Span<T> adjoint, MamlSweep<T>.MatrixAdjoint[] matrices)
    {
        if (!Learned)
        {
            return;
        }

        Span<T> record = network.Record(position);
        foreach (ref readonly VectorNode vector in graph.Vectors.AsSpan(graph.TrunkVectors))
        {
            int at = network.ThetaOffset(in vector, position);
            Vectors.AddScaled(
                scale, record.Slice(vector.Gradient, vector.Size), adjoint.Slice(at, vector.Size), elements.Slice(at, vector.Size));
        }

        foreach (MamlSweep<T>.MatrixAdjoint matrix in matrices)
        {
            if (matrix.IsMatrix && matrix.Node.Adapts)
            {
                Add(matrix, scale, record);
            }
        }
    }

    /// <summary>Writes the gradients of all rates into the meta gradient.</summary>
    public void Write(Span<T> gradient)
    {
        if (!Learned)
        {
            return;
        }

        foreach (ref readonly Node node in graph.Nodes.AsSpan())
        {
            if (node.Op.Kind == OpKind.Linear && node.Adapts)
            {
                WriteMatrix(in node, gradient);
            }
        }

        foreach (ref readonly VectorNode vector in graph.Vectors.AsSpan())
        {
            if (vector.Adapts)
            {
                WriteElements(vector.Tensor, gradient);
            }
        }
    }

    private void Add(MamlSweep<T>.MatrixAdjoint matrix, T scale, Span<T> record)
    {
        Node node = matrix.Node;
        Op op = node.Op;
        int delta = graph.Activations + op.Output;
        Vectors.AddScaled(scale, record.Slice(delta, op.Size), matrix.Y[..op.Size], rows.Slice(node.RowSum, op.Size));
        if (!network.Rates.PerParameter)
        {
            Vectors.AddScaled(scale, record.Slice(op.Input, op.InputSize), matrix.Z[..op.InputSize], columns.Slice(node.ColumnSum, op.InputSize));
            return;
        }

        matrix.AddGradientTimes(elements.Span, scale, record, network);
    }

    private void WriteMatrix(in Node node, Span<T> gradient)
    {
        Op op = node.Op;
        ParameterTensor t = graph.Plan.Table.Tensors[op.Weight];
        Span<T> row = rows.Slice(node.RowSum, op.Size), column = columns.Slice(node.ColumnSum, op.InputSize);
        gradient[t.LogRate] = -Vectors.Dot<T>(network.Rates.Rows(op.Weight)[..op.Size], row);
        if (t.RowFactors >= 0)
        {
            Vectors.AddScaled(-network.Rates.Scale[op.Weight], row, gradient.Slice(t.RowFactors, t.Rows));
        }

        if (t.ColumnFactors >= 0)
        {
            // Z holds exp(lambda) and the row factors already. With one row only, its factor is 1.
            Vectors.AddScaled(T.NegativeOne, column, gradient.Slice(t.ColumnFactors, t.Columns));
        }

        if (t.Factors >= 0)
        {
            WriteElements(op.Weight, gradient);
        }
    }

    /// <summary>From the sum D = sum s g * a of each element, with alpha of each element.</summary>
    private void WriteElements(int tensor, Span<T> gradient)
    {
        ParameterTensor t = graph.Plan.Table.Tensors[tensor];
        T scale = network.Rates.Scale[tensor], total = T.Zero;
        graph.Layout.UnpackTensor<T>(tensor, elements.Span, rowMajor);
        for (int i = 0; i < t.Rows; i++)
        {
            T rowRate = t.RowFactors < 0 ? T.One : network.Rates.Factor(t.RowFactors + i), rowSum = T.Zero;
            for (int j = 0; j < t.Columns; j++)
            {
                T columnRate = t.ColumnFactors < 0 ? T.One : network.Rates.Factor(t.ColumnFactors + j);
                T d = scale * rowMajor[i * t.Columns + j];
                rowSum += d * columnRate;
                if (t.ColumnFactors >= 0)
                {
                    gradient[t.ColumnFactors + j] -= d * rowRate;
                }

                if (t.Factors >= 0)
                {
                    gradient[t.Factors + i * t.Columns + j] = -d;
                    total += d * network.Rates.Factor(t.Factors + i * t.Columns + j);
                }
            }

            if (t.RowFactors >= 0)
            {
                gradient[t.RowFactors + i] = -rowSum;
            }

            total += t.Factors >= 0 ? T.Zero : rowSum * rowRate;
        }

        gradient[t.LogRate] = -total;
    }
}
