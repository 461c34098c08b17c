using ReptileGen.Model.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ReptileGen.Model.FewShot;

/// <summary>A learner whose outer steps are Adam's, along some gradient of the query error, every component limited to +-10.</summary>
public abstract class GradientLearner : Learner
{
    private const double Clip = 10;
    private const double RateOfRates = 0.02;
    private readonly optim.Optimizer _optimizer;
    private readonly optim.Optimizer? _rateOptimizer;
    private readonly Parameter[] _trained;
    private readonly double _outerRate;

    /// <summary>A learner with its optimizer; the step size falls to 0 along half a cosine.</summary>
    /// <param name="name">On the command line and in results.</param>
    /// <param name="net">The network.</param>
    /// <param name="start">Initial weights.</param>
    /// <param name="innerRate">Step size of the inner loop.</param>
    /// <param name="outerRate">Adam's step size at the start.</param>
    /// <param name="learnRates">Learn one inner step size per weight as well.</param>
    protected GradientLearner(string name, Mlp net, IEnumerable<Tensor> start, double innerRate, double outerRate, bool learnRates = false)
        : base(name, net, start, innerRate)
    {
        _trained = Weights;
        if (learnRates)
        {
            var rates = Rates.Select(rate => new Parameter(rate)).ToArray();
            Rates = rates;
            _trained = [.. Weights, .. rates];
            _rateOptimizer = optim.Adam(rates, outerRate * RateOfRates);
        }

        _outerRate = outerRate;
        _optimizer = optim.Adam(Weights, outerRate);
    }

    /// <inheritdoc/>
    public sealed override double Step(EpisodeBatch batch, double progress)
    {
        using var scope = NewDisposeScope();
        var (loss, gradients) = Gradients(batch, _trained);
        for (var i = 0; i < _trained.Length; i++)
            _trained[i].grad = gradients[i].clamp(-Clip, Clip);
        Move(_optimizer, _outerRate, progress);
        if (_rateOptimizer is not null)
            Move(_rateOptimizer, _outerRate * RateOfRates, progress);
        return loss;
    }

    private static void Move(optim.Optimizer optimizer, double rate, double progress)
    {
        optimizer.Anneal(rate, progress);
        optimizer.step();
    }

    /// <summary>Mean query error and its gradient with respect to the trained tensors.</summary>
    protected abstract (double Loss, IList<Tensor> Gradients) Gradients(EpisodeBatch batch, Parameter[] trained);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _optimizer.Dispose();
        _rateOptimizer?.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Joint training: one network for all episodes at once; it learns their mean.</summary>
public sealed class Transfer(Mlp net, IEnumerable<Tensor> start, double innerRate, double outerRate)
    : GradientLearner("transfer", net, start, innerRate, outerRate)
{
    /// <inheritdoc/>
    protected override (double Loss, IList<Tensor> Gradients) Gradients(EpisodeBatch batch, Parameter[] trained)
    {
        var x = cat([batch.X, batch.QueryX], 1).reshape(-1, 1);
        var y = cat([batch.Y, batch.QueryY], 1).reshape(-1, 1);
        var loss = (Net.Forward(Weights, x) - y).square().mean();
        return (loss.ToDouble(), autograd.grad([loss], trained));
    }
}

/// <summary>
/// MAML (Finn, Abbeel and Levine 2017): the exact gradient of the query error after the inner loop. With learned rates
/// it is Meta-SGD (Li, Zhou, Chen and Li 2017).
/// </summary>
public sealed class Maml(Mlp net, IEnumerable<Tensor> start, double innerRate, double outerRate, int steps, bool learnRates)
    : GradientLearner(learnRates ? "meta-sgd" : "maml", net, start, innerRate, outerRate, learnRates)
{
    /// <inheritdoc/>
    protected override (double Loss, IList<Tensor> Gradients) Gradients(EpisodeBatch batch, Parameter[] trained)
    {
        var fast = Adaptation.Spread(Weights, batch.Count);
        for (var step = 0; step < steps; step++)
            fast = Adaptation.Step(Net, fast, batch.X, batch.Y, Rates, second: true);
        var loss = Adaptation.Loss(Net, fast, batch.QueryX, batch.QueryY) / batch.Count;
        return (loss.ToDouble(), autograd.grad([loss], trained));
    }
}

/// <summary>First-order MAML: the query error's gradient at the adapted weights, taken for the one at the start.</summary>
public sealed class Fomaml(Mlp net, IEnumerable<Tensor> start, double innerRate, double outerRate, int steps)
    : GradientLearner("fomaml", net, start, innerRate, outerRate)
{
    /// <inheritdoc/>
    protected override (double Loss, IList<Tensor> Gradients) Gradients(EpisodeBatch batch, Parameter[] trained)
    {
        var fast = Adaptation.Descend(Net, Weights, batch.Count, Rates, steps, _ => (batch.X, batch.Y));
        var loss = Adaptation.Loss(Net, fast, batch.QueryX, batch.QueryY) / batch.Count;
        return (loss.ToDouble(), autograd.grad([loss], fast).Select(g => g.sum(dim: 0)).ToArray());
    }
}
