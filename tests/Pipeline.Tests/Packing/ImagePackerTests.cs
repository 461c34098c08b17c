using System.Buffers.Binary;
using ReptileGen.Formats;
using ReptileGen.Pipeline.Checks;
using ReptileGen.Pipeline.Images;
using ReptileGen.Pipeline.Tests.Support;

namespace ReptileGen.Pipeline.Tests.Packing;

[TestClass]
public sealed class ImagePackerTests
{
    [TestMethod]
    public void WritesWhatTheIdxFilesHold()
    {
        using var folder = new TestFolder();
        var (gray, labels) = Write(folder, 37);
        Assert.AreEqual(37, ImagePacker.Pack(Split(folder), folder["out"]));

        using var file = SafetensorsFile.Open(folder["out"]);
        CollectionAssert.AreEqual(gray, file.Read<byte>("images", 37, 28, 28).ToArray());
        CollectionAssert.AreEqual(labels, file.Read<byte>("labels", 37).ToArray());
        var bits = file.Read<byte>("bits", 37, 98);
        for (var i = 0; i < gray.Length; i++)
            Assert.AreEqual(gray[i] >= 128 ? 1 : 0, bits[i / 8] >> (7 - i % 8) & 1, $"pixel {i}");
    }

    [TestMethod]
    public void SaysWhereItComesFrom()
    {
        using var folder = new TestFolder();
        var (gray, labels) = Write(folder, 37);
        ImagePacker.Pack(Split(folder), folder["out"]);
        using var file = SafetensorsFile.Open(folder["out"]);
        var expected = new Dictionary<string, string>
        {
            ["format"] = "reptilegen-images",
            ["format_version"] = "1",
            ["name"] = "tiny",
            ["split"] = "test",
            ["source"] = "a test",
            ["source_sha256"] = Hashing.Sha256OfFile(folder["images"]),
            ["labels_sha256"] = Hashing.Sha256OfFile(folder["labels"]),
            ["licence"] = "MIT",
            ["attribution"] = "nobody",
            ["count"] = "37",
            ["threshold"] = "128",
            ["classes"] = string.Join(',', labels.Distinct().Order()),
            ["class_counts"] = string.Join(',', labels.GroupBy(label => label).OrderBy(group => group.Key).Select(group => group.Count())),
            ["content_sha256"] = file.ContentHash(),
        };
        foreach (var (key, value) in expected)
            Assert.AreEqual(value, file.RequireMetadata(key), key);
        var zero = Enumerable.Range(0, 37).Where(i => labels[i] == labels.Min()).Select(i => gray.AsSpan(i * 784, 784).ToArray().Count(value => value >= 128) / 784.0);
        StringAssert.StartsWith(file.RequireMetadata("class_ink_share"), FormattableString.Invariant($"{zero.Average():0.0000},"));
    }

    [TestMethod]
    public void EqualInputGivesEqualBytes()
    {
        using var folder = new TestFolder();
        Write(folder, 11);
        ImagePacker.Pack(Split(folder), folder["a"]);
        ImagePacker.Pack(Split(folder), folder["b"]);
        CollectionAssert.AreEqual(File.ReadAllBytes(folder["a"]), File.ReadAllBytes(folder["b"]));
    }

    [TestMethod]
    [DataRow("labels of another length")]
    [DataRow("other shape")]
    [DataRow("short")]
    [DataRow("none")]
    public void RefusesWhatDoesNotFit(string fault)
    {
        using var folder = new TestFolder();
        Write(folder, fault == "none" ? 0 : 5);
        if (fault == "labels of another length")
            folder.Write("labels", Idx([4], new byte[4]));
        if (fault == "other shape")
            folder.Write("images", Idx([5, 28, 27], new byte[5 * 28 * 27]));
        if (fault == "short")
            folder.Write("images", Idx([5, 28, 28], new byte[100]));
        var e = Assert.ThrowsExactly<InvalidFileException>(() => ImagePacker.Pack(Split(folder), folder["out"]));
        StringAssert.Contains(e.Message, "expected");
        Assert.IsFalse(File.Exists(folder["out"]));
    }

    [TestMethod]
    public void ASampleIsBalancedAndInOrder()
    {
        using var folder = new TestFolder();
        var (gray, labels) = Write(folder, 200);
        Assert.AreEqual(30, SampleMaker.Make(folder["images"], folder["labels"], 3, folder["i.gz"], folder["l.gz"]));
        var kept = Enumerable.Range(0, 200).Where(i => labels[..i].Count(label => label == labels[i]) < 3).ToArray();
        CollectionAssert.AreEqual(kept.Select(i => labels[i]).ToArray(), Unpack(folder["l.gz"])[8..]);
        CollectionAssert.AreEqual(kept.SelectMany(i => gray[(i * 784)..(i * 784 + 784)]).ToArray(), Unpack(folder["i.gz"])[16..]);
    }

    [TestMethod]
    public void OneWrongBitIsFound()
    {
        using var folder = new TestFolder();
        Write(folder, 3);
        ImagePacker.Pack(Split(folder), folder["out"]);
        StringAssert.StartsWith(PackedFileCheck.Describe(folder["out"]), "3 episodes, ");
        var bytes = File.ReadAllBytes(folder["out"]);
        bytes[^1] ^= 1;
        File.WriteAllBytes(folder["out"], bytes);
        var e = Assert.ThrowsExactly<InvalidFileException>(() => PackedFileCheck.Describe(folder["out"]));
        StringAssert.Contains(e.Message, "content_sha256: expected ");
    }

    private static ImageSplit Split(TestFolder folder) =>
        new("tiny", "test", folder["images"], folder["labels"], "a test", "MIT", "nobody");

    /// <summary>Writes random images of the classes 0 to 9 in turn, shuffled.</summary>
    internal static (byte[] Gray, byte[] Labels) Write(TestFolder folder, int count, string images = "images", string labels = "labels")
    {
        var random = new Random(count);
        var gray = new byte[count * 784];
        random.NextBytes(gray);
        var classes = Enumerable.Range(0, count).Select(i => (byte)(i % 10)).ToArray();
        random.Shuffle(classes);
        folder.Write(images, Idx([count, 28, 28], gray));
        folder.Write(labels, Idx([count], classes));
        return (gray, classes);
    }

    private static byte[] Idx(int[] shape, byte[] elements)
    {
        var bytes = new List<byte> { 0, 0, 8, (byte)shape.Length };
        foreach (var dimension in shape)
        {
            var big = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(big, dimension);
            bytes.AddRange(big);
        }
        return [.. bytes, .. elements];
    }

    private static byte[] Unpack(string path)
    {
        using var gzip = new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress);
        using var memory = new MemoryStream();
        gzip.CopyTo(memory);
        return memory.ToArray();
    }
}
