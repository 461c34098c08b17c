using ReptileGen.Model.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ReptileGen.Model.Baselines;

/// <summary>
/// PixelCNN (van den Oord, Kalchbrenner and Kavukcuoglu 2016): a 7x7 convolution masked to earlier pixels, residual blocks
/// whose 3x3 convolutions see the features of earlier pixels and their own, and 1x1 convolutions.
/// </summary>
public sealed class PixelCnn : Baseline
{
    private readonly ModuleList<MaskedConvolution> layers;

    /// <summary>A model of images of the spec's size, with <c>Layers</c> blocks of <c>2 Hidden</c> channels.</summary>
    public PixelCnn(BaselineSpec spec) : base(spec)
    {
        var random = new RandomStream(spec.Seed, "baseline/pixelcnn");
        int h = spec.Hidden;
        layers = nn.ModuleList(new MaskedConvolution(random, 1, 2 * h, 7, 7, Sees.Earlier));
        for (var block = 0; block < spec.Layers; block++)
        {
            layers.append(
                new MaskedConvolution(random, 2 * h, h, 1, 1, Sees.Own),
                new MaskedConvolution(random, h, h, 3, 3, Sees.Own),
                new MaskedConvolution(random, h, 2 * h, 1, 1, Sees.Own));
        }

        layers.append(new MaskedConvolution(random, 2 * h, h, 1, 1, Sees.Own), new MaskedConvolution(random, h, 1, 1, 1, Sees.Own));
        RegisterComponents();
    }

    /// <summary>The size and length behind pytorch-generative's 81.45 (Adam as there, the step size falling as here).</summary>
    public static (BaselineSpec Spec, BaselineTraining Training) Reproduce { get; } =
        (new BaselineSpec("pixelcnn", Hidden: 16, Layers: 15), new BaselineTraining(457, 256, 1e-3));

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var x = layers[0].call(input.reshape(-1, 1, Spec.Rows, Spec.Columns));
        var i = 1;
        for (var block = 0; block < Spec.Layers; block++, i += 3)
            x = x + layers[i + 2].call(layers[i + 1].call(layers[i].call(x.relu()).relu()).relu());
        return layers[i + 1].call(layers[i].call(x.relu()).relu()).reshape(-1, Spec.Pixels);
    }
}
