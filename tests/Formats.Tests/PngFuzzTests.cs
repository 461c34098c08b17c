using System.Buffers.Binary;

namespace ReptileGen.Formats.Tests;

/// <summary>Damaged files, most with their checksums made right again: read or refused, and never with much memory.</summary>
[TestClass]
public sealed class PngFuzzTests
{
    [TestMethod]
    public void DamagedFilesAreReadOrRefused()
    {
        var random = new Random(3);
        int refused = 0, read = 0;
        for (var i = 0; i < 6_000; i++)
        {
            var (colour, depth) = RandomPng.Kinds[random.Next(RandomPng.Kinds.Length)];
            var file = Damage(RandomPng.Make(random, colour, depth, random.Next(5)).File, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var picture = PngReader.Parse(file, "p");
                Assert.AreEqual(4 * picture.Width * picture.Height, picture.Rgba.Length);
                read++;
            }
            catch (InvalidFileException)
            {
                refused++;
            }
            Assert.IsLessThan(8L << 20, GC.GetAllocatedBytesForCurrentThread() - before, $"case {i}");
        }
        Assert.IsTrue(refused > 1_000 && read > 100, $"{refused} refused, {read} read");
    }

    private static byte[] Damage(byte[] file, Random random)
    {
        for (var n = random.Next(3); n >= 0; n--)
            file[random.Next(8, file.Length)] = (byte)random.Next(256);
        if (random.Next(8) == 0)
            return file[..random.Next(file.Length)];
        for (var at = 8; random.Next(16) > 0 && at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (length < 0 || length > file.Length - at - 12)
                break;
            PngCraft.Repair(file.AsSpan(at, 12 + length));
            at += 12 + length;
        }
        return file;
    }
}
