using ReptileGen.Model.Episodes;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Tests.Data;

namespace ReptileGen.Model.Tests.Episodes;

[TestClass]
public sealed class DataSourceTests
{
    private static readonly NetworkPlan Plan = new(TinyModel.Image(4, 5));

    /// <summary>Of 42 images the last 7 are for validation; image i of the fixture is on (but for pixel 0) if i % 10 is above 5.</summary>
    [TestMethod]
    public void TheLastSixthOfTheTrainingFileIsForValidation()
    {
        using PackedFixture data = new PackedFixture().WithImages(count: 42, height: 4, width: 5).WithImages(split: "test", count: 5, height: 4, width: 5);
        (Split Split, int First, int Count)[] expected = [(Split.Train, 0, 35), (Split.Validation, 35, 7), (Split.Test, 0, 5)];
        foreach ((Split split, int first, int count) in expected)
        {
            using DataSource source = DataSource.Open(data.Folder, "mnist", Plan, split, Protocol.Threshold, 1);
            Assert.AreEqual(count, source.Episodes.Count);
            byte[] targets = new byte[20];
            for (int i = 0; i < count; i++)
            {
                source.Episodes.Read(i, 0, targets);
                Assert.AreEqual((first + i) % 10 > 5 ? 1 : 0, targets[7]);
                Assert.AreEqual(1, targets[0]);
            }

            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => source.Episodes.Read(count, 0, targets));
        }
    }

    /// <summary>Training bits are drawn again in every pass; the bits of a measurement stay.</summary>
    [TestMethod]
    public void DynamicBitsDependOnSeedAndPass()
    {
        using PackedFixture data = new PackedFixture().WithImages(count: 42, height: 4, width: 5);
        byte[] Bits(ulong seed, int pass)
        {
            using DataSource source = DataSource.Open(data.Folder, "mnist", Plan, Split.Train, Protocol.Dynamic, seed);
            byte[] targets = new byte[20];
            source.Episodes.Read(5, pass, targets);
            return targets;
        }

        CollectionAssert.AreEqual(Bits(1, 0), Bits(1, 0));
        CollectionAssert.AreNotEqual(Bits(1, 0), Bits(1, 1));
        CollectionAssert.AreNotEqual(Bits(1, 0), Bits(2, 0));
    }

    [TestMethod]
    public void DataThatDoNotFitAreRefused()
    {
        using PackedFixture data = new PackedFixture().WithImages(count: 42, height: 3, width: 5).WithImages("few", count: 3, height: 4, width: 5);
        Refused(() => DataSource.Open(data.Folder, "mnist", Plan, Split.Train, Protocol.Dynamic, 1), "expected images of 4x5 pixels for this network, found 3x5");
        Refused(() => DataSource.Open(data.Folder, "few", Plan, Split.Validation, Protocol.Dynamic, 1), "enough images");
        Refused(() => DataSource.Open(data.Folder, "none", Plan, Split.Train, Protocol.Dynamic, 1), "no dataset none-train");
    }

    private static void Refused(Action action, string message) =>
        StringAssert.Contains(Assert.ThrowsExactly<UserException>(action).Message, message);
}
