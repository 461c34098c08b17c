using ReptileGen.Formats;
using ReptileGen.Model.Data;

namespace ReptileGen.Model.Tests.Data;

/// <summary>Packed images: contents, statistics, and files that are not what they say.</summary>
[TestClass]
public sealed class ImageDatasetTests
{
    [TestMethod]
    public void ReadsImagesLabelsAndBits()
    {
        using var fixture = new PackedFixture().WithImages();
        using var images = ImageDataset.Open(fixture.Folder, "mnist", "train");
        Assert.AreEqual((20, 28, 28, 784, 98), (images.Count, images.Height, images.Width, images.PixelCount, images.BytesOfBits));
        Assert.AreEqual(("mnist", "train", 20L), (images.Info.Name, images.Info.Split, images.Info.Count));
        Assert.AreEqual(13 % 10, images.Labels[13]);
        Assert.AreEqual(255, images.Image(13)[0]);
        Assert.AreEqual(75, images.Image(13)[783]);
        DatasetCheck.Content(images.File, images.Info);
        DatasetCheck.Bits(images);
    }

    [TestMethod]
    [DataRow(28, 28)]
    [DataRow(3, 3)]
    [DataRow(1, 17)]
    public void UnpackedBitsAreTheThreshold(int height, int width)
    {
        using var fixture = new PackedFixture().WithImages(height: height, width: width);
        using var images = ImageDataset.Open(fixture.Folder, "mnist", "train");
        var pixels = new byte[height * width];
        for (var i = 0; i < images.Count; i++)
        {
            images.UnpackBits(i, pixels);
            for (var p = 0; p < pixels.Length; p++)
                Assert.AreEqual(images.Image(i)[p] >= ImageDataset.Threshold ? 1 : 0, pixels[p]);
        }
    }

    [TestMethod]
    public void MeanInkIsTheMeanGray()
    {
        using var fixture = new PackedFixture().WithImages(count: 15);
        using var images = ImageDataset.Open(fixture.Folder, "mnist", "train");
        var classes = ClassStatistics.Of(images);
        CollectionAssert.AreEqual(Enumerable.Range(0, 10).ToArray(), classes.Select(c => c.Label).ToArray());
        CollectionAssert.AreEqual(new[] { 2, 2, 2, 2, 2, 1, 1, 1, 1, 1 }, classes.Select(c => c.Count).ToArray());
        foreach (var c in classes)
            Assert.AreEqual((255 + 783 * 25 * c.Label) / (784 * 255.0), c.MeanInk, 1e-12);
    }

    [TestMethod]
    [DataRow("format", "reptilegen-text", "metadata format")]
    [DataRow("format_version", "2", "metadata format_version")]
    [DataRow("count", "21", "number of episodes")]
    [DataRow("count", "-20", "metadata count")]
    [DataRow("licence", null, "metadata")]
    public void RefusesMetadataThatDoNotFit(string key, string? value, string field)
    {
        var metadata = PackedFixture.Metadata(DatasetInfo.ImageFormat, "mnist", "train", 20);
        metadata.Remove(key);
        if (value is not null)
            metadata[key] = value;
        using var fixture = new PackedFixture().WithImages(metadata: metadata);
        Assert.AreEqual(field, Assert.ThrowsExactly<InvalidFileException>(() => ImageDataset.Open(fixture.Folder, "mnist", "train")).Field);
    }

    [TestMethod]
    public void RefusesShapesThatDoNotFit()
    {
        using var fixture = new PackedFixture();
        var metadata = PackedFixture.Metadata(DatasetInfo.ImageFormat, "mnist", "train", 2);
        AssertRefused("shape of labels", new("images", DType.U8, 2, 3, 3), new("labels", DType.U8, 1), new("bits", DType.U8, 2, 2));
        AssertRefused("shape of bits", new("images", DType.U8, 2, 3, 3), new("labels", DType.U8, 2), new("bits", DType.U8, 2, 1));
        AssertRefused("dtype of images", new("images", DType.I8, 2, 3, 3), new("labels", DType.U8, 2), new("bits", DType.U8, 2, 2));
        AssertRefused("shape of images", new("images", DType.U8, 0, 3, 3), new("labels", DType.U8, 0), new("bits", DType.U8, 0, 2));
        AssertRefused("tensors", new("images", DType.U8, 2, 3, 3), new("labels", DType.U8, 2));

        void AssertRefused(string field, params TensorSpec[] specs)
        {
            fixture.Write("mnist-train.safetensors", metadata, specs.ToDictionary(s => s.Name, s => (s, new byte[s.ByteLength])));
            Assert.AreEqual(field, Assert.ThrowsExactly<InvalidFileException>(() => ImageDataset.Open(fixture.Folder, "mnist", "train")).Field);
        }
    }

    [TestMethod]
    public void BitsThatDisagreeWithTheGrayLevelsAreFound()
    {
        using var fixture = new PackedFixture();
        fixture.Write("mnist-train.safetensors", PackedFixture.Metadata(DatasetInfo.ImageFormat, "mnist", "train", 1), new()
        {
            ["images"] = (new("images", DType.U8, 1, 3, 3), [127, 128, 0, 0, 0, 0, 0, 0, 255]),
            ["labels"] = (new("labels", DType.U8, 1), [3]),
            ["bits"] = (new("bits", DType.U8, 1, 2), [0b0100_0000, 0b1000_0001]),
        });
        using var images = ImageDataset.Open(fixture.Folder, "mnist", "train");
        Assert.AreEqual("bits[0]", Assert.ThrowsExactly<InvalidFileException>(() => DatasetCheck.Bits(images)).Field);
    }

    [TestMethod]
    public void OneFlippedBitIsFound()
    {
        using var fixture = new PackedFixture().WithImages();
        fixture.Flip("mnist-train.safetensors", -5);
        using var images = ImageDataset.Open(fixture.Folder, "mnist", "train");
        Assert.Contains("content_sha256", Assert.ThrowsExactly<InvalidFileException>(() => DatasetCheck.Content(images.File, images.Info)).Message);
    }
}
