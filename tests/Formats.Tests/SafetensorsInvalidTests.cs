namespace ReptileGen.Formats.Tests;

/// <summary>Each rule of the format, broken once: the documented exception, naming file, field, expected, found.</summary>
[TestClass]
public sealed class SafetensorsInvalidTests
{
    [TestMethod]
    [DataRow("", "header", DisplayName = "no header")]
    [DataRow("[]", "header", DisplayName = "not an object")]
    [DataRow(" {}", "header", DisplayName = "white space first")]
    [DataRow("{", "header", DisplayName = "broken off")]
    [DataRow("{}x", "header", DisplayName = "something after the object")]
    [DataRow("""{"a":1}""", "tensor a", DisplayName = "a tensor that is a number")]
    [DataRow("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[0],"data_offsets":[1,1]}}""", "header", DisplayName = "a tensor twice")]
    [DataRow("""{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", "tensor a", DisplayName = "a key twice")]
    [DataRow("""{"a":{"dtype":"U8","shape":[1]}}""", "tensor a", DisplayName = "offsets missing")]
    [DataRow("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":1}}""", "tensor a", DisplayName = "unknown key")]
    [DataRow("""{"a":{"dtype":"u8","shape":[1],"data_offsets":[0,1]}}""", "dtype of a", DisplayName = "unknown type")]
    [DataRow("""{"a":{"dtype":8,"shape":[1],"data_offsets":[0,1]}}""", "dtype of a", DisplayName = "type is a number")]
    [DataRow("""{"a":{"dtype":"U8","shape":1,"data_offsets":[0,1]}}""", "shape of a", DisplayName = "shape is a number")]
    [DataRow("""{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}""", "shape of a", DisplayName = "negative dimension")]
    [DataRow("""{"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}""", "shape of a", DisplayName = "broken dimension")]
    [DataRow("""{"a":{"dtype":"U8","shape":[18446744073709551616],"data_offsets":[0,1]}}""", "shape of a", DisplayName = "dimension of 2^64")]
    [DataRow("""{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,1]}}""", "shape of a", DisplayName = "shape overflows")]
    [DataRow("""{"a":{"dtype":"F64","shape":[2305843009213693953],"data_offsets":[0,1]}}""", "shape of a", DisplayName = "bytes overflow")]
    [DataRow("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}}""", "data_offsets of a", DisplayName = "one offset")]
    [DataRow("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", "data_offsets of a", DisplayName = "hole at the start")]
    [DataRow("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,9223372036854775807]}}""", "data_offsets of a", DisplayName = "offset out of range")]
    [DataRow("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,0]}}""", "data_offsets of a", DisplayName = "length against shape")]
    [DataRow("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", "data length", DisplayName = "trailing byte")]
    [DataRow("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", "data length", DisplayName = "byte missing")]
    [DataRow("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", "data_offsets of b", DisplayName = "overlap")]
    [DataRow("""{"__metadata__":{"a":1}}""", "__metadata__.a", DisplayName = "metadata not text")]
    [DataRow("""{"__metadata__":{"a":"1","a":"1"}}""", "__metadata__", DisplayName = "metadata key twice")]
    [DataRow("""{"__metadata__":[]}""", "__metadata__", DisplayName = "metadata a list")]
    [DataRow("""{"__metadata__":{"a":"\ud800"}}""", "header", DisplayName = "half a surrogate pair")]
    public void BrokenHeader(string json, string field)
    {
        var error = Assert.ThrowsExactly<InvalidFileException>(() => SafetensorsFile.Parse(Craft.File(json, 0), "broken.safetensors"));
        Assert.AreEqual("broken.safetensors", error.File);
        Assert.AreEqual(field, error.Field);
        Assert.Contains(error.Field, error.Message);
        Assert.DoesNotContain("\n", error.Message);
    }

    [TestMethod]
    public void InvalidUtf8() =>
        Assert.AreEqual("valid UTF-8", Assert.ThrowsExactly<InvalidFileException>(
            () => SafetensorsFile.Parse(Craft.File([0x7b, 0x22, 0xff, 0x22], []), "x")).Expected);

