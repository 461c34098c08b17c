using ReptileGen.Model.Randomness;
using ReptileGen.Model.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ReptileGen.Model.Baselines;

/// <summary>What a masked convolution sees.</summary>
internal enum Sees
{
    /// <summary>Places earlier in row-major order.</summary>
    Earlier,

    /// <summary>Those and its own place.</summary>
    Own,

    /// <summary>All places of the rows above.</summary>
    Above,

    /// <summary>Those and all of its own row: for features that see rows above only.</summary>
    AboveAndRow,
}

/// <summary>A convolution that keeps the size of the image and whose weights are 0 where it must not look.</summary>
internal sealed class MaskedConvolution : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly Tensor mask;
    private readonly long[] _padding;

    /// <summary>Weights uniform in +-1/sqrt(unmasked inputs of a place), biases 0.</summary>
    public MaskedConvolution(RandomStream random, int inputs, int outputs, int height, int width, Sees sees) : base(nameof(MaskedConvolution))
    {
        int middleY = height / 2, middleX = width / 2, open = 0;
        var allowed = new float[height, width];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var seen = y < middleY || (y == middleY && sees switch
                {
                    Sees.Earlier => x < middleX,
                    Sees.Own => x <= middleX,
                    Sees.Above => false,
                    _ => true,
                });
                allowed[y, x] = seen ? 1 : 0;
                open += seen ? 1 : 0;
            }
        }

        mask = tensor(allowed);
        _padding = [middleY, middleX];
        weight = new Parameter(RandomTensor.Uniform(random, 1 / Math.Sqrt(inputs * Math.Max(open, 1)), outputs, inputs, height, width));
        bias = new Parameter(zeros(outputs));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.conv2d(input, weight * mask, bias, padding: _padding);
}
