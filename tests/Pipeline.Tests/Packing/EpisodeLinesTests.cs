using System.Text;
using System.Text.Unicode;
using ReptileGen.Formats;
using ReptileGen.Pipeline.Tests.Support;
using ReptileGen.Pipeline.Text;

namespace ReptileGen.Pipeline.Tests.Packing;

/// <summary>Text as it comes: marks, line ends, rubbish, lines of any length.</summary>
[TestClass]
public sealed class EpisodeLinesTests
{
    [TestMethod]
    [DataRow("a\nb\n", "a|b")]
    [DataRow("a\nb", "a|b")]
    [DataRow("\uFEFFa\nb\n", "a|b", DisplayName = "byte order mark")]
    [DataRow("a\r\nb\r\n", "a|b", DisplayName = "CRLF")]
    [DataRow("a\rb\r", "a|b", DisplayName = "CR")]
    [DataRow("\n\na\n\n\nb\n\n", "a|b", DisplayName = "empty lines")]
    [DataRow(" a\t\nü€😀\n", " a\t|ü€😀", DisplayName = "spaces and tabs stay")]
    public void ReadsLines(string text, string episodes) => Assert.AreEqual(episodes, string.Join('|', Episodes(text)));

    [TestMethod]
    [DataRow("", "at least one line that is not empty")]
    [DataRow("\uFEFF", "at least one line that is not empty")]
    [DataRow("\r\n\r\n", "at least one line that is not empty")]
    [DataRow("a\nb\0c\n", "line 2: expected text without NUL bytes")]
    [DataRow("a\rb\r\n\rd\0", "line 4: expected text without NUL bytes")]
    public void RefusesWhatIsNotText(string text, string message)
    {
        var e = Assert.ThrowsExactly<InvalidFileException>(() => Episodes(text));
        StringAssert.Contains(e.Message, message);
    }

    [TestMethod]
    [DataRow(new byte[] { 97, 10, 98, 10, 0xC3, 0x28, 10 }, DisplayName = "a broken sequence")]
    [DataRow(new byte[] { 97, 10, 98, 10, 0xE2, 0x82 }, DisplayName = "half a character at the end")]
    [DataRow(new byte[] { 97, 10, 98, 10, 0xFC, 110, 10 }, DisplayName = "Latin-1")]
    public void RefusesWhatIsNotUtf8(byte[] text)
    {
        var e = Assert.ThrowsExactly<InvalidFileException>(() => EpisodeLines.Parse(text, "poems.txt", LongLines.Split));
        StringAssert.StartsWith(e.Message, "poems.txt: line 3: expected UTF-8");
    }

    [TestMethod]
    public void RefusesUtf16()
    {
        var text = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("poem\n")).ToArray();
        Assert.ThrowsExactly<InvalidFileException>(() => EpisodeLines.Parse(text, "poems.txt", LongLines.Split));
    }

    [TestMethod]
    public void DividesAtTheLastSpaceThatFits()
    {
        var word = new string('x', 100);
        CollectionAssert.AreEqual(new[] { word, word, "end" }, Episodes($"{word} {word} end"[..201] + "\nend"));
        CollectionAssert.AreEqual(new[] { new string('x', 127), "y" }, Episodes(new string('x', 127) + " y"));
        CollectionAssert.AreEqual(new[] { new string('x', 127), "xy" }, Episodes(new string('x', 129) + "y").Select((e, i) => i == 1 ? e[1..] : e).ToArray());
    }

    [TestMethod]
    public void CutsWhereTheCorpusSaysSo()
    {
        CollectionAssert.AreEqual(new[] { new string('x', 127), "b" }, Episodes(new string('x', 300) + "\nb", LongLines.Cut));
        CollectionAssert.AreEqual(new[] { new string('€', 42) }, Episodes(new string('€', 100), LongLines.Cut));
    }

    [TestMethod]
    public void OneHugeLineBecomesManyEpisodes()
    {
        var text = new byte[5_000_000];
        Array.Fill(text, (byte)'a');
        var lines = EpisodeLines.Parse(text, "huge", LongLines.Split);
        Assert.AreEqual((1, 1, (5_000_000 + 126) / 127), (lines.Lines, lines.Long, lines.Episodes.Count));
    }

    [TestMethod]
    public void LosesNothingButSpacesBetweenPieces()
    {
        string[] alphabet = ["a", "b", " ", "é", "€", "😀", "\n", "word ", "\r\n"];
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 600)).Select(_ => alphabet[random.Next(alphabet.Length)])) + "z";
            var episodes = EpisodeLines.Parse(Encoding.UTF8.GetBytes(text), "text", LongLines.Split).Episodes;
            Assert.IsTrue(episodes.All(episode => episode.Length is > 0 and <= 127 && Utf8.IsValid(episode.Span)), $"seed {seed}");
            var all = string.Concat(episodes.Select(episode => Encoding.UTF8.GetString(episode.Span)));
            Assert.AreEqual(Bare(text), Bare(all), $"seed {seed}");
        }
    }

    [TestMethod]
    public void RefusesAFileThatIsTooLarge()
    {
        using var folder = new TestFolder();
        using (var file = File.Create(folder["big"]))
            file.SetLength(EpisodeLines.LargestText + 1);
        var e = Assert.ThrowsExactly<InvalidFileException>(() => EpisodeLines.Read(folder["big"], LongLines.Split));
        StringAssert.Contains(e.Message, "size: expected at most");
    }

    private static string Bare(string text) => text.Replace(" ", "").Replace("\n", "").Replace("\r", "");

    private static string[] Episodes(string text, LongLines longLines = LongLines.Split) =>
        [.. EpisodeLines.Parse(Encoding.UTF8.GetBytes(text), "text", longLines).Episodes.Select(e => Encoding.UTF8.GetString(e.Span))];
}
