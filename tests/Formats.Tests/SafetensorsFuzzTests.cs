using System.Text;
using System.Text.Json;

namespace ReptileGen.Formats.Tests;

/// <summary>
/// 240,000 damaged files in memory and 2,000 on disk: each is either read correctly (checked against a document tree
/// of its header) or refused with the documented exception, and never with a large allocation.
/// </summary>
[TestClass]
public sealed class SafetensorsFuzzTests
{
    private const int CasesPerSeed = 30_000;
    private const long AllocationLimit = 64 << 20;

    [TestMethod]
    [Timeout(600_000)] // a hang must end some day
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(6)]
    [DataRow(7)]
    [DataRow(8)]
    public void DamagedFilesAreReadCorrectlyOrRefused(int seed)
    {
        var random = new Random(seed);
        var mutator = new SafetensorsMutator(random, ValidFiles(random));
        var refused = 0;
        for (var i = 0; i < CasesPerSeed; i++)
        {
            var bytes = mutator.Next();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var accepted = IsReadCorrectly(bytes);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.IsLessThan(AllocationLimit, allocated, $"case {i} of seed {seed}");
            refused += accepted ? 0 : 1;
        }
        // Both kinds of outcome must be well represented, or the cases prove little.
        Assert.IsGreaterThan(CasesPerSeed / 4, refused);
        Assert.IsLessThan(CasesPerSeed - CasesPerSeed / 50, refused);
    }

    [TestMethod]
    public void MappedFilesAreJudgedLikeFilesInMemory()
    {
        var random = new Random(9);
        var mutator = new SafetensorsMutator(random, ValidFiles(random));
        using var folder = new TemporaryFolder();
        var path = folder.File("x");
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = mutator.Next();
            File.WriteAllBytes(path, bytes);
            Assert.AreEqual(Judge(() => SafetensorsFile.Parse(bytes, path)), Judge(() => SafetensorsFile.Open(path)));
        }
    }

    private static List<byte[]> ValidFiles(Random random)
    {
        using var folder = new TemporaryFolder();
        var files = new List<byte[]>();
        for (var i = 0; i < 40; i++)
        {
            var path = folder.File($"{i}");
            new RandomFile(random).Write(path, random, hashContent: i % 4 == 0);
            files.Add(File.ReadAllBytes(path));
        }
        return files;
    }

    private static bool IsReadCorrectly(byte[] bytes)
    {
        SafetensorsFile file;
        try
        {
            file = SafetensorsFile.Parse(bytes, "fuzz");
        }
        catch (InvalidFileException)
        {
            return false;
        }
        using (file)
            AssertAgreesWithDocument(file, bytes);
        return true;
    }

    /// <summary>The reader's view against the header's document tree and the bytes themselves.</summary>
    private static void AssertAgreesWithDocument(SafetensorsFile file, byte[] bytes)
    {
        var length = (int)BitConverter.ToUInt64(bytes);
        using var document = JsonDocument.Parse(bytes.AsMemory(8, length));
        var tensors = 0;
        long covered = 0;
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Name == "__metadata__")
            {
                Assert.AreEqual(property.Value.EnumerateObject().Count(), file.Metadata.Count);
                foreach (var entry in property.Value.EnumerateObject())
                    Assert.AreEqual(entry.Value.GetString(), file.Metadata[entry.Name]);
                continue;
            }
            tensors++;
            var spec = file.Require(property.Name);
            Assert.AreEqual(property.Value.GetProperty("dtype").GetString(), spec.Type.Code());
            CollectionAssert.AreEqual(property.Value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()).ToArray(), spec.Shape.ToArray());
            var begin = property.Value.GetProperty("data_offsets")[0].GetInt32();
            var end = property.Value.GetProperty("data_offsets")[1].GetInt32();
            Assert.IsTrue(bytes.AsSpan(8 + length)[begin..end].SequenceEqual(file.ReadBytes(property.Name)));
            Assert.AreEqual(spec.Shape.Aggregate(1L, (a, d) => a * d) * spec.Type.Size(), end - begin);
            covered += end - begin;
        }
        Assert.HasCount(tensors, file.Tensors);
        Assert.AreEqual(bytes.Length, 8 + length + covered);
    }

    private static string Judge(Func<SafetensorsFile> open)
    {
        try
        {
            using var file = open();
            var text = new StringBuilder();
            foreach (var tensor in file.Tensors)
                text.Append(tensor).Append(Convert.ToHexString(file.ReadBytes(tensor.Name)));
            return text.ToString();
        }
        catch (InvalidFileException e)
        {
            return e.Message;
        }
    }
}
