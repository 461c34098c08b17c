namespace ReptileGen.Render.Simulation;

/// <summary>One weight tensor, <c>[Rows, Columns]</c> row-major from <paramref name="Offset"/> on in the flat parameters.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="Offset">Of its first weight.</param>
/// <param name="Adapts">Whether SGD changes it while an episode is made; else it is slow, the same in all of them.</param>
public sealed record TensorShape(string Name, int Rows, int Columns, int Offset, bool Adapts = true)
{
    /// <summary>Rows times columns.</summary>
    public int Count => Rows * Columns;
}

/// <summary>What is generated, and the network that does it.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Rows">Rows of an image; 1 for text.</param>
/// <param name="Columns">Columns of an image; length of a text.</param>
/// <param name="Symbols">2 for binary images, 256 for bytes.</param>
/// <param name="PlaceOfStep">The pixel (row-major) or character that each step decides, <c>[Rows * Columns]</c>.</param>
/// <param name="Tensors">The weights in network order.</param>
/// <param name="OnlySurprises">Whether a step is skipped if its loss is below a threshold.</param>
/// <param name="ByColumns">Whether an image is made column by column.</param>
public sealed record GeneratorInfo(
    string Name, int Rows, int Columns, int Symbols, int[] PlaceOfStep, IReadOnlyList<TensorShape> Tensors, bool OnlySurprises = false, bool ByColumns = false)
{
    /// <summary>Steps of the longest episode.</summary>
    public int Steps => PlaceOfStep.Length;

    /// <summary>Steps of a row, or of a column where an image is made column by column.</summary>
    public int LineLength => ByColumns ? Rows : Columns;

    /// <summary>Whether bytes are generated instead of pixels.</summary>
    public bool IsText => Symbols > 2;

    /// <summary>What is learned, in words: <c>pixel</c>, <c>surprising letter</c>.</summary>
    public string Learned => (OnlySurprises ? "surprising " : "") + (IsText ? "letter" : "pixel");

    /// <summary>Length of the flat parameters.</summary>
    public int ParameterLength { get; } = Tensors.Count == 0 ? 0 : Tensors.Max(tensor => tensor.Offset + tensor.Count);

    /// <summary>Number of weights.</summary>
    public int WeightCount { get; } = Tensors.Sum(tensor => tensor.Count);
}

/// <summary>What happened in one step: the value, the model's probability of it (images: of 1), and the loss in nats before learning it.</summary>
public readonly record struct Observation(int Step, byte Value, float Probability, float Nats, float Entropy, bool IsGiven);

/// <summary>
/// Generates episodes step by step and can be watched. Equal calls give equal bits; that makes every picture
/// reproducible.
/// </summary>
public interface IGenerator
{
    /// <summary>In a condition: this step is drawn.</summary>
    public const short Free = -1;

    /// <summary>What is generated.</summary>
    GeneratorInfo Info { get; }

    /// <summary>Steps made in this episode.</summary>
    int Position { get; }

    /// <summary>Whether the episode is complete.</summary>
    bool Ended { get; }

    /// <summary>The model's distribution of the last step, <c>[Symbols]</c>.</summary>
    ReadOnlySpan<double> Distribution { get; }

    /// <summary>Begins an episode from the learned initial weights.</summary>
    /// <param name="seed">Of the draws.</param>
    /// <param name="number">Which episode of this seed.</param>
    /// <param name="temperature">0 or more; 1 is the model's own distribution.</param>
    /// <param name="condition">By step: a value to learn instead of drawing, or <see cref="Free"/>.</param>
    void Start(ulong seed, int number, double temperature, ReadOnlySpan<short> condition);

    /// <summary>Before a new episode: takes newer initial weights, if somebody trains them.</summary>
    void Renew();

    /// <summary>Predicts, draws and learns one value; false if the episode has ended.</summary>
    bool Next(out Observation observation);

    /// <summary>Goes back, exactly, to the state after so many steps.</summary>
    void Rewind(int position);

    /// <summary>Probability of 1 at every step still to come with the current weights, <c>[Steps]</c>; images only.</summary>
    void Dream(Span<float> probability);

    /// <summary>The current weights, flat.</summary>
    void CopyParameters(Span<float> parameters);
}
