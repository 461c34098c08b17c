using ReptileGen.Model.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ReptileGen.Model.Baselines;

/// <summary>
/// NADE (Larochelle and Murray 2011): hidden units h_i = sigmoid(c + W[earlier pixels]) with shared weights, so that one
/// sweep over the pixels updates their input by one row at a time; logits <c>b_i + V_i h_i</c>.
/// </summary>
public sealed class Nade : Baseline
{
    private readonly Parameter w;
    private readonly Parameter v;
    private readonly Parameter b;
    private readonly Parameter c;

    /// <summary>A model of images of the spec's size.</summary>
    public Nade(BaselineSpec spec) : base(spec)
    {
        var random = new RandomStream(spec.Seed, "baseline/nade");
        w = Uniform(random, 1 / Math.Sqrt(spec.Pixels), spec.Pixels, spec.Hidden);
        v = Uniform(random, 1 / Math.Sqrt(spec.Hidden), spec.Pixels, spec.Hidden);
        b = Zeros(spec.Pixels);
        c = Zeros(spec.Hidden);
        RegisterComponents();
    }

    /// <summary>The size behind pytorch-generative's 85.65 (50 epochs there), trained longer.</summary>
    public static (BaselineSpec Spec, BaselineTraining Training) Reproduce { get; } =
        (new BaselineSpec("nade", Hidden: 500), new BaselineTraining(100, 100, 1e-3));

    /// <inheritdoc/>
    protected override Tensor OutputBias => b;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var a = c.unsqueeze(0).expand(input.shape[0], Spec.Hidden);
        var logits = new List<Tensor>(Spec.Pixels);
        for (var d = 0; d < Spec.Pixels; d++)
        {
            logits.Add((a.sigmoid() * v[d]).sum(dim: 1) + b[d]);
            a = a + input[.., d].unsqueeze(1) * w[d];
        }

        return stack(logits, 1);
    }

    /// <summary>The gradient by one sweep forward and one back, in memory O(pixels + hidden) per image, as in the paper.</summary>
    public override double Gradients(Tensor x, Tensor target)
    {
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        var sweep = new NadeSweep(w, v, b, c, x);
        var logits = sweep.Forward();
        var loss = NatsOfLogits(logits, target).mean();
        var (gw, gv, gb, gc) = sweep.Backward((logits.sigmoid() - target) / x.shape[0]);
        (w.grad, v.grad, b.grad, c.grad) = (gw, gv, gb, gc);
        return loss.ToDouble();
    }

    /// <inheritdoc/>
    public override Tensor Nats(Tensor x)
    {
        using var mode = no_grad();
        return WrappedTensorDisposeScope(() => NatsOfLogits(new NadeSweep(w, v, b, c, x).Forward(), x));
    }

    /// <inheritdoc/>
    public override float[,] Sample(int count, RandomStream random, double temperature, CancellationToken token = default)
    {
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        var images = new float[count, Spec.Pixels];
        var a = c.unsqueeze(0).expand(count, Spec.Hidden).clone();
        for (var d = 0; d < Spec.Pixels; d++)
        {
            token.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            var logits = (a.sigmoid().matmul(v[d]) + b[d]).cpu();
            Toss(images, d, logits.data<float>().ToArray(), random, temperature);
            var bits = new float[count];
            for (var i = 0; i < count; i++)
                bits[i] = images[i, d];
            a.addcmul_(tensor(bits).to(a.device).unsqueeze(1), w[d].unsqueeze(0), 1);
        }

        return images;
    }
}
