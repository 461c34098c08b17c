using ReptileGen.Model.Randomness;
using ReptileGen.Model.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ReptileGen.Model.Baselines;

/// <summary>
/// An autoregressive model of binary images: <c>p(x) = prod p(x_i | earlier pixels)</c>. <c>forward</c> maps pixels
/// [images, pixels] of 0 and 1 to logits of the same shape, and logit i depends on pixels earlier in the order only.
/// </summary>
public abstract class Baseline : nn.Module<Tensor, Tensor>
{
    /// <summary>A model; the derived class makes its parameters and then calls RegisterComponents.</summary>
    protected Baseline(BaselineSpec spec) : base(spec.Name) => Spec = spec;

    /// <summary>What the model is.</summary>
    public BaselineSpec Spec { get; }

    /// <summary>Pixel that is generated at each step.</summary>
    public virtual IReadOnlyList<int> Order => Enumerable.Range(0, Spec.Pixels).ToArray();

    /// <summary>What is added to every pixel's logit, [pixels], if the model has such a bias.</summary>
    protected virtual Tensor? OutputBias => null;

    /// <summary>Starts the output bias at the log-odds of each pixel, so that training need not find them.</summary>
    /// <param name="frequency">How often each pixel is 1, [pixels].</param>
    public void StartAt(Tensor frequency)
    {
        if (OutputBias is not { } bias)
            return;
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        var p = frequency.clamp(1e-3, 1 - 1e-3);
        bias.copy_((p / (1 - p)).log());
    }

    /// <summary>Sets the gradients of the mean negative log-likelihood of the bits, or of its expectation.</summary>
    /// <param name="x">What the model sees, 0 or 1, [images, pixels].</param>
    /// <param name="target">
    /// What it should have said, [images, pixels]: <paramref name="x"/> itself, or the chance with which each bit of it was drawn. As no
    /// logit sees its own pixel, both give the same gradient in the mean over draws, the second usually with less scatter.
    /// </param>
    /// <returns>The mean, in nats per image.</returns>
    public virtual double Gradients(Tensor x, Tensor target)
    {
        using var scope = NewDisposeScope();
        zero_grad();
        var loss = nn.functional.binary_cross_entropy_with_logits(call(x), target, reduction: nn.Reduction.Sum) / x.shape[0];
        loss.backward();
        return loss.ToDouble();
    }

    /// <summary>Negative log-likelihood of each image, in nats, [images].</summary>
    public virtual Tensor Nats(Tensor x)
    {
        using var mode = no_grad();
        return WrappedTensorDisposeScope(() => NatsOfLogits(call(x), x));
    }

    /// <summary>Draws images, one pixel after the other.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">The coins.</param>
    /// <param name="temperature">Divides the logits.</param>
    /// <param name="token">Ends it after the current pixel.</param>
    /// <returns>Row-major pixels of 0 and 1, [count, pixels].</returns>
    public virtual float[,] Sample(int count, RandomStream random, double temperature, CancellationToken token = default)
    {
        using var mode = no_grad();
        var images = new float[count, Spec.Pixels];
        foreach (var pixel in Order)
        {
            token.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var logits = call(tensor(images).to(Weight.device)).select(1, pixel).cpu().contiguous().data<float>().ToArray();
            Toss(images, pixel, logits, random, temperature);
        }

        return images;
    }

    /// <summary>Sum over pixels of the cross-entropy, [images].</summary>
    protected static Tensor NatsOfLogits(Tensor logits, Tensor x) =>
        nn.functional.binary_cross_entropy_with_logits(logits, x, reduction: nn.Reduction.None).sum(dim: 1);

    /// <summary>Draws one pixel of every image from its logits.</summary>
    protected static void Toss(float[,] images, int pixel, ReadOnlySpan<float> logits, RandomStream random, double temperature)
    {
        for (var i = 0; i < logits.Length; i++)
            images[i, pixel] = random.NextDouble() * (1 + Math.Exp(-logits[i] / temperature)) < 1 ? 1 : 0;
    }

    /// <summary>Numbers uniform in +-bound.</summary>
    protected static Parameter Uniform(RandomStream random, double bound, params long[] shape) => new(RandomTensor.Uniform(random, bound, shape));

    /// <summary>Zeros.</summary>
    protected static Parameter Zeros(params long[] shape) => new(zeros(shape));

    private Parameter Weight => parameters().First();
}
