using System.Text;

namespace ReptileGen.Formats.Tests;

/// <summary>The bytes on disk against bytes worked out by hand, and what the reader makes of them.</summary>
[TestClass]
public sealed class SafetensorsLayoutTests
{
    /// <summary>Header of 8-aligned length, metadata first, F32 before U8, names in order: as the reference lays it out.</summary>
    private const string Json =
        """{"__metadata__":{"made_with":"hand \"é\"","n":"1"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"U8","shape":[1,3],"data_offsets":[8,11]},"b":{"dtype":"U8","shape":[],"data_offsets":[11,12]}}""";

    private static readonly byte[] Data = [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 7, 8, 9, 255];

    [TestMethod]
    public void WriterProducesTheReferenceLayout()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("x.safetensors");
        using (var writer = new SafetensorsWriter(
            path,
            [new("b", DType.U8), new("a", DType.U8, 1, 3), new("w", DType.F32, 2)],
            new Dictionary<string, string> { ["n"] = "1", ["made_with"] = "hand \"é\"" }))
        {
            CollectionAssert.AreEqual(new[] { "w", "a", "b" }, writer.Tensors.Select(t => t.Name).ToArray());
            writer.Append<float>("w", [1f]);
            writer.Append<float>("w", [-2f]);
            writer.Append<byte>("a", [7, 8, 9]);
            writer.Append<byte>("b", [255]);
            Assert.IsFalse(File.Exists(path), "the file must not appear before it is whole");
            writer.Commit();
        }
        var bytes = File.ReadAllBytes(path);
        var header = BitConverter.ToInt64(bytes);
        Assert.AreEqual(0, header % 8);
        Assert.AreEqual(Json, Encoding.UTF8.GetString(bytes, 8, (int)header).TrimEnd(' '));
        CollectionAssert.AreEqual(Data, bytes[(8 + (int)header)..]);
        CollectionAssert.AreEqual(new[] { "x.safetensors" }, folder.Files());
    }

    [TestMethod]
    public void ReaderUnderstandsTheReferenceLayout()
    {
        using var file = SafetensorsFile.Parse(Craft.File(Json, Data), "hand");
        CollectionAssert.AreEqual(new[] { "w F32 [2]", "a U8 [1, 3]", "b U8 []" }, file.Tensors.Select(t => t.ToString()).ToArray());
        Assert.AreEqual("hand \"é\"", file.RequireMetadata("made_with"));
        CollectionAssert.AreEqual(new[] { 1f, -2f }, file.Read<float>("w", 2).ToArray());
        CollectionAssert.AreEqual(new byte[] { 7, 8, 9 }, file.Read<byte>("a", 1, -1).ToArray());
        CollectionAssert.AreEqual(new byte[] { 255 }, file.Read<byte>("b").ToArray());
    }

    [TestMethod]
    public void ContentHashIsTheHashOfTheDataAndStandsInTheMetadata()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("x.safetensors");
        using (var writer = new SafetensorsWriter(path, [new("a", DType.U8, 3)], hashContent: true))
        {
            writer.Append<byte>("a", "abc"u8);
            writer.Commit();
        }
        const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-4, example of "abc"
        using var file = SafetensorsFile.Open(path);
        Assert.AreEqual(Abc, file.RequireMetadata(SafetensorsWriter.ContentHashKey));
        Assert.AreEqual(Abc, file.ContentHash());
    }

    [TestMethod]
    public void EmptyFileOfTensorsIsTenBytesPadded()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("empty.safetensors");
        using (var writer = new SafetensorsWriter(path, []))
            writer.Commit();
        CollectionAssert.AreEqual(new byte[] { 8, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d, 32, 32, 32, 32, 32, 32 }, File.ReadAllBytes(path));
        using var file = SafetensorsFile.Open(path);
        Assert.IsEmpty(file.Tensors);
    }

    [TestMethod]
    public void SpansOutliveTheReaderButNotItsDisposal()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("x.safetensors");
        Craft.Write(path, "a", [1, 2, 3]);
        var file = SafetensorsFile.Open(path);
        if (!OperatingSystem.IsWindows())
            File.Delete(path); // the mapping keeps the content; Windows refuses
        Assert.AreEqual(6, file.Read<byte>("a")[0] + file.Read<byte>("a")[1] + file.Read<byte>("a")[2]);
        file.Dispose();
        file.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => file.ReadBytes("a").Length);
    }
}
