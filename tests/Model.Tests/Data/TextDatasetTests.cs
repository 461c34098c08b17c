using ReptileGen.Formats;
using ReptileGen.Model.Data;

namespace ReptileGen.Model.Tests.Data;

/// <summary>Packed corpora: lines, splits, padding.</summary>
[TestClass]
public sealed class TextDatasetTests
{
    [TestMethod]
    public void ReadsTheLinesOfEachSplit()
    {
        using var fixture = new PackedFixture().WithText("poem", "one"u8.ToArray(), "two"u8.ToArray(), new byte[128].Select(_ => (byte)'x').ToArray(), "four"u8.ToArray());
        using var text = TextDataset.Open(fixture.Folder, "poem");
        CollectionAssert.AreEqual(new[] { 2, 1, 1 }, TextDataset.Splits.Select(text.Count).ToArray());
        Assert.IsTrue(text.Line("train", 1).StartsWith("two\0"u8));
        Assert.AreEqual((byte)'x', text.Line("validation", 0)[127]);
        Assert.IsTrue(text.Line("test", 0).StartsWith("four\0"u8));
        Assert.AreEqual(4, text.Info.Count);
        DatasetCheck.Content(text.File, text.Info);
        DatasetCheck.Lines(text);
    }

    [TestMethod]
    [DataRow("", "an empty line")]
    [DataRow("a\0b", "text after a NUL")]
    public void LinesMustBeTextThenNul(string line, string found)
    {
        using var fixture = new PackedFixture().WithText("poem", "one"u8.ToArray(), "two"u8.ToArray(), System.Text.Encoding.ASCII.GetBytes(line));
        using var text = TextDataset.Open(fixture.Folder, "poem");
        var error = Assert.ThrowsExactly<InvalidFileException>(() => DatasetCheck.Lines(text));
        Assert.AreEqual(("test[0]", found), (error.Field, error.Found));
    }

    [TestMethod]
    public void LinesAreOf128Bytes()
    {
        using var fixture = new PackedFixture();
        fixture.Write("text-poem.safetensors", PackedFixture.Metadata(DatasetInfo.TextFormat, "poem", "all", 0), TextDataset.Splits.ToDictionary(s => s, s => (new TensorSpec(s, DType.U8, 1, 64), new byte[64])));
        Assert.AreEqual("shape of train", Assert.ThrowsExactly<InvalidFileException>(() => TextDataset.Open(fixture.Folder, "poem")).Field);
    }
}
