using ReptileGen.Formats;

namespace ReptileGen.Pipeline.Images;

/// <summary>Two IDX files (images and labels) that become one packed file.</summary>
/// <param name="Name">The set, such as <c>mnist</c>.</param>
/// <param name="Split"><c>train</c> or <c>test</c>.</param>
/// <param name="Images">IDX file of <c>[n, 28, 28]</c> gray values.</param>
/// <param name="Labels">IDX file of <c>[n]</c> classes.</param>
/// <param name="Source">Where the files came from, for the metadata.</param>
/// <param name="Licence">Under which terms, for the metadata.</param>
/// <param name="Attribution">By whom, for the metadata.</param>
public sealed record ImageSplit(string Name, string Split, string Images, string Labels, string Source, string Licence, string Attribution);

/// <summary>IDX to safetensors: gray images, labels, and the thresholded bits.</summary>
public static class ImagePacker
{
    /// <summary>Height and width of an image.</summary>
    public const int Side = 28;

    private const int Pixels = Side * Side;

    /// <summary>
    /// Writes <c>images [n, 28, 28] u8</c>, <c>labels [n] u8</c>, <c>bits [n, 98] u8</c> with provenance and statistics;
    /// the target appears whole or not at all, and equal input gives equal bytes.
    /// </summary>
    /// <param name="split">What to pack.</param>
    /// <param name="target">The packed file.</param>
    /// <returns>The number of images.</returns>
    /// <exception cref="InvalidFileException">An IDX file is broken, of another shape, or the two differ in length.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static int Pack(ImageSplit split, string target)
    {
        var images = IdxArray.Read(split.Images, -1, Side, Side);
        var count = images.Shape[0];
        if (count == 0)
            throw new InvalidFileException(split.Images, "dimension 0", "at least one image", "0");
        var labels = IdxArray.Read(split.Labels, count).Elements.Span;

        var gray = images.Elements.Span;
        var perImage = BitPlane.BytesFor(Pixels);
        var bits = new byte[count * perImage];
        var statistics = new ImageStatistics();
        for (var i = 0; i < count; i++)
            statistics.Add(labels[i], BitPlane.Pack(gray.Slice(i * Pixels, Pixels), bits.AsSpan(i * perImage, perImage)));

        var metadata = PackedFile.Metadata(
            PackedFile.Images, split.Name, split.Source, Hashing.Sha256OfFile(split.Images), split.Licence, count);
        metadata["split"] = split.Split;
        metadata["attribution"] = split.Attribution;
        metadata["labels_sha256"] = Hashing.Sha256OfFile(split.Labels);
        metadata["threshold"] = PackedFile.Invariant(BitPlane.Threshold);
        metadata["classes"] = statistics.Classes;
        metadata["class_counts"] = statistics.Counts;
        metadata["class_ink_share"] = statistics.MeanInk(Pixels);

        using var writer = new SafetensorsWriter(
            target,
            [
                new TensorSpec("images", DType.U8, count, Side, Side),
                new TensorSpec("labels", DType.U8, count),
                new TensorSpec("bits", DType.U8, count, perImage),
            ],
            metadata, hashContent: true);
        foreach (var tensor in writer.Tensors)
            writer.Append<byte>(tensor.Name, tensor.Name switch { "images" => gray, "labels" => labels, _ => bits });
        writer.Commit();
        return count;
    }
}
