using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Reference;

/// <summary>
/// Inner loops and meta-gradients by automatic differentiation, straight from the definitions: the oracle that the fused
/// engines are compared with, and a batch of episodes at a time on whatever device TorchSharp has.
/// </summary>
/// <param name="plan">The network.</param>
/// <param name="type">Float64 for checks.</param>
/// <param name="device">Where to compute.</param>
public sealed class ReferenceGradient(NetworkPlan plan, ScalarType type, Device device)
{
    /// <summary>Runs episodes.</summary>
    /// <param name="meta">The meta vector, [<see cref="ParameterTable.Length"/>].</param>
    /// <param name="batch">The episodes.</param>
    /// <param name="algorithm">Which meta-gradient; null for none.</param>
    /// <returns>Nats per step [episodes, steps], the meta-gradient of each episode [episodes, length] and the final weights [episodes, theta].</returns>
    public (Tensor StepNats, Tensor? Gradient, Tensor Final) Run(Tensor meta, EpisodeBatch batch, MetaAlgorithm? algorithm)
    {
        using var scope = NewDisposeScope();
        var exact = algorithm == MetaAlgorithm.Maml;
        var first = algorithm == MetaAlgorithm.Fomaml;
        var expects = batch.Chances is not null && (exact || first);
        var start = meta.to(type).to(device).detach().unsqueeze(0).expand(batch.Count, meta.shape[0]).clone().requires_grad_(exact);
        var network = new ReferenceNetwork(plan, batch, type, device);
        var rates = plan.Table.Tensors.Select(t => Rate(start, t)).ToArray();
        var weights = plan.Table.Tensors.Select(t => Shaped(start, t.Offset, t, batch.Count)).ToArray();
        var initial = weights;
        var sums = weights.Select(w => zeros_like(w)).ToArray();
        var nats = new List<Tensor>();
        var outer = new List<Tensor>();
        for (var t = 0; t < batch.Steps; t++)
        {
            // Without second derivatives a step is done with when its weights are there.
            using var step = exact ? null : NewDisposeScope();
            var before = exact ? weights : weights.Select(w => w.detach().requires_grad_()).ToArray();
            var logits = network.Forward(before, t);
            var loss = Loss(logits, batch, t) * Active(batch, t);
            var expected = expects ? Expected(logits, batch, t) * Active(batch, t) : loss;
            var gradients = Gradients(loss, before, exact, keep: expects);
            var after = Step(before, gradients, rates, loss.detach());
            nats.Add(exact ? loss : loss.detach().MoveToOuterDisposeScope());
            if (exact)
                outer.Add(expected);
            if (first)
                sums = Kept(sums, sums.Zip(expects ? Gradients(expected, before, false, keep: false) : gradients, (sum, g) => sum + g).ToArray());
            weights = exact ? after : Kept(t == 0 ? [] : weights, after);
        }

        var steps = stack(nats, 1);
        var gradient = algorithm switch
        {
            MetaAlgorithm.Maml => autograd.grad([stack(outer, 1).sum()], [start])[0],
            MetaAlgorithm.Fomaml => Flat(sums, plan.Table.Length),
            MetaAlgorithm.Reptile => Flat(initial.Zip(weights, (before, after) => before - after).ToArray(), plan.Table.Length),
            _ => null,
        };
        return (steps.detach().MoveToOuterDisposeScope(), gradient?.MoveToOuterDisposeScope(), Flat(weights, plan.Table.ThetaLength).MoveToOuterDisposeScope());
    }

    private static Tensor[] Gradients(Tensor loss, Tensor[] weights, bool exact, bool keep) =>
        [.. autograd.grad([loss.sum()], weights, retain_graph: exact || keep, create_graph: exact, allow_unused: true)
            .Select((g, i) => g.IsInvalid ? zeros_like(weights[i]) : g)];

    /// <summary>Moves new tensors out of the step's scope and lets the old ones go.</summary>
    private static Tensor[] Kept(Tensor[] old, Tensor[] next)
    {
        foreach (var tensor in next)
            tensor.MoveToOuterDisposeScope();
        foreach (var tensor in old)
            tensor.Dispose();
        return next;
    }

