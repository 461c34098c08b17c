using System.Numerics.Tensors;
using ReptileGen.Model.Data;

namespace ReptileGen.Model.Sampling;

/// <summary>
/// Tells drawing from remembering: the training image, thresholded, that differs from an image in the fewest pixels.
/// Samples of a model that has learned its images by heart lie nearer to them than unseen images do.
/// </summary>
public static class NearestImages
{
    /// <summary>The nearest of the first <paramref name="count"/> images of a file.</summary>
    /// <param name="images">The file.</param>
    /// <param name="count">1 or more.</param>
    /// <param name="pixels">Row-major pixels of 0 and 1, <c>[PixelCount]</c>.</param>
    /// <returns>Its number, the lowest of several, and the number of pixels that differ.</returns>
    public static (int Index, int Distance) Find(ImageDataset images, int count, ReadOnlySpan<byte> pixels)
    {
        byte[] bits = new byte[images.BytesOfBits];
        for (int i = 0; i < pixels.Length; i++)
        {
            bits[i >> 3] |= (byte)(pixels[i] << (7 - (i & 7)));
        }

        (int index, int distance) = (-1, int.MaxValue);
        ReadOnlySpan<byte> all = images.Bits;
        for (int i = 0; i < count && distance > 0; i++)
        {
            int d = (int)TensorPrimitives.HammingBitDistance<byte>(bits, all.Slice(i * bits.Length, bits.Length));
            (index, distance) = d < distance ? (i, d) : (index, distance);
        }

        return (index, distance);
    }
}
