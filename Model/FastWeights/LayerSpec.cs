using System.Text.Json.Serialization;

namespace ReptileGen.Model.FastWeights;

/// <summary>One layer of a <see cref="NetworkSpec"/>: a vector in, a vector out.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(EmbeddingSpec), "embedding")]
[JsonDerivedType(typeof(CoordinatesSpec), "coordinates")]
[JsonDerivedType(typeof(ContextSpec), "context")]
[JsonDerivedType(typeof(LinearSpec), "linear")]
[JsonDerivedType(typeof(ActivationSpec), "activation")]
[JsonDerivedType(typeof(GateSpec), "gate")]
[JsonDerivedType(typeof(LayerNormSpec), "layer_norm")]
[JsonDerivedType(typeof(ResidualSpec), "residual")]
[JsonDerivedType(typeof(GatedResidualSpec), "gated_residual")]
[JsonDerivedType(typeof(LstmSpec), "lstm")]
public abstract record LayerSpec;

/// <summary>
/// First layer: one learned table per index of the input, rows concatenated. Tables <c>[values, size]</c>, N(0, 1).
/// </summary>
/// <param name="Size">Columns of each table of an index (row, column or position).</param>
/// <param name="ContextSize">Columns of each table <c>[256, context_size]</c> of a previous byte (text only).</param>
public sealed record EmbeddingSpec(int Size, int ContextSize = 0) : LayerSpec;

/// <summary>First layer: each index <c>i</c> of <c>n</c> values as the number <c>i / (n / 2) - 1</c>.</summary>
public sealed record CoordinatesSpec : LayerSpec;

/// <summary>Appends the causal pixel context, one value each: -1 off, +1 on, 0 outside the image or not visited yet.</summary>
public sealed record ContextSpec : LayerSpec;

/// <summary>How a <see cref="LinearSpec"/> starts.</summary>
public enum LinearInit
{
    /// <summary>Weights and bias U(-1/sqrt(n), 1/sqrt(n)) for n inputs.</summary>
    [JsonStringEnumMemberName("uniform")]
    Uniform,

    /// <summary>Weights U(-sqrt(6/n), sqrt(6/n)), bias 0 (Sitzmann et al. 2020, arXiv:2006.09661).</summary>
    [JsonStringEnumMemberName("siren")]
    Siren,
}

/// <summary><c>y = W x + b</c> with <c>W [size, input]</c> row-major.</summary>
public sealed record LinearSpec(int Size, LinearInit Init = LinearInit.Uniform) : LayerSpec;

/// <summary>Elementwise functions.</summary>
public enum Activation
{
    /// <summary>tanh(x).</summary>
    [JsonStringEnumMemberName("tanh")]
    Tanh,

    /// <summary>max(x, 0), derivative 0 at 0.</summary>
    [JsonStringEnumMemberName("relu")]
    Relu,

    /// <summary>x * sigmoid(x).</summary>
    [JsonStringEnumMemberName("silu")]
    Silu,

    /// <summary>sin(x), SIREN.</summary>
    [JsonStringEnumMemberName("sin")]
    Sin,
}

/// <summary>An elementwise function.</summary>
public sealed record ActivationSpec(Activation Function) : LayerSpec;

/// <summary>Halves the vector <c>[a | g]</c> to <c>a * sigmoid(g)</c>.</summary>
public sealed record GateSpec : LayerSpec;

/// <summary>Layer normalisation with gain and bias, epsilon 1e-5 (Ba et al. 2016, arXiv:1607.06450).</summary>
public sealed record LayerNormSpec : LayerSpec;

/// <summary><c>x + f(x)</c>; the inner layers keep the size.</summary>
public sealed record ResidualSpec(IReadOnlyList<LayerSpec> Layers) : LayerSpec;

/// <summary><c>f(x) * sigmoid(W x + b)</c> with square <c>W</c>; the inner layers keep the size.</summary>
public sealed record GatedResidualSpec(IReadOnlyList<LayerSpec> Layers) : LayerSpec;

/// <summary>
/// The LSTM block without recurrence: with a learned hidden vector <c>h</c> (N(0, 1)) and
/// <c>[f | i | o | u] = W [h | x] + b</c>, <c>W [4 size, 2 size]</c>, the output is
/// <c>sigmoid(o) * (sigmoid(i) * tanh(u) + sigmoid(f) * h)</c>.
/// </summary>
public sealed record LstmSpec : LayerSpec;
