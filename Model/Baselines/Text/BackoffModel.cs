namespace ReptileGen.Model.Baselines.Text;

/// <summary>
/// A back-off model of bytes (Witten and Bell 1991, interpolated; the escape probabilities of PPM's method C): the longer
/// the context is that was seen before, the more it counts,
/// <c>p_k(c) = (n(context, c) + kinds(context) p_(k-1)(c)) / (n(context) + kinds(context))</c>, from p_(-1) = 1 / 256 up to
/// the order. A line starts in a context of NULs.
/// </summary>
public sealed class BackoffModel
{
    private readonly Dictionary<ulong, Counts> contexts = [];

    /// <summary>A model that has seen nothing: every byte has probability 1 / 256.</summary>
    /// <param name="order">Bytes of the longest context, 0 to 7.</param>
    public BackoffModel(int order)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)order, 7u, nameof(order));
        Order = order;
    }

    /// <summary>Bytes of the longest context.</summary>
    public int Order { get; }

    /// <summary>How many different bytes were counted in how many contexts: the numbers that the model stores.</summary>
    public long Parameters => contexts.Values.Sum(c => (long)c.Bytes.Count);

    /// <summary>Counts every byte of a line in all its contexts.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        for (var t = 0; t < line.Length; t++)
        {
            for (var length = 0; length <= Order; length++)
            {
                var key = Key(line[..t], length);
                if (!contexts.TryGetValue(key, out var counts))
                    contexts[key] = counts = new Counts();
                counts.Bytes[line[t]] = counts.Bytes.GetValueOrDefault(line[t]) + 1;
                counts.Total++;
            }
        }
    }

    /// <summary>The probability of the byte that follows the earlier bytes of a line. Over all 256 bytes it sums to 1.</summary>
    public double Probability(ReadOnlySpan<byte> earlier, byte next)
    {
        var p = 1.0 / 256;
        for (var length = 0; length <= Order && contexts.TryGetValue(Key(earlier, length), out var counts); length++)
            p = (counts.Bytes.GetValueOrDefault(next) + counts.Bytes.Count * p) / (counts.Total + counts.Bytes.Count);
        return p;
    }

    /// <summary>Negative log-probability of a line, in nats (a sum).</summary>
    public double Nats(ReadOnlySpan<byte> line)
    {
        double sum = 0;
        for (var t = 0; t < line.Length; t++)
            sum -= Math.Log(Probability(line[..t], line[t]));
        return sum;
    }

    /// <summary>The last bytes, NUL before the start, and how many they are.</summary>
    private static ulong Key(ReadOnlySpan<byte> earlier, int length)
    {
        var key = (ulong)length;
        for (var k = length; k > 0; k--)
            key = key << 8 | (k <= earlier.Length ? earlier[^k] : 0ul);
        return key;
    }

    private sealed class Counts
    {
        public Dictionary<byte, int> Bytes { get; } = [];

        public int Total { get; set; }
    }
}
