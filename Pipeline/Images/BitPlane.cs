namespace ReptileGen.Pipeline.Images;

/// <summary>Gray images as black and white: one bit a pixel, 1 where gray is at least <see cref="Threshold"/>.</summary>
public static class BitPlane
{
    /// <summary>The least gray value that counts as ink: half of full scale.</summary>
    public const byte Threshold = 128;

    /// <summary>Bytes that a plane of so many pixels takes.</summary>
    public static int BytesFor(int pixels) => (pixels + 7) / 8;

    /// <summary>Packs 8 pixels a byte, the first in the most significant bit, as <c>numpy.packbits</c> does.</summary>
    /// <param name="gray">Pixels, row-major.</param>
    /// <param name="bits">Exactly <see cref="BytesFor"/> bytes; unused low bits of the last one become 0.</param>
    /// <returns>How many pixels are ink.</returns>
    /// <exception cref="ArgumentException"><paramref name="bits"/> has the wrong length.</exception>
    public static int Pack(ReadOnlySpan<byte> gray, Span<byte> bits)
    {
        if (bits.Length != BytesFor(gray.Length))
            throw new ArgumentException($"expected {BytesFor(gray.Length)} bytes for {gray.Length} pixels, found {bits.Length}", nameof(bits));
        bits.Clear();
        var ink = 0;
        for (var i = 0; i < gray.Length; i++)
        {
            var bit = gray[i] / Threshold; // 0 or 1
            bits[i / 8] |= (byte)(bit << (7 - i % 8));
            ink += bit;
        }
        return ink;
    }
}
