using ReptileGen.Model.Data;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Baselines;

/// <summary>One split of a set of images as batches of bits, the same bits that the fast-weight models see.</summary>
public sealed class BinaryImages : IDisposable
{
    private readonly ImageDataset _images;
    private readonly int _first;
    private readonly Protocol _protocol;
    private readonly ulong _key;

    private BinaryImages(ImageDataset images, int first, int count, Protocol protocol, ulong seed) =>
        (_images, _first, Count, _protocol, _key) = (images, first, count, protocol, Philox.Key(seed, "bits"));

    /// <summary>Images of the split.</summary>
    public int Count { get; }

    /// <summary>Rows of an image.</summary>
    public int Rows => _images.Height;

    /// <summary>Columns of an image.</summary>
    public int Columns => _images.Width;

    /// <summary>SHA-256 of the data in their file, lower-case hex.</summary>
    public string ContentSha256 => _images.Info.ContentSha256;

    /// <summary>Opens a split.</summary>
    /// <exception cref="UserException">The file is missing, or too small for the split.</exception>
    public static BinaryImages Open(string folder, string dataset, Split split, Protocol protocol, ulong seed)
    {
        var (images, first, count) = ImageSplit.Open(folder, dataset, split);
        return new BinaryImages(images, first, count, protocol, seed);
    }

    /// <summary>The bits of some images.</summary>
    /// <param name="indices">Numbers of images in the split.</param>
    /// <param name="pass">Number of the pass, with whose bits.</param>
    /// <param name="device">Where the tensor goes.</param>
    /// <returns>[images, pixels] of 0 and 1.</returns>
    public Tensor Batch(ReadOnlySpan<int> indices, int pass, Device device)
    {
        var pixels = _images.PixelCount;
        var bits = new byte[pixels];
        var values = new float[indices.Length * pixels];
        for (var i = 0; i < indices.Length; i++)
        {
            Binarization.Apply(_protocol, _images.Image(_first + indices[i]), _key, _first + indices[i], pass, bits);
            for (var p = 0; p < pixels; p++)
                values[i * pixels + p] = bits[p];
        }

        return tensor(values, (long[])[indices.Length, pixels]).to(device);
    }

    /// <summary>The chances with which the bits of <see cref="Batch"/> are 1: gray / 255, or the bits themselves where a threshold makes them.</summary>
    /// <param name="indices">Numbers of images in the split.</param>
    /// <param name="device">Where the tensor goes.</param>
    /// <returns>[images, pixels], 0 to 1.</returns>
    public Tensor Chances(ReadOnlySpan<int> indices, Device device)
    {
        if (_protocol == Protocol.Threshold)
            return Batch(indices, 0, device);
        var values = new float[indices.Length * _images.PixelCount];
        for (var i = 0; i < indices.Length; i++)
        {
            var gray = _images.Image(_first + indices[i]);
            for (var p = 0; p < gray.Length; p++)
                values[i * gray.Length + p] = gray[p] / 255f;
        }

        return tensor(values, (long[])[indices.Length, _images.PixelCount]).to(device);
    }

    /// <inheritdoc/>
    public void Dispose() => _images.Dispose();
}
