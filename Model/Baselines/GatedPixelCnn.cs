using ReptileGen.Model.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ReptileGen.Model.Baselines;

/// <summary>
/// Gated PixelCNN (van den Oord et al. 2016, "Conditional image generation with PixelCNN decoders"): a vertical stack that
/// sees all rows above, a horizontal one that sees the row so far and the vertical features of its place; every layer is
/// <c>tanh(a) sigmoid(b)</c>. There is no blind spot.
/// </summary>
public sealed class GatedPixelCnn : Baseline
{
    private readonly ModuleList<MaskedConvolution> vertical;
    private readonly ModuleList<MaskedConvolution> horizontal;
    private readonly ModuleList<MaskedConvolution> across;
    private readonly ModuleList<MaskedConvolution> residual;
    private readonly ModuleList<MaskedConvolution> head;

    /// <summary>A model of images of the spec's size, with <c>Layers</c> layers of <c>Hidden</c> channels.</summary>
    public GatedPixelCnn(BaselineSpec spec) : base(spec)
    {
        var random = new RandomStream(spec.Seed, "baseline/gated-pixelcnn");
        int h = spec.Hidden;
        (vertical, horizontal, across, residual) = (List(), List(), List(), List());
        for (var layer = 0; layer < spec.Layers; layer++)
        {
            int inputs = layer == 0 ? 1 : h, kernel = layer == 0 ? 7 : 3;
            vertical.append(new MaskedConvolution(random, inputs, 2 * h, kernel, kernel, layer == 0 ? Sees.Above : Sees.AboveAndRow));
            horizontal.append(new MaskedConvolution(random, inputs, 2 * h, 1, kernel, layer == 0 ? Sees.Earlier : Sees.Own));
            across.append(new MaskedConvolution(random, 2 * h, 2 * h, 1, 1, Sees.Own));
            residual.append(new MaskedConvolution(random, h, h, 1, 1, Sees.Own));
        }

        head = List();
        head.append(new MaskedConvolution(random, h, h, 1, 1, Sees.Own), new MaskedConvolution(random, h, 1, 1, 1, Sees.Own));
        RegisterComponents();
    }

    /// <summary>The size and length behind pytorch-generative's 81.50 (Adam as there, the step size falling as here).</summary>
    public static (BaselineSpec Spec, BaselineTraining Training) Reproduce { get; } =
        (new BaselineSpec("gated-pixelcnn", Hidden: 128, Layers: 10), new BaselineTraining(457, 128, 1e-3));

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var v = input.reshape(-1, 1, Spec.Rows, Spec.Columns);
        var x = v;
        for (var layer = 0; layer < Spec.Layers; layer++)
        {
            var seen = vertical[layer].call(v);
            var gated = residual[layer].call(Gate(horizontal[layer].call(x) + across[layer].call(seen)));
            x = layer == 0 ? gated : x + gated;
            v = Gate(seen);
        }

        return head[1].call(head[0].call(x.relu()).relu()).reshape(-1, Spec.Pixels);
    }

    private static Tensor Gate(Tensor x)
    {
        var halves = x.chunk(2, 1);
        return halves[0].tanh() * halves[1].sigmoid();
    }

    private static ModuleList<MaskedConvolution> List() => nn.ModuleList<MaskedConvolution>();
}
