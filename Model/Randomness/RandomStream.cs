namespace ReptileGen.Model.Randomness;

/// <summary>
/// Random numbers in sequence: draw n of the stream (seed, name) is half of <see cref="Philox"/> block n / 2. The whole
/// state is <see cref="Position"/>. Not safe for use by several threads at once.
/// </summary>
public sealed class RandomStream
{
    private readonly ulong key;

    /// <summary>A stream from its first draw or, to go on, from a saved position.</summary>
    /// <param name="seed">Same seed and name, same numbers, on every platform.</param>
    /// <param name="name">What the numbers are for; other names give independent numbers.</param>
    /// <param name="position">Draws already made.</param>
    public RandomStream(ulong seed, string name, ulong position = 0)
    {
        key = Philox.Key(seed, name);
        Position = position;
    }

    /// <summary>64-bit draws made so far; may be set, forward and back.</summary>
    public ulong Position { get; set; }

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        ulong block = Position >> 1;
        (uint x0, uint x1, uint x2, uint x3) = Philox.Block(key, (uint)block, (uint)(block >> 32), 0, 0);
        return (Position++ & 1) == 0 ? x0 | ((ulong)x1 << 32) : x2 | ((ulong)x3 << 32);
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1ul << 53));

    /// <summary>Uniform in 0 to <paramref name="exclusive"/> - 1, without bias (draws again where bits would wrap).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusive"/> is below 1.</exception>
    public int NextInt(int exclusive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusive, 1);
        ulong whole = ulong.MaxValue - ulong.MaxValue % (ulong)exclusive, bits;
        do
        {
            bits = NextBits();
        }
        while (bits >= whole);
        return (int)(bits % (ulong)exclusive);
    }

    /// <summary>Standard normal (Box-Muller; two draws).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Shuffles in place (Fisher-Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
