namespace ReptileGen.Formats.Tests;

/// <summary>IDX: shapes and elements, and each way in which a file can be wrong.</summary>
[TestClass]
public sealed class IdxTests
{
    private static readonly byte[] TwoByThree = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];

    [TestMethod]
    public void ReadsShapeAndElements()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("x"), TwoByThree);
        var array = IdxArray.Read(folder.File("x"), -1, 3);
        CollectionAssert.AreEqual(new[] { 2, 3 }, array.Shape.ToArray());
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 4, 5, 6 }, array.Elements.ToArray());
    }

    [TestMethod]
    public void EmptyDimension() =>
        Assert.IsTrue(IdxArray.Parse(new byte[] { 0, 0, 8, 1, 0, 0, 0, 0 }, "x", -1).Elements.IsEmpty);

    [TestMethod]
    [DataRow("", "magic", "4 bytes")]
    [DataRow("000008", "magic", "4 bytes")]
    [DataRow("00000801", "magic", "00000802 (unsigned bytes, 2 dimensions)")]
    [DataRow("00000d02", "magic", "00000802 (unsigned bytes, 2 dimensions)")]
    [DataRow("1f8b0802", "magic", "00000802 (unsigned bytes, 2 dimensions)")]
    [DataRow("0000080200000002000000", "dimensions", "12 bytes of header")]
    [DataRow("000008020000000200000004", "dimension 1", "3")]
    [DataRow("00000802800000000000000300", "dimension 0", "at most 2147483647 elements in all")]
    [DataRow("000008027fffffff0000000300", "dimension 1", "at most 2147483647 elements in all")]
    [DataRow("0000080200000002000000030102030405", "elements", "6 bytes")]
    [DataRow("00000802000000020000000301020304050607", "elements", "6 bytes")]
    public void Refuses(string hex, string field, string expected)
    {
        var error = Assert.ThrowsExactly<InvalidFileException>(() => IdxArray.Parse(Convert.FromHexString(hex), "x.idx", -1, 3));
        Assert.AreEqual((field, expected), (error.Field, error.Expected));
        Assert.StartsWith("x.idx: ", error.Message);
    }

    [TestMethod]
    public void DimensionsBeyondIntAreRefusedEvenIfTheArrayIsEmpty() =>
        Assert.AreEqual("dimension 1", Assert.ThrowsExactly<InvalidFileException>(
            () => IdxArray.Parse(Convert.FromHexString("0000080200000000ffffffff"), "x", -1, -1)).Field);

    [TestMethod]
    public void DamagedFilesAreReadCorrectlyOrRefused()
    {
        var random = new Random(1);
        var accepted = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var bytes = (byte[])TwoByThree.Clone();
            for (var n = random.Next(3); n > 0; n--)
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            bytes = random.Next(4) > 0 ? bytes : random.Next(2) == 0 ? bytes[..random.Next(bytes.Length)] : [.. bytes, 0];
            try
            {
                var array = IdxArray.Parse(bytes, "fuzz", -1, -1);
                Assert.AreEqual(array.Shape[0] * array.Shape[1], array.Elements.Length);
                Assert.IsTrue(array.Elements.Span.SequenceEqual(bytes.AsSpan(12)));
                accepted++;
            }
            catch (InvalidFileException)
            {
            }
        }
        Assert.IsGreaterThan(5_000, accepted);
        Assert.IsLessThan(45_000, accepted);
    }
}
