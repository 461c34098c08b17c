using ReptileGen.Model.FastWeights;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Meta;

/// <content>The R-operator: derivatives in the direction v of activations, forwards, and of their adjoints, backwards.</content>
internal sealed partial class MamlSweep<T>
{
    private void TangentForward(Span<T> record)
    {
        Span<T> a = record[..graph.Activations], ra = tangent.Span[..graph.Activations];
        foreach (MatrixAdjoint matrix in tail)
        {
            TangentForward(matrix, record, a, ra);
        }
    }

    private void TangentForward(MatrixAdjoint matrix, Span<T> record, Span<T> a, Span<T> ra)
    {
        Node node = matrix.Node;
        Op op = node.Op;
        Span<T> ry = ra.Slice(op.Output, op.Size);
        ReadOnlySpan<T> y = a.Slice(op.Output, op.Size);
        ReadOnlySpan<T> x = op.Input < 0 ? default : a.Slice(op.Input, op.InputSize);
        ReadOnlySpan<T> rx = op.Input < 0 ? default : ra.Slice(op.Input, op.InputSize);
        switch (op.Kind)
        {
            case OpKind.Embedding or OpKind.Parameter:
                direction.Slice(graph.Activations + op.Output, op.Size).CopyTo(ry);
                break;
            case OpKind.Coordinate or OpKind.Context:
                ry.Clear();
                break;
            case OpKind.Copy:
                rx.CopyTo(ry);
                break;
            case OpKind.Linear:
                TangentLinear(matrix, record, ra);
                break;
            case OpKind.Tanh:
                Unary<T, TanhFunction<T>>.TangentForward(x, y, rx, ry);
                break;
            case OpKind.Relu:
                Unary<T, ReluFunction<T>>.TangentForward(x, y, rx, ry);
                break;
            case OpKind.Silu:
                Unary<T, SiluFunction<T>>.TangentForward(x, y, rx, ry);
                break;
            case OpKind.Sin:
                Unary<T, SinFunction<T>>.TangentForward(x, y, rx, ry);
                break;
            case OpKind.Gate:
                Gate<T>.TangentForward(x, a.Slice(op.Second, op.Size), rx, ra.Slice(op.Second, op.Size), ry);
                break;
            case OpKind.LayerNorm:
                LayerNorm<T>.TangentForward(
                    x,
                    network.Theta.Slice(node.Weight, op.Size),
                    rx,
                    direction.Slice(node.Gain, op.Size),
                    direction.Slice(graph.Activations + op.Output, op.Size),
                    ry);
                break;
            case OpKind.Add:
                Vectors.Sum(rx, ra.Slice(op.Second, op.Size), ry);
                break;
            case OpKind.LstmCell:
                LstmCell<T>.TangentForward(x, a.Slice(op.Second, op.Size), rx, ra.Slice(op.Second, op.Size), ry);
                break;
            default:
                throw new NotSupportedException($"operation {op.Kind}");
        }
    }

    /// <summary>R (W x + b) = W Rx + V x + v_b, V x = s (r * Y - alignment delta |x|^2).</summary>
    private void TangentLinear(MatrixAdjoint matrix, Span<T> record, Span<T> ra)
    {
        Node node = matrix.Node;
        Op op = node.Op;
        Span<T> ry = ra.Slice(op.Output, op.Size);
        if (op.Input + op.InputSize <= graph.TrunkActivations)
        {
            ry.Clear(); // Rx = 0
        }
        else
        {
            network.Multiply(matrix.Index, ra.Slice(op.Input, node.Columns), ra.Slice(op.Output, node.Padded));
        }

        int delta = graph.Activations + op.Output;
        ReadOnlySpan<T> bias = direction.Slice(delta, op.Size);
        if (!node.Adapts)
        {
            Vectors.Add(bias, ry);
            return;
        }

        Vectors.AddWithScaled(bias, scale, network.Rates.Rows(op.Weight)[..op.Size], matrix.Y[..op.Size], ry);
        if (alignment != T.Zero)
        {
            ReadOnlySpan<T> x = record.Slice(op.Input, op.InputSize);
            Vectors.AddScaled(-scale * alignment * Vectors.Dot(x, x), record.Slice(delta, op.Size), ry);
        }
    }

