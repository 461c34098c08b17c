using System.Buffers.Binary;
using System.Xml.Linq;
using ReptileGen.Formats;
using ReptileGen.Model.Charts;
using ReptileGen.Model.Runs;

namespace ReptileGen.Model.Tests.Runs;

[TestClass]
public sealed class LogTests
{
    /// <summary>CRC-32C of "123456789" is e3069283 (RFC 3720's polynomial); the mask rotates by 15 and adds a282ead8.</summary>
    [TestMethod]
    public void TheChecksumIsMaskedCrc32C()
    {
        uint crc = 0xe3069283;
        Assert.AreEqual(((crc >> 15) | (crc << 17)) + 0xa282ead8, EventFile.MaskedCrc("123456789"u8));
    }

    /// <summary>Every byte of the two records, put together by hand from the protobuf definitions.</summary>
    [TestMethod]
    public void EventsHaveTheBytesThatTensorBoardReads()
    {
        MemoryStream stream = new();
        using (EventFile events = new(stream, 1.5))
        {
            events.Scalar("ab", 300, 2.5, 3.0);
        }

        byte[] version = [0x09, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0x10, 0, 0x1a, 13, .. "brain.Event:2"u8];
        byte[] value = [0x0a, 2, (byte)'a', (byte)'b', 0x15, 0, 0, 0x20, 0x40];
        byte[] session = [0x09, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0x10, 1, 0x3a, 2, 0x08, 1];
        byte[] scalar = [0x09, 0, 0, 0, 0, 0, 0, 0x08, 0x40, 0x10, 0xAC, 0x02, 0x2a, 11, 0x0a, 9, .. value];
        CollectionAssert.AreEqual((byte[])[.. Record(version), .. Record(session), .. Record(scalar)], stream.ToArray());
    }

    /// <summary>A run that goes on after step 300 begins with a start of a session at 301, at which TensorBoard drops what it had from there on.</summary>
    [TestMethod]
    public void AFileOfAResumedRunStartsASession()
    {
        MemoryStream stream = new();
        new EventFile(stream, 1.5, 300).Dispose();
        byte[] version = [0x09, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0x10, 0, 0x1a, 13, .. "brain.Event:2"u8];
        byte[] session = [0x09, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0x10, 0xAD, 0x02, 0x3a, 2, 0x08, 1];
        CollectionAssert.AreEqual((byte[])[.. Record(version), .. Record(session)], stream.ToArray());
    }

    /// <summary>The step (below 128) of the second record, after the first of 16 + 26 bytes, a head of 12, a time of 9 and a tag.</summary>
    private static int FirstStep(string file) => File.ReadAllBytes(file)[16 + 26 + 12 + 10];

    [TestMethod]
    public void ALogGoesOnAfterItsStep()
    {
        using TemporaryFolder folder = new();
        using (RunLog log = new(folder.Path, 0))
        {
            for (int step = 10; step <= 50; step += 10)
            {
                log.Write(new LogLine("train", step, 4 * step, 0.1 * step, 100 - step, Scale: 1, GradientNorm: 2));
            }
        }

        File.AppendAllText(folder.File(RunLog.FileName), "{\"kind\":\"train\",\"st");
        Assert.AreEqual(5, RunLog.Read(folder.Path).Count);
        using (RunLog log = new(folder.Path, 30))
        {
            log.Write(new LogLine("validation", 35, 20, 4, 60.5, 1.5));
        }

        string[] files = [.. Directory.GetFiles(folder.Path, "events.*").Order()];
        Assert.HasCount(2, files);
        Assert.AreEqual((1, 31), (FirstStep(files[0]), FirstStep(files[1])), "each file starts a session, the second after step 30");
        CollectionAssert.AreEqual(new long[] { 10, 20, 30, 35 }, RunLog.Read(folder.Path).Select(l => l.Step).ToArray());
        Assert.AreEqual(new LogLine("validation", 35, 20, 4, 60.5, 1.5), RunLog.Read(folder.Path)[^1]);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(5000)]
    public void TheCurveIsAPicture(int lines)
    {
        using TemporaryFolder folder = new();
        LogLine[] log = [.. Enumerable.Range(1, lines).Select(i => new LogLine(i % 7 == 0 ? "validation" : "train", i, i, i, 100 + Math.Sin(i), 0.5))];
        LossCurve.Write(folder.File("loss"), "a <b> & c", log);
        XElement svg = XElement.Load(folder.File("loss.svg"));
        XNamespace space = "http://www.w3.org/2000/svg";
        Assert.AreEqual(lines / 7 + 1, svg.Elements(space + "circle").Count(), "validation, and the legend");
        string points = (string)svg.Elements(space + "polyline").First(line => (string?)line.Attribute("stroke") == Chart.Colour(0)).Attribute("points")!;
        Assert.IsTrue(points.Split(' ').Length <= 500);
        Assert.IsFalse(svg.ToString().Contains("NaN"));
        Assert.AreEqual((1440, 880), (PngReader.Read(folder.File("loss.png")).Width, PngReader.Read(folder.File("loss.png")).Height));
    }

    private static byte[] Record(byte[] content)
    {
        byte[] head = new byte[12], tail = new byte[4];
        BinaryPrimitives.WriteInt64LittleEndian(head, content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), EventFile.MaskedCrc(head.AsSpan(0, 8)));
        BinaryPrimitives.WriteUInt32LittleEndian(tail, EventFile.MaskedCrc(content));
        return [.. head, .. content, .. tail];
    }
}
