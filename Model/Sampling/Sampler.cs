using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Randomness;

namespace ReptileGen.Model.Sampling;

/// <summary>
/// Generates one episode, a step at a time: predict, draw (or take what is given), learn it. After construction nothing
/// is allocated (but threads, where several share a large network), so a viewer can watch every step. Everything follows from meta vector, seed, number, temperature and
/// condition, bit for bit; that is also how <see cref="Rewind"/> is exact.
/// </summary>
public sealed class Sampler
{
    /// <summary>In a condition: this step is drawn.</summary>
    public const short Free = -1;

    private readonly float[] meta;
    private readonly byte[] targets;
    private readonly short[] given;
    private readonly double[] losses;
    private readonly double[] probabilities;
    private readonly double[] tempered;
    private RandomStream random = new(0, "sample/0");

    /// <summary>A sampler at the start of an episode: seed 0, number 0, temperature 1, nothing given.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="meta">Its meta vector; it is copied.</param>
    /// <param name="threads">So many threads, of which up to four share the matrices of a network of more than 600,000 weights; smaller ones are drawn by the caller's thread alone.</param>
    /// <exception cref="ArgumentException">The meta vector has another length.</exception>
    public Sampler(NetworkPlan plan, ReadOnlySpan<float> meta, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        this.meta = meta.ToArray();
        NetworkGraph graph = new(plan);
        Network = new FastNetwork<float>(graph, false, team: Team.Of(graph.TeamSize(threads, 1)));
        targets = new byte[plan.Layout.Steps];
        losses = new double[plan.Layout.Steps];
        given = new short[plan.Layout.Steps];
        probabilities = new double[plan.LogitCount == 1 ? 2 : plan.LogitCount];
        tempered = new double[probabilities.Length];
        Start(0, 0);
    }

    /// <summary>
    /// The network as it learns: weights, activations, and what the last step touched
    /// (<see cref="FastNetwork{T}.LastUpdate"/>, <see cref="FastNetwork{T}.LastChange"/>). Looking is free; calling Forward, Step or Undo on it is not.
    /// </summary>
    public FastNetwork<float> Network { get; }

    /// <summary>Steps made so far.</summary>
    public int Position => Network.Position;

    /// <summary>Temperature of the draws: 1 is the model's own distribution, 0 takes the most probable value.</summary>
    public double Temperature { get; private set; } = 1;

    /// <summary>True after the last step, or after the NUL that ends a text.</summary>
    public bool Ended { get; private set; }

    /// <summary>The values so far in step order, <c>[Position]</c>.</summary>
    public ReadOnlySpan<byte> Targets => targets.AsSpan(0, Position);

    /// <summary>The losses so far in nats, each before its step, <c>[Position]</c>.</summary>
    public ReadOnlySpan<double> Losses => losses.AsSpan(0, Position);

    /// <summary>The logits of the last step.</summary>
    public ReadOnlySpan<float> Logits => Network.Logits;

    /// <summary>The model's probabilities (temperature 1) in the last step: of 0 and 1, or of the 256 bytes.</summary>
    public ReadOnlySpan<double> Probabilities => probabilities;

    /// <summary>The value of the last step.</summary>
    public int Value { get; private set; }

    /// <summary>The loss of the last step in nats: minus the logarithm of the value's probability.</summary>
    public double Loss { get; private set; }

    /// <summary>True if the last step's value was given.</summary>
    public bool Given { get; private set; }

