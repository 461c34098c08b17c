using ReptileGen.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.FewShot;

/// <summary>
/// Reptile (Nichol, Achiam and Schulman 2018), batched: every episode descends on minibatches of all its points, and the
/// start moves a part of the way to the mean of where the episodes end. The part falls linearly to 0.
/// </summary>
/// <param name="net">The network.</param>
/// <param name="start">Initial weights.</param>
/// <param name="innerRate">Step size of the inner loop.</param>
/// <param name="outerRate">Part of the way at the start.</param>
/// <param name="epochs">Passes over an episode's points.</param>
/// <param name="minibatch">Points per inner step.</param>
/// <param name="random">Orders the points.</param>
public sealed class Reptile(Mlp net, IEnumerable<Tensor> start, double innerRate, double outerRate, int epochs, int minibatch, RandomStream random)
    : Learner("reptile", net, start, innerRate)
{
    /// <inheritdoc/>
    public override double Step(EpisodeBatch batch, double progress)
    {
        using var scope = NewDisposeScope();
        var x = cat([batch.X, batch.QueryX], 1);
        var y = cat([batch.Y, batch.QueryY], 1);
        var points = (int)x.shape[1];
        var steps = (points + minibatch - 1) / minibatch;
        var order = new long[points];
        for (var i = 0; i < points; i++)
            order[i] = i;
        var fast = Adaptation.Descend(Net, Weights, batch.Count, Rates, epochs * steps, step =>
        {
            var first = step % steps * minibatch;
            if (first == 0)
                random.Shuffle(order.AsSpan());
            var index = tensor(order[first..Math.Min(first + minibatch, points)]).to(x.device);
            return (x.index_select(1, index), y.index_select(1, index));
        });
        using var mode = no_grad();
        for (var i = 0; i < Weights.Length; i++)
            Weights[i].add_(fast[i].mean([0]) - Weights[i], outerRate * (1 - progress));
        return Adaptation.Loss(Net, fast, x, y).ToDouble() / batch.Count;
    }
}

/// <summary>No training at all: what the inner loop does from random weights.</summary>
public sealed class Untrained(Mlp net, IEnumerable<Tensor> start, double innerRate) : Learner("random", net, start, innerRate)
{
    /// <inheritdoc/>
    public override double Step(EpisodeBatch batch, double progress)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        return Adaptation.Loss(Net, Weights, batch.QueryX, batch.QueryY).ToDouble() / batch.Count;
    }
}
