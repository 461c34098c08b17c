using ReptileGen.Model.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ReptileGen.Model.Baselines;

/// <summary>
/// Fully visible sigmoid belief network (Frey, Hinton and Dayan 1996; Neal 1992): a logistic regression of every pixel on
/// all earlier ones.
/// </summary>
public sealed class Fvsbn : Baseline
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly Tensor mask;

    /// <summary>A model of images of the spec's size; weights start near 0.</summary>
    public Fvsbn(BaselineSpec spec) : base(spec)
    {
        weight = Uniform(new RandomStream(spec.Seed, "baseline/fvsbn"), 0.01, spec.Pixels, spec.Pixels);
        bias = Zeros(spec.Pixels);
        mask = ones(spec.Pixels, spec.Pixels).tril(-1);
        RegisterComponents();
    }

    /// <summary>The model behind pytorch-generative's 96.58 (50 epochs there), trained longer.</summary>
    public static (BaselineSpec Spec, BaselineTraining Training) Reproduce { get; } = (new BaselineSpec("fvsbn"), new BaselineTraining(60, 100, 1e-2));

    /// <inheritdoc/>
    protected override Tensor OutputBias => bias;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => input.matmul((weight * mask).t()) + bias;
}
