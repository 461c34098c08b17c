using System.Text;
using ReptileGen.Formats;
using ReptileGen.Pipeline.Tests.Support;
using ReptileGen.Pipeline.Text;

namespace ReptileGen.Pipeline.Tests.Packing;

[TestClass]
public sealed class TextPackerTests
{
    [TestMethod]
    public void EveryLineIsInExactlyOnePart()
    {
        using var folder = new TestFolder();
        var random = new Random(3);
        var lines = Enumerable.Range(0, 4000).Select(_ => $"line {random.Next(3000)} é").ToArray();
        folder.Write("in", Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var counts = TextPacker.Pack(new Corpus("test", folder["in"], LongLines.Split, "a test", "MIT"), folder["out"]);

        using var file = SafetensorsFile.Open(folder["out"]);
        var parts = CorpusSplit.Names.ToDictionary(part => part, part => Rows(file, part));
        CollectionAssert.AreEquivalent(lines, parts.Values.SelectMany(part => part).ToArray());
        Assert.AreEqual((parts["train"].Length, parts["validation"].Length, parts["test"].Length), (counts.Train, counts.Validation, counts.Test));
        Assert.IsEmpty(parts["train"].Intersect(parts["test"]).Union(parts["train"].Intersect(parts["validation"])).Union(parts["test"].Intersect(parts["validation"])));
        // 5 % of about 2,200 distinct lines: 110 give or take 10; seven standard errors
        Assert.IsInRange(40, 180, parts["test"].Distinct().Count());
        Assert.IsInRange(40, 180, parts["validation"].Distinct().Count());
        // the order of the text is kept within a part
        CollectionAssert.AreEqual(lines.Where(line => parts["test"].Contains(line)).ToArray(), parts["test"]);
    }

    [TestMethod]
    public void LinesDoNotChangeSidesWhenACorpusGrows()
    {
        var part = Enumerable.Range(0, 1000).Select(i => CorpusSplit.PartOf(Encoding.UTF8.GetBytes($"line {i}"))).ToArray();
        Assert.AreEqual(0, CorpusSplit.PartOf("hello"u8), "SHA-256 2cf24dba...: 0x2cf24dba mod 100 is 14, hence train");
        Assert.AreEqual(3, part.Distinct().Count());
    }

    [TestMethod]
    public void SaysWhatTheTextIsLike()
    {
        using var folder = new TestFolder();
        folder.Write("in", Encoding.UTF8.GetBytes("aabb\n\naabb\nab" + new string('a', 200)));
        TextPacker.Pack(new Corpus("test", folder["in"], LongLines.Cut, "a test", "MIT"), folder["out"]);
        using var file = SafetensorsFile.Open(folder["out"]);
        var bytes = 4 + 4 + 127;
        var expected = new Dictionary<string, string>
        {
            ["format"] = "reptilegen-text",
            ["format_version"] = "1",
            ["name"] = "test",
            ["split"] = "all",
            ["source"] = "a test",
            ["source_sha256"] = Hashing.Sha256OfFile(folder["in"]),
            ["licence"] = "MIT",
            ["count"] = "3",
            ["lines"] = "3",
            ["long_lines"] = "1",
            ["long_lines_are"] = "cut",
            ["distinct_episodes"] = "2",
            ["bytes"] = $"{bytes}",
            ["mean_length"] = "45.00",
            ["longest"] = "127",
            ["distinct_bytes"] = "2",
            ["byte_entropy_bits"] = FormattableString.Invariant($"{Entropy(5, bytes) + Entropy(bytes - 5, bytes):0.0000}"),
            ["content_sha256"] = file.ContentHash(),
        };
        foreach (var (key, value) in expected)
            Assert.AreEqual(value, file.RequireMetadata(key), key);
    }

    [TestMethod]
    public void ABadTextLeavesTheOldFile()
    {
        using var folder = new TestFolder();
        folder.Write("in", "a\0b"u8);
        folder.Write("out", "old"u8);
        Assert.ThrowsExactly<InvalidFileException>(() =>
            TextPacker.Pack(new Corpus("test", folder["in"], LongLines.Split, "a test", "MIT"), folder["out"]));
        Assert.AreEqual("old", File.ReadAllText(folder["out"]));
    }

    /// <summary>Equal lines are in one part, so three of them are three lines of train.</summary>
    [TestMethod]
    public void APartOfTooManyLinesLeavesTheOldFile()
    {
        using var folder = new TestFolder();
        folder.Write("in", "hello\nhello\nhello"u8);
        folder.Write("out", "old"u8);
        var corpus = new Corpus("test", folder["in"], LongLines.Split, "a test", "MIT");
        var e = Assert.ThrowsExactly<InvalidFileException>(() => TextPacker.Pack(corpus, folder["out"], largestPart: 2));
        Assert.AreEqual($"{folder["in"]}: lines of train: expected at most 2 (divide the text into several), found 3", e.Message);
        Assert.AreEqual("old", File.ReadAllText(folder["out"]));
        Assert.AreEqual(3, TextPacker.Pack(corpus, folder["out"], largestPart: 3).Train);
    }

    /// <summary>As many lines as <see cref="SafetensorsFile.ReadBytes"/> gives, and not one more.</summary>
    [TestMethod]
    public void TheLargestPartIsTheLargestThatCanBeRead()
    {
        Assert.IsLessThanOrEqualTo(int.MaxValue, CorpusSplit.LargestPart * (long)EpisodeLines.RowBytes);
        Assert.IsGreaterThan(int.MaxValue, (CorpusSplit.LargestPart + 1) * (long)EpisodeLines.RowBytes);
    }

    private static double Entropy(double count, double all) => -count / all * Math.Log2(count / all);

    private static string[] Rows(SafetensorsFile file, string part)
    {
        var rows = file.Read<byte>(part, -1, 128).ToArray();
        return [.. rows.Chunk(128).Select(row => Encoding.UTF8.GetString(row).TrimEnd('\0'))];
    }
}
