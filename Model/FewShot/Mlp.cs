using ReptileGen.Model.Randomness;
using ReptileGen.Model.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.FewShot;

/// <summary>What stands between two dense layers.</summary>
public enum Activation
{
    /// <summary>The positive part.</summary>
    Relu,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,
}

/// <summary>A network of dense layers as a function of its weights, so that every episode can have weights of its own.</summary>
/// <param name="Sizes">Units per layer, input and output included.</param>
/// <param name="Activation">Between two layers.</param>
public sealed record Mlp(IReadOnlyList<int> Sizes, Activation Activation)
{
    /// <summary>Initial weights, per layer a matrix [in, out] and a row [1, out], uniform in +-1/sqrt(in).</summary>
    public Tensor[] Initialize(RandomStream random, Device device)
    {
        var weights = new List<Tensor>();
        for (var layer = 1; layer < Sizes.Count; layer++)
        {
            int inputs = Sizes[layer - 1], outputs = Sizes[layer];
            var bound = 1 / Math.Sqrt(inputs);
            weights.Add(RandomTensor.Uniform(random, bound, inputs, outputs).to(device));
            weights.Add(RandomTensor.Uniform(random, bound, 1, outputs).to(device));
        }

        return [.. weights];
    }

    /// <summary>The network's output.</summary>
    /// <param name="weights">As from <see cref="Initialize"/>; with a leading dimension, one network per episode.</param>
    /// <param name="x">Inputs [points, in] or [episodes, points, in].</param>
    /// <returns>[points, out] or [episodes, points, out].</returns>
    public Tensor Forward(IReadOnlyList<Tensor> weights, Tensor x)
    {
        for (var i = 0; i < weights.Count; i += 2)
        {
            x = x.matmul(weights[i]) + weights[i + 1];
            if (i + 2 < weights.Count)
                x = Activation == Activation.Relu ? x.relu() : x.tanh();
        }

        return x;
    }
}
