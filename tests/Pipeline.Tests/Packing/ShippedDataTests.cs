using System.IO.Compression;
using ReptileGen.Formats;
using ReptileGen.Pipeline.Checks;
using ReptileGen.Pipeline.Tests.Support;
using ReptileGen.Pipeline.Text;

namespace ReptileGen.Pipeline.Tests.Packing;

/// <summary>What is in the repository, and what its own build packed.</summary>
[TestClass]
public sealed class ShippedDataTests
{
    [TestMethod]
    [DataRow("train", 30)]
    [DataRow("t10k", 10)]
    public void TheSampleIsBalanced(string split, int perClass)
    {
        var folder = Path.Combine(Repository.Root, "datasets", "sample", "mnist");
        var labels = IdxArray.Parse(Unpack(Path.Combine(folder, $"{split}-labels-idx1-ubyte.gz")), split, 10 * perClass);
        var images = IdxArray.Parse(Unpack(Path.Combine(folder, $"{split}-images-idx3-ubyte.gz")), split, 10 * perClass, 28, 28);
        var counts = labels.Elements.ToArray().CountBy(label => label).OrderBy(pair => pair.Key).ToArray();
        CollectionAssert.AreEqual(Enumerable.Range(0, 10).Select(i => KeyValuePair.Create((byte)i, perClass)).ToArray(), counts);
        // MNIST's digits have between 8 % and 17 % of ink on average; a random or empty picture has not
        Assert.IsInRange(0.08, 0.17, images.Elements.ToArray().Average(gray => gray / 255.0));
    }

    [TestMethod]
    [DataRow("dir_listing", 1_800)]
    [DataRow("kjv", 10_000)]
    public void TheCorporaAreShortLinesOfAscii(string name, int atLeast)
    {
        var path = Path.Combine(Repository.Root, "datasets", "text", name + ".txt");
        var text = EpisodeLines.Read(path, LongLines.Split);
        Assert.AreEqual(0, text.Long);
        Assert.IsGreaterThanOrEqualTo(atLeast, text.Lines);
        Assert.IsTrue(text.Episodes.All(episode => !episode.Span.ContainsAnyExceptInRange((byte)' ', (byte)'~')));
        Assert.IsLessThan(1_500_000, new FileInfo(path).Length);
    }

    [TestMethod]
    [DataRow("train", 60_000, "5923,6742,5958,6131,5842,5421,5918,6265,5851,5949")]
    [DataRow("test", 10_000, "980,1135,1032,1010,982,892,958,1028,974,1009")]
    public void TheBuildOfThisRepositoryPackedTheFullSet(string split, int count, string classes)
    {
        var packed = Path.Combine(Repository.Root, "datasets", "packed");
        if (File.Exists(Path.Combine(packed, "mnist.sample")))
            Assert.Inconclusive("the build had no network, so only the sample of MNIST is packed");
        var path = Path.Combine(packed, $"mnist-{split}.safetensors");
        StringAssert.StartsWith(PackedFileCheck.Describe(path), $"{count} episodes, ");
        using var file = SafetensorsFile.Open(path);
        Assert.AreEqual(classes, file.RequireMetadata("class_counts"));
    }

    private static byte[] Unpack(string path)
    {
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        gzip.CopyTo(memory);
        return memory.ToArray();
    }
}
