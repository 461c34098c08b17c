namespace ReptileGen.Model.FastWeights;

/// <summary>The primitive operations that every engine (CPU, CUDA, autograd reference) implements.</summary>
public enum OpKind
{
    /// <summary>Row of table <see cref="Op.Weight"/> chosen by index number <see cref="Op.Argument"/>; from K on, by context byte Argument - K (0 if outside).</summary>
    Embedding,

    /// <summary>One number: index number Argument as <c>i / (InputSize / 2) - 1</c>, InputSize its number of values.</summary>
    Coordinate,

    /// <summary>The C context values of an image: -1, +1, or 0 outside or not visited yet.</summary>
    Context,

    /// <summary>The vector parameter Weight itself.</summary>
    Parameter,

    /// <summary>A copy of Input.</summary>
    Copy,

    /// <summary><c>y = W x + b</c>, W <c>[Size, InputSize]</c>, b <c>[Size]</c>.</summary>
    Linear,

    /// <summary>tanh.</summary>
    Tanh,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x sigmoid(x).</summary>
    Silu,

    /// <summary>sin.</summary>
    Sin,

    /// <summary>Input * sigmoid(Second).</summary>
    Gate,

    /// <summary>Normalised Input * gain (Weight) + bias (Bias), variance over Size (not Size - 1), epsilon 1e-5.</summary>
    LayerNorm,

    /// <summary>Input + Second.</summary>
    Add,

    /// <summary>Input holds f, i, o, u (4 Size), Second h (Size): sigmoid(o) * (sigmoid(i) * tanh(u) + sigmoid(f) * h).</summary>
    LstmCell,
}

/// <summary>
/// One operation on the activation vector. Input, Second and Output are offsets of slots in it; slots of different
/// operations never overlap, but a concatenation is a slot whose parts are outputs of several operations, and a slot
/// may be read by several operations (so adjoints of inputs accumulate).
/// </summary>
/// <param name="Kind">What it computes.</param>
/// <param name="Input">Offset of the input slot, -1 if none.</param>
/// <param name="Second">Offset of the second input slot, -1 if none.</param>
/// <param name="Output">Offset of the output slot.</param>
/// <param name="Size">Length of the output.</param>
/// <param name="InputSize">Length of the input (Coordinate: number of values).</param>
/// <param name="Weight">Index of a tensor in the <see cref="ParameterTable"/>, -1 if none.</param>
/// <param name="Bias">Index of the bias tensor, -1 if none.</param>
/// <param name="Argument">See the kind.</param>
public readonly record struct Op(
    OpKind Kind, int Input, int Second, int Output, int Size, int InputSize, int Weight, int Bias, int Argument);

/// <summary>
/// A validated <see cref="NetworkSpec"/> flattened to operations in execution order over one activation vector
/// (slots aligned to 16 elements), with the <see cref="ParameterTable"/> and <see cref="EpisodeLayout"/>.
/// </summary>
public sealed partial class NetworkPlan
{
    private readonly List<Op> ops = [];

    /// <summary>Validates and flattens.</summary>
    /// <exception cref="ArgumentException">Names the layer, what was expected and what was found.</exception>
    public NetworkPlan(NetworkSpec spec)
    {
        Spec = spec;
        CheckStep(spec.Step);
        Layout = EpisodeLayout.Of(spec.Input);
        Table = new ParameterTable(spec.Step);
        LogitSlot = Build();
        if (Table.Tensors.Count == 0)
        {
            throw new ArgumentException("layers: expected one with weights, such as linear: there is nothing to learn");
        }

        string[] layers = [.. Enumerable.Range(0, spec.Layers.Count).Select(k => $"layers.{k}")]; // also those without weights
        if (spec.Step.Frozen?.FirstOrDefault(prefix => !Table.Tensors.Select(t => t.Name).Concat(layers).Any(name => name.StartsWith(prefix, StringComparison.Ordinal))) is string none)
        {
            throw new ArgumentException($"step.frozen: expected a layer or the beginning of a tensor's name, such as {Table.Tensors[0].Name}, found {none}");
        }

        Table.Seal();
    }

    /// <summary>Where it came from.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>The inputs of every step.</summary>
    public EpisodeLayout Layout { get; }

    /// <summary>The layout of the meta vector.</summary>
    public ParameterTable Table { get; }

    /// <summary>The operations in execution order.</summary>
    public IReadOnlyList<Op> Ops => ops;

    /// <summary>Length of the activation vector.</summary>
    public int ActivationLength { get; private set; }

    /// <summary>Offset of the logits in the activation vector.</summary>
    public int LogitSlot { get; }

    /// <summary>1 or 256.</summary>
    public int LogitCount => Spec.Head == Head.Bernoulli ? 1 : 256;

    private static void CheckStep(StepSpec step)
    {
        CheckPositive(step.Initial, "step.initial");
        CheckPositive(step.GradientBound ?? 1, "step.gradient_bound");
        CheckPositive(step.LogitBound ?? 1, "step.logit_bound");
        CheckPositive(step.LossThreshold ?? 1, "step.loss_threshold");
    }

    private static void CheckPositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentException($"{name}: expected a finite number above 0, found {value}");
        }
    }
}
