using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.FewShot;

/// <summary>The inner loop: gradient descent of every episode's own weights on its own points.</summary>
internal static class Adaptation
{
    /// <summary>Mean squared error per episode, summed over episodes, so that each gets the gradient of its own mean.</summary>
    public static Tensor Loss(Mlp net, IReadOnlyList<Tensor> weights, Tensor x, Tensor y)
    {
        var difference = net.Forward(weights, x) - y;
        return difference.square().sum() / y.size(1);
    }

    /// <summary>One copy of the weights per episode, connected to the original.</summary>
    public static Tensor[] Spread(IReadOnlyList<Tensor> weights, int episodes) =>
        weights.Select(w => w.unsqueeze(0).expand([episodes, .. w.shape])).ToArray();

    /// <summary>One step of all episodes.</summary>
    /// <param name="net">The network.</param>
    /// <param name="weights">Weights per episode, tracked.</param>
    /// <param name="x">[episodes, points, 1].</param>
    /// <param name="y">[episodes, points, 1].</param>
    /// <param name="rates">Step sizes, one per weight tensor.</param>
    /// <param name="second">Keep the step differentiable.</param>
    public static Tensor[] Step(Mlp net, IReadOnlyList<Tensor> weights, Tensor x, Tensor y, IReadOnlyList<Tensor> rates, bool second)
    {
        var gradients = autograd.grad([Loss(net, weights, x, y)], weights.ToArray(), retain_graph: second, create_graph: second);
        return weights.Select((w, i) => second ? w - rates[i] * gradients[i] : (w.detach() - rates[i].detach() * gradients[i]).requires_grad_()).ToArray();
    }

    /// <summary>Several first-order steps from common weights; each result is a leaf.</summary>
    public static Tensor[] Descend(Mlp net, IReadOnlyList<Tensor> weights, int episodes, IReadOnlyList<Tensor> rates, int steps, Func<int, (Tensor X, Tensor Y)> points)
    {
        var fast = Spread(weights.Select(w => w.detach()).ToArray(), episodes).Select(w => w.requires_grad_()).ToArray();
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            var (x, y) = points(step);
            var next = Step(net, fast, x, y, rates, second: false);
            foreach (var w in next)
                w.MoveToOuterDisposeScope();
            foreach (var w in fast)
                w.Dispose();
            fast = next;
        }

        return fast;
    }
}