    /// <summary><c>theta -= s alpha g</c>, the norm of g over all tensors that adapt bounded by s; s = 0 where the loss is below the threshold.</summary>
    private Tensor[] Step(Tensor[] weights, Tensor[] gradients, Tensor[] rates, Tensor loss)
    {
        var adapting = Enumerable.Range(0, weights.Length).Where(i => plan.Table.Tensors[i].Adapts).ToArray();
        Tensor? scale = null;
        if (plan.Spec.Step.GradientBound is { } bound)
        {
            var squares = adapting.Select(i => gradients[i].square().reshape(gradients[i].shape[0], -1).sum(dim: 1)).Aggregate((a, b) => a + b);
            scale = bound * squares.clamp(min: bound * bound).rsqrt();
        }

        if (plan.Spec.Step.LossThreshold is { } threshold)
        {
            var learns = loss.ge(threshold).to(type);
            scale = scale is null ? learns : scale * learns;
        }

        var next = (Tensor[])weights.Clone();
        foreach (var i in adapting)
        {
            var step = rates[i] * gradients[i];
            next[i] = weights[i] - (scale is null ? step : scale.reshape([-1, .. Enumerable.Repeat(1L, (int)step.dim() - 1)]) * step);
        }

        return next;
    }

    /// <summary><c>exp(lambda) row[i] column[j] factor[i, j]</c>, absent factors being 1, in a shape that broadcasts to the tensor's.</summary>
    private Tensor Rate(Tensor start, ParameterTensor t)
    {
        var vector = t.Rows == 1 && !IsTable(t);
        long[] one = vector ? [-1, 1] : [-1, 1, 1];
        var rate = t.LogRate >= 0
            ? start.narrow(1, t.LogRate, 1).exp().reshape(one)
            : full(one.Select(_ => 1L).ToArray(), plan.Spec.Step.Initial, type, device);
        if (t.RowFactors >= 0)
            rate = rate * start.narrow(1, t.RowFactors, t.Rows).reshape(-1, t.Rows, 1);
        if (t.ColumnFactors >= 0)
            rate = rate * start.narrow(1, t.ColumnFactors, t.Columns).reshape(vector ? [-1, t.Columns] : [-1, 1, t.Columns]);
        if (t.Factors >= 0)
            rate = rate * start.narrow(1, t.Factors, t.Count).reshape(vector ? [-1, t.Columns] : [-1, t.Rows, t.Columns]);
        return rate;
    }

    private Tensor Shaped(Tensor start, int offset, ParameterTensor t, int episodes)
    {
        var flat = start.narrow(1, offset, t.Count);
        return t.Rows == 1 && !IsTable(t) ? flat : flat.reshape(episodes, t.Rows, t.Columns);
    }

    /// <summary>Matrices and tables keep two dimensions even with one row.</summary>
    private bool IsTable(ParameterTensor tensor)
    {
        var index = plan.Table.Tensors.ToList().IndexOf(tensor);
        return plan.Ops.Any(op => op.Weight == index && op.Kind is (OpKind.Linear or OpKind.Embedding));
    }

    private Tensor Loss(Tensor logits, EpisodeBatch batch, int t)
    {
        var targets = Enumerable.Range(0, batch.Count).Select(episode => (long)batch.Targets[episode * batch.Steps + t]).ToArray();
        if (plan.LogitCount > 1)
            return nn.functional.cross_entropy(logits, tensor(targets).to(device), reduction: nn.Reduction.None);
        var bits = tensor(targets).to(type).to(device);
        return nn.functional.binary_cross_entropy_with_logits(logits.squeeze(1), bits, reduction: nn.Reduction.None);
    }

    /// <summary>The loss's expectation over the bit.</summary>
    private Tensor Expected(Tensor logits, EpisodeBatch batch, int t)
    {
        var chances = Enumerable.Range(0, batch.Count).Select(episode => batch.Chances![episode * batch.Steps + t] / 255.0).ToArray();
        return nn.functional.binary_cross_entropy_with_logits(logits.squeeze(1), tensor(chances, type).to(device), reduction: nn.Reduction.None);
    }

    /// <summary>1 for episodes that reach the step.</summary>
    private Tensor Active(EpisodeBatch batch, int t) => tensor(batch.Lengths.Select(length => t < length ? 1.0 : 0).ToArray(), type).to(device);

    /// <summary>Tensors at their places in a vector, [episodes, length].</summary>
    private Tensor Flat(Tensor[] tensors, int length)
    {
        using var mode = no_grad();
        var result = zeros([tensors[0].shape[0], length], type, device);
        for (var i = 0; i < tensors.Length; i++)
            result.narrow(1, plan.Table.Tensors[i].Offset, plan.Table.Tensors[i].Count).copy_(tensors[i].reshape(tensors[i].shape[0], -1));
        return result;
    }
}
