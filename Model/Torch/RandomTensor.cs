using ReptileGen.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Torch;

/// <summary>Tensors of numbers from our own generator: the same with every implementation of TorchSharp.</summary>
public static class RandomTensor
{
    /// <summary>Numbers uniform in +-bound, float32.</summary>
    public static Tensor Uniform(RandomStream random, double bound, params long[] shape) =>
        Of(() => bound * (2 * random.NextDouble() - 1), shape);

    /// <summary>Normal numbers, float32.</summary>
    public static Tensor Normal(RandomStream random, params long[] shape) => Of(random.NextNormal, shape);

    private static Tensor Of(Func<double> draw, long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)draw();
        return tensor(values, shape);
    }
}
