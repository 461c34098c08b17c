namespace ReptileGen.Formats.Tests;

/// <summary>What was written is what is read, for random contents.</summary>
[TestClass]
public sealed class SafetensorsRoundTripTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void EveryTensorAndEntryComesBack(int seed)
    {
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 100; i++)
        {
            var content = new RandomFile(random);
            var path = folder.File("x.safetensors");
            content.Write(path, random);
            AssertHolds(path, content);
        }
    }

    [TestMethod]
    public void EqualContentGivesEqualBytesInWhateverOrderItIsGiven()
    {
        using var folder = new TemporaryFolder();
        Save("a", [new("x", DType.U8, 1), new("y", DType.U8, 1), new("z", DType.I64, 1)], [new("k", "1"), new("j", "2")]);
        Save("b", [new("z", DType.I64, 1), new("y", DType.U8, 1), new("x", DType.U8, 1)], [new("j", "2"), new("k", "1")]);
        CollectionAssert.AreEqual(File.ReadAllBytes(folder.File("a")), File.ReadAllBytes(folder.File("b")));

        void Save(string name, TensorSpec[] tensors, KeyValuePair<string, string>[] metadata)
        {
            using var writer = new SafetensorsWriter(folder.File(name), tensors, metadata);
            writer.Append<long>("z", [-1]);
            writer.Append<byte>("x", [1]);
            writer.Append<byte>("y", [2]);
            writer.Commit();
        }
    }

    [TestMethod]
    public void EachElementTypeIsReadAsItsOwnType()
    {
        Check<bool>(DType.Bool, [true, false]);
        Check<byte>(DType.U8, [0, 255]);
        Check<sbyte>(DType.I8, [-128, 127]);
        Check<short>(DType.I16, [short.MinValue, 1]);
        Check<ushort>(DType.U16, [1, ushort.MaxValue]);
        Check<Half>(DType.F16, [(Half)1.5, Half.NegativeInfinity]);
        Check<int>(DType.I32, [int.MinValue, 1]);
        Check<uint>(DType.U32, [1, uint.MaxValue]);
        Check<float>(DType.F32, [1.5f, -0f]);
        Check<long>(DType.I64, [long.MinValue, 1]);
        Check<ulong>(DType.U64, [1, ulong.MaxValue]);
        Check<double>(DType.F64, [Math.PI, double.Epsilon]);

        static void Check<T>(DType type, T[] values)
            where T : unmanaged
        {
            Assert.AreEqual(type, DTypes.Of<T>());
            using var folder = new TemporaryFolder();
            using (var writer = new SafetensorsWriter(folder.File("x"), [new("t", type, 2)]))
            {
                writer.Append<T>("t", values);
                writer.Commit();
            }
            using var file = SafetensorsFile.Open(folder.File("x"));
            CollectionAssert.AreEqual(values, file.Read<T>("t", 2).ToArray());
        }
    }

    [TestMethod]
    public void WriterRefusesWhatDoesNotFit()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new SafetensorsWriter(folder.File("x"), [new("a", DType.U8, 2), new("b", DType.F32, 1)]))
        {
            Assert.ThrowsExactly<InvalidOperationException>(() => writer.Append<byte>("a", [1])); // b is due
            Assert.ThrowsExactly<InvalidOperationException>(() => writer.Append<int>("b", [1]));
            Assert.ThrowsExactly<InvalidOperationException>(() => writer.Append<float>("b", [1, 2]));
            Assert.ThrowsExactly<InvalidOperationException>(() => writer.AppendBytes("b", [1, 2]));
            writer.Append<float>("b", [1]);
            writer.Append<byte>("a", [1]);
            Assert.ThrowsExactly<InvalidOperationException>(writer.Commit);
        }
        Assert.IsEmpty(folder.Files());
        Assert.ThrowsExactly<ArgumentException>(() => new SafetensorsWriter(folder.File("x"), [new("a", DType.U8), new("a", DType.U8)]));
        Assert.ThrowsExactly<ArgumentException>(() => new TensorSpec("__metadata__", DType.U8));
        Assert.ThrowsExactly<ArgumentException>(() => new TensorSpec("a", DType.U8, -1));
        Assert.ThrowsExactly<ArgumentException>(() => new TensorSpec("a", DType.F64, long.MaxValue));
        Assert.ThrowsExactly<ArgumentException>(() => new SafetensorsWriter(folder.File("x"), [new("\ud800", DType.U8)]));
        Assert.IsEmpty(folder.Files());
    }

    internal static void AssertHolds(string path, RandomFile content)
    {
        using var file = SafetensorsFile.Open(path);
        CollectionAssert.AreEquivalent(content.Metadata.ToArray(), file.Metadata.ToArray());
        Assert.HasCount(content.Tensors.Count, file.Tensors);
        foreach (var (spec, bytes) in content.Tensors.Values)
        {
            Assert.AreEqual(spec.ToString(), file.Require(spec.Name).ToString());
            Assert.IsTrue(file.ReadBytes(spec.Name).SequenceEqual(bytes), spec.Name);
        }
    }
}