    private void TangentBackward(int t, Span<T> record)
    {
        Span<T> rd = tangent.Slice(graph.Activations, graph.Activations);
        rd[graph.TailActivations..].Clear();
        NetworkPlan plan = graph.Plan;
        network.TangentHead(
            t, tangent.Slice(plan.LogitSlot, plan.LogitCount), rd.Slice(plan.LogitSlot, plan.LogitCount));
        for (int k = tail.Length - 1; k >= 0; k--)
        {
            if (tail[k].Node.Op.Input >= 0)
            {
                TangentBackward(tail[k], record, rd);
            }
        }
    }

    private void TangentBackward(MatrixAdjoint matrix, Span<T> record, Span<T> rd)
    {
        Node node = matrix.Node;
        Op op = node.Op;
        int n = graph.Activations;
        Span<T> a = record[..n], ra = tangent.Span[..n];
        ReadOnlySpan<T> x = a.Slice(op.Input, op.InputSize), y = a.Slice(op.Output, op.Size), dy = record.Slice(n + op.Output, op.Size);
        ReadOnlySpan<T> rx = ra.Slice(op.Input, op.InputSize), rdy = rd.Slice(op.Output, op.Size);
        Span<T> rdx = rd.Slice(op.Input, op.InputSize);
        switch (op.Kind)
        {
            case OpKind.Copy:
                Vectors.Add(rdy, rdx);
                break;
            case OpKind.Linear when node.PassesBack:
                TangentLinearBackward(matrix, record, rd);
                break;
            case OpKind.Tanh:
                Unary<T, TanhFunction<T>>.TangentBackward(x, y, dy, rx, rdy, rdx);
                break;
            case OpKind.Relu:
                Unary<T, ReluFunction<T>>.TangentBackward(x, y, dy, rx, rdy, rdx);
                break;
            case OpKind.Silu:
                Unary<T, SiluFunction<T>>.TangentBackward(x, y, dy, rx, rdy, rdx);
                break;
            case OpKind.Sin:
                Unary<T, SinFunction<T>>.TangentBackward(x, y, dy, rx, rdy, rdx);
                break;
            case OpKind.Gate:
                Gate<T>.TangentBackward(
                    x, a.Slice(op.Second, op.Size), dy, rx, ra.Slice(op.Second, op.Size), rdy, rdx, rd.Slice(op.Second, op.Size));
                break;
            case OpKind.LayerNorm:
                LayerNorm<T>.TangentBackward(
                    x,
                    network.Theta.Slice(node.Weight, op.Size),
                    dy,
                    rx,
                    direction.Slice(node.Gain, op.Size),
                    rdy,
                    rdx,
                    tangent.Slice(node.Gain, op.Size));
                break;
            case OpKind.Add:
                Vectors.Add(rdy, rdx);
                Vectors.Add(rdy, rd.Slice(op.Second, op.Size));
                break;
            case OpKind.LstmCell:
                LstmCell<T>.TangentBackward(
                    x, a.Slice(op.Second, op.Size), dy, rx, ra.Slice(op.Second, op.Size), rdy, rdx, rd.Slice(op.Second, op.Size));
                break;
        }
    }

    /// <summary>R (W' delta) = W' Rdelta + V' delta, V' delta = s (c * Z - alignment |delta|^2 x).</summary>
    private void TangentLinearBackward(MatrixAdjoint matrix, Span<T> record, Span<T> rd)
    {
        Node node = matrix.Node;
        Op op = node.Op;
        network.MultiplyTransposed(matrix.Index, rd.Slice(op.Output, node.Padded), rd.Slice(op.Input, node.Columns));
        if (!node.Adapts)
        {
            return;
        }

        Span<T> rdx = rd.Slice(op.Input, op.InputSize);
        Vectors.AddScaled(scale, network.Rates.Columns(op.Weight)[..op.InputSize], matrix.Z[..op.InputSize], rdx);
        if (alignment != T.Zero)
        {
            ReadOnlySpan<T> delta = record.Slice(graph.Activations + op.Output, op.Size);
            Vectors.AddScaled(-scale * alignment * Vectors.Dot(delta, delta), record.Slice(op.Input, op.InputSize), rdx);
        }
    }
}
