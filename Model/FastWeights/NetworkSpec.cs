using System.Text.Json.Serialization;

namespace ReptileGen.Model.FastWeights;

/// <summary>What the last layer's logits mean.</summary>
public enum Head
{
    /// <summary>One logit; binary cross-entropy.</summary>
    [JsonStringEnumMemberName("bernoulli")]
    Bernoulli,

    /// <summary>256 logits, one per byte; softmax cross-entropy.</summary>
    [JsonStringEnumMemberName("categorical")]
    Categorical,
}

/// <summary>How many inner rates there are. All start at <see cref="StepSpec.Initial"/>.</summary>
public enum RateKind
{
    /// <summary>One number, not learned.</summary>
    [JsonStringEnumMemberName("fixed")]
    Fixed,

    /// <summary>exp(lambda) per tensor, learned.</summary>
    [JsonStringEnumMemberName("tensor")]
    Tensor,

    /// <summary>exp(lambda) * row[i] * column[j] per tensor, learned; keeps updates rank 1.</summary>
    [JsonStringEnumMemberName("factored")]
    Factored,

    /// <summary>exp(lambda) * factor[i, j] per tensor, learned (Meta-SGD, Li et al. 2017, arXiv:1707.09835).</summary>
    [JsonStringEnumMemberName("parameter")]
    Parameter,
}

/// <summary>
/// The inner step <c>theta -= s * alpha * g</c>. With a <paramref name="GradientBound"/> c the scale is
/// <c>s = min(1, c / ||g||)</c>, the norm over all adapting parameters; exact MAML differentiates through s.
/// With a <paramref name="LogitBound"/> b every logit z is replaced by <c>b * tanh(z / b)</c> before the loss,
/// so that no step costs more than about b nats. Together they bound an episode by construction, causally and
/// alike in training, evaluation and sampling. With a <paramref name="LossThreshold"/> l a step whose loss is below l
/// nats is skipped, s = 0: nothing is learned from what was foreseen.
/// </summary>
/// <param name="Rate">How many rates are learned.</param>
/// <param name="Initial">The rate at the start, the same for every parameter; > 0.</param>
/// <param name="GradientBound">c > 0, or null for none.</param>
/// <param name="LogitBound">b > 0, or null for none.</param>
/// <param name="Frozen">Tensors whose names start with one of these do not adapt in the inner loop.</param>
/// <param name="LossThreshold">l > 0, or null for none.</param>
public sealed record StepSpec(
    RateKind Rate = RateKind.Fixed,
    double Initial = 1e-3,
    double? GradientBound = null,
    double? LogitBound = null,
    IReadOnlyList<string>? Frozen = null,
    double? LossThreshold = null);

/// <summary>A fast-weight network: what a step sees, the layers, the head and the inner step. Pure data (JSON).</summary>
public sealed record NetworkSpec(InputSpec Input, IReadOnlyList<LayerSpec> Layers, Head Head, StepSpec Step);
