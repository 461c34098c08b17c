using System.Text.Json.Serialization;
using ReptileGen.Model.Randomness;

namespace ReptileGen.Model.Episodes;

/// <summary>How a gray image becomes bits. Likelihoods under different protocols must not be compared.</summary>
public enum Protocol
{
    /// <summary>Each pixel is 1 with probability gray / 255, drawn again in every pass.</summary>
    [JsonStringEnumMemberName("dynamic")]
    Dynamic,

    /// <summary>A pixel is 1 if gray is at least 128.</summary>
    [JsonStringEnumMemberName("threshold")]
    Threshold,
}

/// <summary>Turns gray pixels into bits.</summary>
public static class Binarization
{
    /// <summary>The bits of one image, row-major.</summary>
    /// <remarks>
    /// The dynamic bit of pixel p of image i in pass e is <c>255 u &lt; gray * 2^32</c>, where u is word <c>p mod 4</c> of
    /// the <see cref="Philox"/> block with counter <c>(p / 4, i, e, 0)</c>: it depends on nothing else, neither on threads nor
    /// on where a run was resumed.
    /// </remarks>
    /// <param name="protocol">Which rule.</param>
    /// <param name="gray">Pixels, 0 to 255.</param>
    /// <param name="key">Of the stream of random bits.</param>
    /// <param name="image">Number of the image in its file.</param>
    /// <param name="pass">Number of the pass over the images.</param>
    /// <param name="bits">Out: 0 or 1, as many as pixels.</param>
    public static void Apply(Protocol protocol, ReadOnlySpan<byte> gray, ulong key, int image, int pass, Span<byte> bits)
    {
        if (protocol == Protocol.Threshold)
        {
            for (int p = 0; p < gray.Length; p++)
            {
                bits[p] = (byte)(gray[p] >> 7);
            }

            return;
        }

        for (int p = 0; p < gray.Length; p += 4)
        {
            (uint x0, uint x1, uint x2, uint x3) = Philox.Block(key, (uint)p / 4, (uint)image, (uint)pass, 0);
            ReadOnlySpan<uint> draws = [x0, x1, x2, x3];
            for (int i = 0; i < Math.Min(4, gray.Length - p); i++)
            {
                bits[p + i] = draws[i] * 255ul < (ulong)gray[p + i] << 32 ? (byte)1 : (byte)0;
            }
        }
    }
}