    /// <summary>Begins an episode.</summary>
    /// <param name="seed">Of the draws.</param>
    /// <param name="number">Episodes of one seed and other numbers are independent.</param>
    /// <param name="temperature">0 or more.</param>
    /// <param name="condition">
    /// By step: a value that is taken and learned instead of drawn, or <see cref="Free"/>. Shorter than the episode: the rest is free.
    /// </param>
    /// <exception cref="ArgumentException">The temperature is negative or not finite, or the condition does not fit.</exception>
    public void Start(ulong seed, int number, double temperature = 1, ReadOnlySpan<short> condition = default)
    {
        if (!(temperature >= 0 && double.IsFinite(temperature)))
        {
            throw new ArgumentException(FormattableString.Invariant($"temperature: expected 0 or more, found {temperature}"));
        }

        if (condition.Length > given.Length)
        {
            throw new ArgumentException($"condition: expected at most {given.Length} steps, found {condition.Length}");
        }

        foreach (short value in condition)
        {
            if (value < Free || value >= probabilities.Length)
            {
                throw new ArgumentException($"condition: expected values from 0 to {probabilities.Length - 1}, or {Free}, found {value}");
            }
        }

        given.AsSpan().Fill(Free);
        condition.CopyTo(given);
        Temperature = temperature;
        random = new RandomStream(seed, $"sample/{number}");
        targets.AsSpan().Clear();
        Clear();
    }

    /// <summary>Makes one step.</summary>
    /// <returns>False, and nothing happens, if the episode has ended.</returns>
    public bool Next()
    {
        if (Ended)
        {
            return false;
        }

        int t = Position;
        Network.Forward(t, targets);
        Distribution.Of(Network.Logits, 1, probabilities);
        Given = given[t] != Free;
        Learn(Given ? given[t] : Draw(t));
        return true;
    }

    /// <summary>Makes all remaining steps.</summary>
    /// <returns>The loss of the whole episode in nats.</returns>
    public double Finish()
    {
        while (Next())
        {
        }

        double sum = 0;
        foreach (double loss in Losses)
        {
            sum += loss;
        }

        return sum;
    }

    /// <summary>
    /// Goes back to the state after so many steps, equal to the last bit to a sampler that never went further: the steps
    /// are made again from the first weights (undoing rank-1 updates would leave rounding errors). Going on draws the same values.
    /// </summary>
    /// <param name="position">0 to <see cref="Position"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position lies ahead.</exception>
    public void Rewind(int position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)position, (uint)Position, nameof(position));
        if (position == Position)
        {
            return;
        }

        targets.AsSpan(position).Clear();
        Clear();
        while (Position < position)
        {
            int t = Position;
            Network.Forward(t, targets);
            Distribution.Of(Network.Logits, 1, probabilities);
            Given = given[t] != Free;
            Learn(targets[t]);
        }
    }

    /// <summary>
    /// What the current weights predict for every step still to come, nothing learned in between: the network's dream
    /// of the rest. Values not yet drawn that a step sees as context count as 0. The episode goes on unchanged.
    /// </summary>
    /// <param name="values">Out: the most probable value of each step, <c>[T]</c>; steps already made are left as they are.</param>
    /// <param name="probability">Out: probability of 1 (images) or of the most probable byte (texts), <c>[T]</c>.</param>
    public void Dream(Span<byte> values, Span<double> probability)
    {
        Span<double> p = tempered;
        for (int t = Position; t < targets.Length && !Ended; t++)
        {
            Distribution.Of(Network.Forward(t, targets), 1, p);
            int best = Distribution.Mode(p);
            values[t] = (byte)best;
            probability[t] = p.Length == 2 ? p[1] : p[best];
        }
    }

    private int Draw(int t)
    {
        if (Temperature == 0)
        {
            return Distribution.Mode(probabilities);
        }

        Distribution.Of(Network.Logits, Temperature, tempered);
        random.Position = (ulong)t;
        return Distribution.Draw(tempered, random.NextDouble());
    }

    private void Learn(int value)
    {
        int t = Position;
        targets[t] = (byte)value;
        Value = value;
        Loss = losses[t] = Network.Step(value);
        Ended = Position == targets.Length || (Network.Plan.Layout.StopAtNul && value == 0);
    }

    private void Clear()
    {
        Network.Reset(meta);
        probabilities.AsSpan().Clear();
        (Ended, Value, Loss, Given) = (false, 0, 0, false);
    }
}
