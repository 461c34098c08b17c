using ReptileGen.Model.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ReptileGen.Model.Baselines;

/// <summary>
/// MADE (Germain, Gregor, Murray and Larochelle 2015): an autoencoder whose masked weights let output i see only pixels
/// that come before i in the order. Every hidden unit has a degree d and sees the first d pixels. Outputs see earlier
/// pixels directly as well.
/// </summary>
public sealed class Made : Baseline
{
    private readonly ModuleList<Linear> layers;
    private readonly Parameter direct;
    private readonly MadeMasks[] _masks;
    private int _current;

    /// <summary>A model of images of the spec's size.</summary>
    public Made(BaselineSpec spec) : base(spec)
    {
        var random = new RandomStream(spec.Seed, "baseline/made");
        int[] sizes = [spec.Pixels, .. Enumerable.Repeat(spec.Hidden, spec.Layers), spec.Pixels];
        layers = nn.ModuleList(sizes.Zip(sizes.Skip(1), (inputs, outputs) => nn.Linear(inputs, outputs)).ToArray());
        using (no_grad())
        {
            foreach (var layer in layers)
            {
                layer.weight.copy_(Uniform(random, 1 / Math.Sqrt(layer.in_features), layer.out_features, layer.in_features));
                layer.bias!.zero_();
            }
        }

        direct = Zeros(spec.Pixels, spec.Pixels);
        _masks = Enumerable.Range(0, spec.Masks).Select(_ => new MadeMasks(spec, random)).ToArray();
        RegisterComponents();
    }

    /// <summary>The size and length behind pytorch-generative's 84.87 (Adam as there, the step size falling as here).</summary>
    public static (BaselineSpec Spec, BaselineTraining Training) Reproduce { get; } =
        (new BaselineSpec("made", Hidden: 8000, Layers: 1), new BaselineTraining(85, 64, 1e-3));

    /// <inheritdoc/>
    public override IReadOnlyList<int> Order => _masks[_current].Order;

    /// <inheritdoc/>
    protected override Tensor OutputBias => layers[layers.Count - 1].bias!;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var masks = _masks[_current].On(input.device);
        var x = input;
        for (var i = 0; i < layers.Count; i++)
        {
            var z = nn.functional.linear(x, layers[i].weight * masks.Layers[i], layers[i].bias);
            if (i + 1 == layers.Count)
                return z + input.matmul((direct * masks.Direct).t());
            x = z.relu();
        }

        return x;
    }

    /// <summary>The gradients under one set of masks; the next call takes the next set.</summary>
    public override double Gradients(Tensor x, Tensor target)
    {
        _current = (_current + 1) % _masks.Length;
        return base.Gradients(x, target);
    }

    /// <summary>Of the equal mixture of all sets of masks, which is a distribution itself.</summary>
    public override Tensor Nats(Tensor x)
    {
        using var mode = no_grad();
        return WrappedTensorDisposeScope(() =>
        {
            var all = new List<Tensor>();
            for (_current = 0; _current < _masks.Length; _current++)
                all.Add(WrappedTensorDisposeScope(() => -NatsOfLogits(call(x), x)));
            _current = 0;
            return Math.Log(_masks.Length) - stack(all).logsumexp(0);
        });
    }

    /// <summary>Draws every image from a random component of the mixture.</summary>
    public override float[,] Sample(int count, RandomStream random, double temperature, CancellationToken token = default)
    {
        var images = new float[count, Spec.Pixels];
        var component = Enumerable.Range(0, count).Select(_ => random.NextInt(_masks.Length)).ToArray();
        for (_current = 0; _current < _masks.Length; _current++)
        {
            var mine = Enumerable.Range(0, count).Where(i => component[i] == _current).ToArray();
            if (mine.Length == 0)
                continue;
            var drawn = base.Sample(mine.Length, random, temperature, token);
            for (var i = 0; i < mine.Length; i++)
            {
                for (var p = 0; p < Spec.Pixels; p++)
                    images[mine[i], p] = drawn[i, p];
            }
        }

        _current = 0;
        return images;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var masks in _masks)
                masks.Dispose();
        }

        base.Dispose(disposing);
    }
}
