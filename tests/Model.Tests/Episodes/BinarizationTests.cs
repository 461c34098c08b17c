using ReptileGen.Model.Episodes;
using ReptileGen.Model.Randomness;

namespace ReptileGen.Model.Tests.Episodes;

[TestClass]
public sealed class BinarizationTests
{
    [TestMethod]
    public void ThresholdIsAtHalf()
    {
        byte[] gray = [0, 1, 127, 128, 254, 255], bits = new byte[6];
        Binarization.Apply(Protocol.Threshold, gray, 0, 0, 0, bits);
        CollectionAssert.AreEqual(new byte[] { 0, 0, 0, 1, 1, 1 }, bits);
    }

    /// <summary>Frequencies over 20,000 passes lie within 5 standard errors of gray / 255; black and white never vary.</summary>
    [TestMethod]
    public void DynamicBitsHaveTheirProbability()
    {
        const int passes = 20_000;
        byte[] gray = [0, 10, 100, 127, 200, 250, 255], bits = new byte[7];
        int[] counts = new int[7];
        for (int pass = 0; pass < passes; pass++)
        {
            Binarization.Apply(Protocol.Dynamic, gray, Philox.Key(5, "bits"), 3, pass, bits);
            for (int p = 0; p < bits.Length; p++)
            {
                counts[p] += bits[p];
            }
        }

        for (int p = 0; p < gray.Length; p++)
        {
            double probability = gray[p] / 255.0;
            Assert.AreEqual(passes * probability, counts[p], 5 * Math.Sqrt(passes * probability * (1 - probability)));
        }
    }

    /// <summary>The rule as it is documented, word by word.</summary>
    [TestMethod]
    public void DynamicBitsFollowTheDocumentedRule()
    {
        byte[] gray = [.. Enumerable.Range(0, 30).Select(i => (byte)(i * 8))], bits = new byte[30];
        ulong key = Philox.Key(5, "bits");
        Binarization.Apply(Protocol.Dynamic, gray, key, 17, 4, bits);
        for (int p = 0; p < gray.Length; p++)
        {
            (uint, uint, uint, uint) b = Philox.Block(key, (uint)p / 4, 17, 4, 0);
            uint u = (p % 4) switch { 0 => b.Item1, 1 => b.Item2, 2 => b.Item3, _ => b.Item4 };
            Assert.AreEqual(u / 4294967296.0 < gray[p] / 255.0 ? 1 : 0, bits[p]);
        }
    }
}
