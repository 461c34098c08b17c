using System.Buffers.Binary;
using System.IO.Compression;
using ReptileGen.Formats;

namespace ReptileGen.Pipeline.Images;

/// <summary>Makes a small balanced set out of a large one: the first so many images of each class, in their order.</summary>
public static class SampleMaker
{
    /// <summary>Writes compressed IDX files; equal input gives equal bytes.</summary>
    /// <param name="images">IDX file of <c>[n, 28, 28]</c>.</param>
    /// <param name="labels">IDX file of <c>[n]</c>.</param>
    /// <param name="perClass">How many images of each class to take.</param>
    /// <param name="targetImages">Where the images go, <c>.gz</c>.</param>
    /// <param name="targetLabels">Where the labels go, <c>.gz</c>.</param>
    /// <returns>The number of images taken.</returns>
    /// <exception cref="InvalidFileException">An IDX file is broken, or the two differ in length.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static int Make(string images, string labels, int perClass, string targetImages, string targetLabels)
    {
        var gray = IdxArray.Read(images, -1, ImagePacker.Side, ImagePacker.Side);
        var classes = IdxArray.Read(labels, gray.Shape[0]).Elements.ToArray();
        var taken = new int[256];
        int[] chosen = [.. Enumerable.Range(0, classes.Length).Where(i => taken[classes[i]]++ < perClass)];

        const int pixels = ImagePacker.Side * ImagePacker.Side;
        Write(targetImages, [chosen.Length, ImagePacker.Side, ImagePacker.Side],
            [.. chosen.SelectMany(i => gray.Elements.Slice(i * pixels, pixels).ToArray())]);
        Write(targetLabels, [chosen.Length], [.. chosen.Select(i => classes[i])]);
        return chosen.Length;
    }

    private static void Write(string target, int[] shape, byte[] elements)
    {
        using var file = new AtomicFile(target);
        using (var gzip = new GZipStream(file.Stream, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write([0, 0, 8, (byte)shape.Length]);
            Span<byte> dimension = stackalloc byte[4];
            foreach (var length in shape)
            {
                BinaryPrimitives.WriteInt32BigEndian(dimension, length);
                gzip.Write(dimension);
            }
            gzip.Write(elements);
        }
        file.Commit();
    }
}
