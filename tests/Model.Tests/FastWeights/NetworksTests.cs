using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Tests.FastWeights;

[TestClass]
public sealed class NetworksTests
{
    [TestMethod]
    [DataRow("original-lstm", 1_125_889)]
    [DataRow("original-siren", 526_593)]
    [DataRow("original-text", 1_772_800)]
    [DataRow("mnist", 103_297)]
    [DataRow("mnist-context", 118_657)]
    public void WeightCounts(string name, int weights) =>
        Assert.AreEqual(weights, new NetworkPlan(Networks.ByName[name]).Table.WeightCount);

    [TestMethod]
    public void EveryNetworkIsValid()
    {
        foreach (NetworkSpec spec in Networks.ByName.Values)
        {
            Assert.IsGreaterThan(0, new NetworkPlan(spec).Table.WeightCount);
        }
    }
}
