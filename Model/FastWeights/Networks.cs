namespace ReptileGen.Model.FastWeights;

/// <summary>The networks that have a name.</summary>
public static class Networks
{
    /// <summary>A bound that typical steps do not reach and that a blow-up does.</summary>
    private const double GradientBound = 20;

    /// <summary>No step costs more than 15 nats.</summary>
    private const double LogitBound = 15;

    /// <summary>Two thirds of a digit's steps cost less, together about 0.13 of its 80 nats.</summary>
    private const double LossThreshold = 0.003;

    /// <summary>The original's main network, 1,125,889 weights, with its rate of 1e-3.</summary>
    public static NetworkSpec OriginalLstm => new(
        new ImageInputSpec(),
        [
            new EmbeddingSpec(128), new LinearSpec(256), new LayerNormSpec(), new LstmSpec(), new LayerNormSpec(),
            new LstmSpec(), new LayerNormSpec(), new LinearSpec(1),
        ],
        Head.Bernoulli,
        new StepSpec());

    /// <summary>The original's SIREN on coordinates, 526,593 weights.</summary>
    public static NetworkSpec OriginalSiren => new(
        new ImageInputSpec(),
        [new CoordinatesSpec(), .. Siren(256), .. Siren(512), .. Siren(512), .. Siren(256), new LinearSpec(1)],
        Head.Bernoulli,
        new StepSpec());

    /// <summary>The original's text network, 1,772,800 weights; it learns the padding behind a line too.</summary>
    public static NetworkSpec OriginalText => new(
        new TextInputSpec(StopAtNul: false),
        [new EmbeddingSpec(512), .. Enumerable.Range(0, 6).SelectMany(_ => Relu(512)), new LinearSpec(256)],
        Head.Categorical,
        new StepSpec());

    /// <summary>Coordinates only, 103,297 weights: what a pixel is follows from where it is and what was learned so far.</summary>
    public static NetworkSpec Mnist => new(
        new ImageInputSpec(),
        [new EmbeddingSpec(64), .. GatedLayers(128)],
        Head.Bernoulli,
        OurStep);

    /// <summary><see cref="Mnist"/> that also sees the 60 earlier pixels around its own.</summary>
    public static NetworkSpec MnistContext => new(
        new ImageInputSpec(ContextRadius: 5),
        [new EmbeddingSpec(64), new ContextSpec(), .. GatedLayers(128)],
        Head.Bernoulli,
        OurStep with { LossThreshold = LossThreshold });

    /// <summary>
    /// <see cref="MnistContext"/> that also sees every third pixel as far as 15 away, with two slow gated layers of 256 before the three fast ones:
    /// the inner loop moves neither these nor the embeddings.
    /// </summary>
    public static NetworkSpec MnistContextLarge => new(
        new ImageInputSpec(ContextRadius: 5, ContextReach: 15),
        [new EmbeddingSpec(64), new ContextSpec(), .. Block(256), .. Block(256), .. GatedLayers(128)],
        Head.Bernoulli,
        OurStep with { LossThreshold = LossThreshold, Frozen = ["layers.0", "layers.2", "layers.4", "layers.5", "layers.7"] });

    /// <summary>Text from positions only.</summary>
    public static NetworkSpec Text => new(
        new TextInputSpec(),
        [new EmbeddingSpec(128), .. Block(256), .. Block(256), new LinearSpec(256)],
        Head.Categorical,
        OurStep);

    /// <summary><see cref="Text"/> that also sees the 12 previous bytes.</summary>
    public static NetworkSpec TextContext => new(
        new TextInputSpec(ContextBytes: 12),
        [new EmbeddingSpec(32, 32), .. Block(256), .. Block(256), new LinearSpec(256)],
        Head.Categorical,
        OurStep);

    /// <summary>377 weights, to try things out.</summary>
    public static NetworkSpec Tiny => Mnist with { Layers = [new EmbeddingSpec(4), new LinearSpec(16), new GateSpec(), new LinearSpec(1)] };

    /// <summary>All names with their networks.</summary>
    public static IReadOnlyDictionary<string, NetworkSpec> ByName { get; } = new Dictionary<string, NetworkSpec>
    {
        ["original-lstm"] = OriginalLstm,
        ["original-siren"] = OriginalSiren,
        ["original-text"] = OriginalText,
        ["mnist"] = Mnist,
        ["mnist-context"] = MnistContext,
        ["mnist-context-large"] = MnistContextLarge,
        ["text"] = Text,
        ["text-context"] = TextContext,
        ["tiny"] = Tiny,
    };

    private static StepSpec OurStep => new(RateKind.Factored, 0.02, GradientBound, LogitBound);

    private static LayerSpec[] Siren(int size) => [new LinearSpec(size, LinearInit.Siren), new ActivationSpec(Activation.Sin)];

    private static LayerSpec[] Relu(int size) => [new LinearSpec(size), new ActivationSpec(Activation.Relu)];

    private static LayerSpec[] Block(int size) => [new LinearSpec(2 * size), new GateSpec(), new LayerNormSpec()];

    private static LayerSpec[] GatedLayers(int size) =>
        [.. Block(size), .. Block(size), new LinearSpec(2 * size), new GateSpec(), new LinearSpec(1)];
}
