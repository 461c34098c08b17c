using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ReptileGen.Formats.Tests;

/// <summary>PNG files taken apart again: signature, chunks, checksums, pixels.</summary>
[TestClass]
public sealed class PngTests
{
    [TestMethod]
    public void ChecksumOfTheStandardCheckString() => Assert.AreEqual(0xCBF43926u, Crc32.Of("1234"u8, "56789"u8));

    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(28, 28, 1)]
    [DataRow(301, 7, 1)]
    [DataRow(1, 1, 3)]
    [DataRow(17, 290, 3)]
    public void PixelsComeBack(int width, int height, int channels)
    {
        var pixels = new byte[width * height * channels];
        new Random(1).NextBytes(pixels);
        var png = channels == 1 ? Png.EncodeGray(width, height, pixels) : Png.EncodeRgb(width, height, pixels);
        var chunks = Chunks(png);
        CollectionAssert.AreEqual(new[] { "IHDR", "IDAT", "IEND" }, chunks.Select(c => c.Type).ToArray());

        var header = chunks[0].Data;
        Assert.AreEqual(width, BinaryPrimitives.ReadInt32BigEndian(header));
        Assert.AreEqual(height, BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        CollectionAssert.AreEqual(new byte[] { 8, (byte)(channels == 1 ? 0 : 2), 0, 0, 0 }, header[8..]);

        var rows = Inflate(chunks[1].Data);
        Assert.HasCount(height * (1 + width * channels), rows);
        for (var y = 0; y < height; y++)
        {
            var row = rows.AsSpan(y * (1 + width * channels), 1 + width * channels);
            Assert.AreEqual(0, row[0], "filter type");
            Assert.IsTrue(row[1..].SequenceEqual(pixels.AsSpan(y * width * channels, width * channels)), $"row {y}");
        }
    }

    [TestMethod]
    public void TextEntriesAreLatin1()
    {
        var png = Png.EncodeGray(1, 1, [0], ("Title", "Ziffern, gezogen für alle"), ("Software", "ReptileGen"));
        var texts = Chunks(png).Where(c => c.Type == "tEXt").Select(c => Encoding.Latin1.GetString(c.Data)).ToArray();
        CollectionAssert.AreEqual(new[] { "Title\0Ziffern, gezogen für alle", "Software\0ReptileGen" }, texts);
    }

    [TestMethod]
    [DataRow("", "x")]
    [DataRow(" a", "x")]
    [DataRow("a\u0080", "x")]
    [DataRow("a", "x\0")]
    [DataRow("a", "€")]
    public void TextEntriesThatDoNotFitAreRefused(string keyword, string text) =>
        Assert.ThrowsExactly<ArgumentException>(() => Png.EncodeGray(1, 1, [0], (keyword, text)));

    [TestMethod]
    public void SizesMustFit()
    {
        Assert.ThrowsExactly<ArgumentException>(() => Png.EncodeGray(2, 2, [0, 0, 0]));
        Assert.ThrowsExactly<ArgumentException>(() => Png.EncodeRgb(1, 1, [0]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Png.EncodeGray(0, 1, []));
    }

    [TestMethod]
    public void WritesTheEncodedBytes()
    {
        using var folder = new TemporaryFolder();
        Png.WriteRgb(folder.File("new/a.png"), 1, 1, [1, 2, 3], ("Comment", "c"));
        CollectionAssert.AreEqual(Png.EncodeRgb(1, 1, [1, 2, 3], ("Comment", "c")), File.ReadAllBytes(folder.File("new/a.png")));
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] png)
    {
        CollectionAssert.AreEqual(new byte[] { 137, 80, 78, 71, 13, 10, 26, 10 }, png[..8]);
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var body = png.AsSpan(at + 4, 4 + length);
            Assert.AreEqual(BitwiseCrc(body), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)), "checksum");
            chunks.Add((Encoding.ASCII.GetString(body[..4]), body[4..].ToArray()));
            at += 12 + length;
        }
        return chunks;
    }

    /// <summary>CRC-32 by long division, bit by bit: independent of the table under test.</summary>
    private static uint BitwiseCrc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var carry = ((crc ^ (uint)(value >> bit)) & 1) != 0;
                crc = (crc >> 1) ^ (carry ? 0xEDB88320u : 0);
            }
        }
        return ~crc;
    }

    private static byte[] Inflate(byte[] data)
    {
        using var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        var inflated = new MemoryStream();
        zlib.CopyTo(inflated);
        return inflated.ToArray();
    }
}
