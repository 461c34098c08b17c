using ReptileGen.Model.Randomness;

namespace ReptileGen.Model.Tests.Randomness;

[TestClass]
public sealed class PhiloxTests
{
    /// <summary>The known answers published with the algorithm (Random123).</summary>
    [TestMethod]
    [DataRow(0u, 0u, 0u, 0u, 0ul, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [DataRow(uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [DataRow(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0x299f31d0a4093822ul, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void KnownAnswers(uint c0, uint c1, uint c2, uint c3, ulong key, uint x0, uint x1, uint x2, uint x3) =>
        Assert.AreEqual((x0, x1, x2, x3), Philox.Block(key, c0, c1, c2, c3));

    [TestMethod]
    public void StreamsAreStable()
    {
        RandomStream stream = new(1, "theta");
        Assert.AreEqual(Philox.Key(1, "theta"), Philox.Key(1, "theta"));
        Assert.AreNotEqual(Philox.Key(1, "theta"), Philox.Key(2, "theta"));
        Assert.AreNotEqual(Philox.Key(1, "theta"), Philox.Key(1, "shuffle"));
        ulong first = stream.NextBits(), second = stream.NextBits(), third = stream.NextBits();
        stream.Position = 1;
        Assert.AreEqual(second, stream.NextBits());
        Assert.AreEqual(third, new RandomStream(1, "theta", 2).NextBits());
        Assert.AreNotEqual(first, second);
    }

    /// <summary>100,000 draws: mean within 5 standard errors, and every value of a small range as often as it should be.</summary>
    [TestMethod]
    public void DrawsAreUniform()
    {
        const int n = 100_000;
        RandomStream stream = new(7, "uniform");
        double mean = 0, normal = 0, square = 0;
        int[] counts = new int[7];
        for (int i = 0; i < n; i++)
        {
            double u = stream.NextDouble(), z = stream.NextNormal();
            Assert.IsTrue(u is >= 0 and < 1);
            mean += u / n;
            normal += z / n;
            square += z * z / n;
            counts[stream.NextInt(7)]++;
        }

        Assert.AreEqual(0.5, mean, 5 * Math.Sqrt(1.0 / 12 / n));
        Assert.AreEqual(0, normal, 5 / Math.Sqrt(n));
        Assert.AreEqual(1, square, 5 * Math.Sqrt(2.0 / n));
        foreach (int count in counts)
        {
            Assert.AreEqual(n / 7.0, count, 5 * Math.Sqrt(n * (1 / 7.0) * (6 / 7.0)));
        }
    }

    [TestMethod]
    public void ShuffleIsAPermutation()
    {
        int[] items = [.. Enumerable.Range(0, 100)];
        new RandomStream(3, "shuffle").Shuffle<int>(items);
        CollectionAssert.AreNotEqual(Enumerable.Range(0, 100).ToArray(), items);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 100).ToArray(), items);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new RandomStream(3, "shuffle").NextInt(0));
    }
}
