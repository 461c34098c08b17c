using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Reference;

/// <summary>
/// A <see cref="NetworkPlan"/> in operations that autograd knows: every episode of a batch has weights of its own, so a
/// weight is [episodes, rows, columns] (a vector [episodes, columns]) and an activation [episodes, size].
/// </summary>
/// <param name="plan">What it computes.</param>
/// <param name="batch">The episodes, whose earlier targets a step may see.</param>
/// <param name="type">Float64 for checks.</param>
/// <param name="device">Where tensors live.</param>
internal sealed class ReferenceNetwork(NetworkPlan plan, EpisodeBatch batch, ScalarType type, Device device)
{
    private readonly Dictionary<int, (int Size, Tensor Value)> _slots = [];

    /// <summary>The bounded logits of a step, [episodes, logits].</summary>
    /// <param name="weights">In the order of the plan's table.</param>
    /// <param name="t">Step of the layout.</param>
    public Tensor Forward(IReadOnlyList<Tensor> weights, int t)
    {
        _slots.Clear();
        foreach (var op in plan.Ops)
            _slots[op.Output] = (op.Size, Apply(op, weights, t));
        var logits = Read(plan.LogitSlot, plan.LogitCount);
        return plan.Spec.Step.LogitBound is { } bound ? bound * (logits / bound).tanh() : logits;
    }

    private Tensor Apply(Op op, IReadOnlyList<Tensor> weights, int t)
    {
        Tensor X() => Read(op.Input, op.InputSize);
        Tensor Second() => Read(op.Second, op.Size);
        switch (op.Kind)
        {
            case OpKind.Embedding: return Rows(weights[op.Weight], Index(op.Argument, t));
            case OpKind.Coordinate: return Constant((_, _) => plan.Layout.Indices[t * plan.Layout.IndexCount + op.Argument] / (op.InputSize / 2.0) - 1, 1);
            case OpKind.Context: return Constant((episode, c) => Earlier(episode, c, t) is { } target ? 2 * target - 1 : 0, op.Size);
            case OpKind.Parameter: return weights[op.Weight];
            case OpKind.Copy: return X();
            case OpKind.Linear: return weights[op.Weight].matmul(X().unsqueeze(2)).squeeze(2) + weights[op.Bias];
            case OpKind.Tanh: return X().tanh();
            case OpKind.Relu: return X().relu();
            case OpKind.Silu: return nn.functional.silu(X());
            case OpKind.Sin: return X().sin();
            case OpKind.Gate: return Read(op.Input, op.Size) * Second().sigmoid();
            case OpKind.LayerNorm: return nn.functional.layer_norm(X(), [op.Size], eps: 1e-5) * weights[op.Weight] + weights[op.Bias];
            case OpKind.Add: return Read(op.Input, op.Size) + Second();
            case OpKind.LstmCell:
                var gates = X().split(op.Size, 1);
                return gates[2].sigmoid() * (gates[1].sigmoid() * gates[3].tanh() + gates[0].sigmoid() * Second());
            default: throw new ArgumentException($"unknown operation {op.Kind}");
        }
    }

    /// <summary>A stretch of the activation vector: one slot, a part of one, or several side by side.</summary>
    private Tensor Read(int offset, int size)
    {
        var parts = new List<Tensor>();
        while (size > 0)
        {
            var (start, slot) = _slots.Where(s => s.Key <= offset && offset < s.Key + s.Value.Size).Select(s => (s.Key, s.Value)).First();
            var count = Math.Min(size, start + slot.Size - offset);
            parts.Add(count == slot.Size ? slot.Value : slot.Value.narrow(1, offset - start, count));
            offset += count;
            size -= count;
        }

        return parts.Count == 1 ? parts[0] : cat(parts, 1);
    }

    /// <summary>Row number of the table, per episode.</summary>
    private long[] Index(int argument, int t)
    {
        var layout = plan.Layout;
        var index = new long[batch.Count];
        for (var episode = 0; episode < index.Length; episode++)
        {
            index[episode] = argument < layout.IndexCount
                ? layout.Indices[t * layout.IndexCount + argument]
                : Earlier(episode, argument - layout.IndexCount, t) ?? 0;
        }

        return index;
    }

    private int? Earlier(int episode, int context, int t)
    {
        var source = plan.Layout.ContextSource[t * plan.Layout.ContextCount + context];
        return source < 0 ? null : batch.Targets[episode * batch.Steps + source];
    }

    private Tensor Rows(Tensor table, long[] index)
    {
        var size = table.shape[2];
        var at = tensor(index).to(device).reshape(-1, 1, 1).expand(batch.Count, 1, size);
        return table.gather(1, at).squeeze(1);
    }

    private Tensor Constant(Func<int, int, double> value, int size)
    {
        var values = new double[batch.Count, size];
        for (var episode = 0; episode < batch.Count; episode++)
        {
            for (var i = 0; i < size; i++)
                values[episode, i] = value(episode, i);
        }

        return tensor(values, type).to(device);
    }
}
