using static ReptileGen.Formats.Tests.PngCraft;

namespace ReptileGen.Formats.Tests;

/// <summary>Every kind of picture that is read, and what is refused.</summary>
[TestClass]
public sealed class PngReaderTests
{
    [TestMethod]
    public void WhatOurWriterWritesComesBack()
    {
        var random = new Random(1);
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 60; i++)
        {
            int width = random.Next(1, 70), height = random.Next(1, 70);
            byte[] gray = new byte[width * height], rgb = new byte[3 * width * height];
            random.NextBytes(gray);
            random.NextBytes(rgb);
            var read = PngReader.Parse(Png.EncodeGray(width, height, gray, ("Title", "a")), "p");
            Assert.AreEqual((width, height), (read.Width, read.Height));
            CollectionAssert.AreEqual(gray.SelectMany(g => new byte[] { g, g, g, 255 }).ToArray(), read.Rgba.ToArray());
            CollectionAssert.AreEqual(gray, read.Gray());
            Png.WriteRgb(folder.File("p.png"), width, height, rgb);
            read = PngReader.Read(folder.File("p.png"));
            CollectionAssert.AreEqual(rgb.Chunk(3).SelectMany(c => c.Append((byte)255)).ToArray(), read.Rgba.ToArray());
        }
    }

    /// <summary>All kinds, all filters, at many sizes, with the data in several chunks and transparent colours.</summary>
    [TestMethod]
    public void EveryKindAndFilterIsRead()
    {
        var random = new Random(2);
        foreach (var (colour, depth) in RandomPng.Kinds)
        {
            for (var i = 0; i < 40; i++)
            {
                var filters = i < 5 ? [i] : Enumerable.Range(0, 9).Select(_ => random.Next(5)).ToArray();
                var (file, width, height, rgba) = RandomPng.Make(random, colour, depth, filters);
                var read = PngReader.Parse(file, "p");
                Assert.AreEqual((width, height), (read.Width, read.Height));
                CollectionAssert.AreEqual(rgba, read.Rgba.ToArray(), $"type {colour}, {depth} bits, filters {string.Join(' ', filters)}");
            }
        }
    }

    [TestMethod]
    public void GrayIsLumaOverBlack()
    {
        Picture picture = new(5, 1, new byte[] { 255, 255, 255, 255, 255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 128 });
        CollectionAssert.AreEqual(new byte[] { 255, 76, 150, 29, 128 }, picture.Gray());
    }

    [TestMethod]
    [DynamicData(nameof(WrongFiles))]
    public void WhatIsNotReadIsOneLine(string message, byte[] file)
    {
        var e = Assert.ThrowsExactly<InvalidFileException>(() => PngReader.Parse(file, "p.png"));
        Assert.StartsWith("p.png: ", e.Message);
        Assert.Contains(message, e.Message);
        Assert.DoesNotContain("\n", e.Message);
    }

    private static IEnumerable<(string Message, byte[] File)> WrongFiles()
    {
        (string, byte[]) header = Header(2, 1, 8, 0), data = Data([0, 1, 2]), palette = ("PLTE", [1, 2, 3]), good = ("tEXt", [65, 0]);
        var file = File(header, data, End);
        yield return ("first bytes: expected 89504e470d0a1a0a (PNG), found ", []);
        yield return ("first bytes: expected 89504e470d0a1a0a (PNG), found ffd8ffe0", [0xff, 0xd8, 0xff, 0xe0]);
        yield return ("chunk at byte 8: expected 12 bytes or more (the file is cut off), found 0", file[..8]);
        yield return ("the file is cut off", file[..^1]);
        yield return ("the file is cut off", file[..40]);
        yield return ("checksum", [.. file[..20], 9, .. file[21..]]);
        yield return ("end: expected the file to end with an empty IEND, found 1 bytes more", [.. file, 0]);
        yield return ("first chunk: expected IHDR, found IDAT", File(data, header, End));
        yield return ("IHDR: expected 13 bytes, found 12", File(("IHDR", header.Item2[..12]), data, End));
        yield return ("size: expected 1x1 to 67108864 pixels, found 0x1", File(Header(0, 1, 8, 0), data, End));
        yield return ("size: expected 1x1 to 67108864 pixels, found 4294967295x1", File(Header(-1, 1, 8, 0), data, End));
        yield return ("size: expected 1x1 to 67108864 pixels, found 8193x8192", File(Header(8193, 8192, 8, 0), data, End));
        yield return ("colour type: expected 0, 2, 3, 4 or 6, found 1", File(Header(2, 1, 8, 1), data, End));
        yield return ("bits per channel: expected 8, or 1, 2, 4 of gray or palette (save the picture with 8 bits), found 16", File(Header(2, 1, 16, 2), data, End));
        yield return ("bits per channel", File(Header(2, 1, 4, 6), data, End));
        yield return ("interlace method: expected 0 (save the picture without interlacing), found 1", File(Header(2, 1, 8, 0, 1), data, End));
        yield return ("chunk: expected", File(header, header, data, End));
        yield return ("chunk: expected", File(header, ("CgBI", []), data, End));
        yield return ("IDAT: expected after PLTE", File(Header(2, 1, 8, 3), data, End));
        yield return ("IDAT: expected after PLTE, and one right after another", File(header, data, good, data, End));
        yield return ("PLTE", File(header, palette, data, End));
        yield return ("PLTE", File(Header(2, 1, 8, 3), palette, palette, data, End));
        yield return ("PLTE: expected 3 bytes for each of 1 to 2 colours, found 9 bytes", File(Header(2, 1, 1, 3), ("PLTE", new byte[9]), data, End));
        yield return ("tRNS", File(Header(2, 1, 8, 3), palette, ("tRNS", new byte[2]), data, End));
        yield return ("tRNS", File(Header(2, 1, 8, 4), ("tRNS", new byte[2]), data, End));
        yield return ("pixel: expected a colour below 1, the size of the palette, found 2", File(Header(2, 1, 8, 3), palette, Data([0, 0, 2]), End));
        yield return ("filter of row 0: expected 0 to 4, found 5", File(header, Data([5, 1, 2]), End));
        yield return ("image data: expected 1 rows, found 0", File(header, Data([0, 1]), End));
        yield return ("image data: expected 1 rows, found more", File(header, Data([0, 1, 2, 3]), End));
        yield return ("image data: expected what zlib can inflate", File(header, ("IDAT", [1, 2, 3, 4]), End));
        yield return ("image data: expected what zlib can inflate", File(header, ("IDAT", [0x78, 0x20, 0, 0, 0, 1, 3, 0]), End));
        yield return ("image data: expected 1 rows, found 0", File(header, ("IDAT", data.Item2[..4]), End));
        yield return ("image data: expected at least 1 bytes, found 0", File(header, End));
        yield return ("image data: expected at least 65027 bytes, found 11", File(Header(8192, 8191, 8, 0), data, End));
    }

    [TestMethod]
    public void AFileThatIsTooLongIsNotRead()
    {
        using var folder = new TemporaryFolder();
        using (var file = System.IO.File.Create(folder.File("p.png")))
            file.SetLength((1L << 28) + 1); // a hole: it takes no room on the disk
        Assert.Contains("length: expected a PNG file of at most", Assert.ThrowsExactly<InvalidFileException>(() => PngReader.Read(folder.File("p.png"))).Message);
        Assert.ThrowsExactly<FileNotFoundException>(() => PngReader.Read(folder.File("q.png")));
    }
}