    [TestMethod]
    [DataRow(0, "file length")]
    [DataRow(7, "file length")]
    [DataRow(9, "header length")]
    public void TooShort(int length, string field)
    {
        var bytes = new byte[length];
        bytes.AsSpan(0, Math.Min(1, length)).Fill(2);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("x"), bytes);
        Assert.AreEqual(field, Assert.ThrowsExactly<InvalidFileException>(() => SafetensorsFile.Open(folder.File("x"))).Field);
    }

    [TestMethod]
    [DataRow(100_000_001UL, "at most 100000000")]
    [DataRow(ulong.MaxValue, "at most 100000000")]
    [DataRow(100_000_000UL, "at most the 2 bytes that follow")]
    public void HeaderLengthIsCapped(ulong length, string expected)
    {
        byte[] bytes = [.. BitConverter.GetBytes(length), .. "{}"u8];
        Assert.AreEqual(expected, Assert.ThrowsExactly<InvalidFileException>(() => SafetensorsFile.Parse(bytes, "x")).Expected);
    }

    [TestMethod]
    public void AListOfMillionsOfDimensionsIsRefusedWithoutStoringIt()
    {
        var json = "{\"a\":{\"dtype\":\"U8\",\"shape\":[1" + string.Concat(Enumerable.Repeat(",1", 8_000_000)) + "],\"data_offsets\":[0,1]}}";
        var bytes = Craft.File(json, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.AreEqual("shape of a", Assert.ThrowsExactly<InvalidFileException>(() => SafetensorsFile.Parse(bytes, "x")).Field);
        Assert.IsLessThan(1 << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void AFolderIsNotAFile()
    {
        using var folder = new TemporaryFolder();
        Assert.ThrowsExactly<IOException>(() => SafetensorsFile.Open(Path.GetTempPath()));
        Assert.ThrowsExactly<FileNotFoundException>(() => SafetensorsFile.Open(folder.File("none")));
    }

    [TestMethod]
    public void TypeAndShapeAreCheckedAgainstTheReadersWish()
    {
        using var file = SafetensorsFile.Parse(
            Craft.File("""{"a":{"dtype":"U8","shape":[2,2],"data_offsets":[0,4]}}""", 1, 2, 3, 4), "x");
        AssertMessage("x: dtype of a: expected F32, found U8", () => file.Read<float>("a").Length);
        AssertMessage("x: shape of a: expected [n, 3], found [2, 2]", () => file.Read<byte>("a", -1, 3).Length);
        AssertMessage("x: shape of a: expected [4], found [2, 2]", () => file.Read<byte>("a", 4).Length);
        AssertMessage("x: tensors: expected one named b, found a", () => file.Read<byte>("b").Length);
        AssertMessage("x: metadata: expected an entry format, found none", () => file.RequireMetadata("format"));
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    public void WeightsMustBeFinite(float bad)
    {
        byte[] data = [.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(bad)];
        using var file = SafetensorsFile.Parse(Craft.File("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", data), "x");
        Assert.AreEqual(1f, file.Read<float>("w")[0]);
        Assert.AreEqual("w[1]", Assert.ThrowsExactly<InvalidFileException>(() => file.ReadFinite<float>("w").Length).Field);
    }

    [TestMethod]
    public void BoolIsZeroOrOne()
    {
        using var file = SafetensorsFile.Parse(Craft.File("""{"b":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}""", 1, 2), "x");
        AssertMessage("x: b[1]: expected 0 or 1 in a BOOL tensor, found 2", () => file.Read<bool>("b").Length);
    }

    [TestMethod]
    public void MessagesStayOnOneLineWhateverTheFileSays()
    {
        var json = """{"a\n\u001b[31m""" + new string('x', 5000) + "\":1}";
        var error = Assert.ThrowsExactly<InvalidFileException>(() => SafetensorsFile.Parse(Craft.File(json), "x"));
        Assert.IsFalse(error.Message.Any(char.IsControl));
        Assert.IsLessThan(1000, error.Message.Length);
    }

    private static void AssertMessage(string expected, Func<object> act) =>
        Assert.AreEqual(expected, Assert.ThrowsExactly<InvalidFileException>(act).Message);
}
