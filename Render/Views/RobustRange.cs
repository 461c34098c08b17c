namespace ReptileGen.Render.Views;

/// <summary>
/// A magnitude that all but a few numbers stay below: a quantile from a histogram over the exponents and the first
/// two bits of the mantissas (four bins an octave), so that one outlier does not make the rest dark.
/// </summary>
internal sealed class RobustRange
{
    private const int Shift = 21;

    private readonly int[] _bins = new int[1 << (31 - Shift)];

    /// <summary>The magnitude at the quantile <paramref name="share"/>, rounded up to a bin; 0 if all are 0.</summary>
    public float Of(ReadOnlySpan<float> numbers, double share = 0.99)
    {
        Array.Clear(_bins);
        int count = 0;
        foreach (float number in numbers)
        {
            int bits = BitConverter.SingleToInt32Bits(number) & int.MaxValue;
            if (bits != 0)
            {
                _bins[bits >> Shift]++;
                count++;
            }
        }

        int rest = (int)Math.Ceiling(count * share), bin = 0;
        for (int seen = _bins[0]; seen < rest && bin < _bins.Length - 1; seen += _bins[bin])
        {
            bin++;
        }

        return count == 0 ? 0 : BitConverter.Int32BitsToSingle((bin + 1) << Shift);
    }
}
