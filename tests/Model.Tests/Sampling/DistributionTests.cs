using ReptileGen.Model.Sampling;

namespace ReptileGen.Model.Tests.Sampling;

[TestClass]
public sealed class DistributionTests
{
    /// <summary>The logit ln 4 has odds of 4; a temperature takes their root or their square.</summary>
    [TestMethod]
    [DataRow(1.0, 0.8)]
    [DataRow(2.0, 2 / 3.0)]
    [DataRow(0.5, 16 / 17.0)]
    public void ATemperatureDividesTheLogit(double temperature, double one)
    {
        double[] found = new double[2];
        Distribution.Of([MathF.Log(4)], temperature, found);
        Assert.AreEqual(1 - one, found[0], 1e-7);
        Assert.AreEqual(one, found[1], 1e-7);
    }

    /// <summary>The logits of 1, 4 and 16; a constant added to all of them, however large, changes nothing.</summary>
    [TestMethod]
    [DataRow(1.0, 1, 4, 16)]
    [DataRow(2.0, 1, 2, 4)]
    [DataRow(0.5, 1, 16, 256)]
    public void ATemperatureDividesAllLogits(double temperature, int a, int b, int c)
    {
        foreach (float constant in new[] { 0, 1024f })
        {
            double[] found = new double[3];
            Distribution.Of([constant, constant + MathF.Log(4), constant + MathF.Log(16)], temperature, found);
            double[] expected = [a / (double)(a + b + c), b / (double)(a + b + c), c / (double)(a + b + c)];
            for (int i = 0; i < 3; i++)
            {
                Assert.AreEqual(expected[i], found[i], 1e-4);
            }
        }
    }

    [TestMethod]
    [DataRow(0.0, 0)]
    [DataRow(0.2499, 0)]
    [DataRow(0.25, 2)]
    [DataRow(0.7499, 2)]
    [DataRow(0.75, 3)]
    [DataRow(0.9999, 3)]
    public void AQuantileIsAValue(double u, int expected) => Assert.AreEqual(expected, Distribution.Draw([0.25, 0, 0.5, 0.25], u));
}
