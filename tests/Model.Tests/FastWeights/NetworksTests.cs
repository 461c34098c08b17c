using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Randomness;

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
    [DataRow("mnist-context-large", 394_113)]
    public void WeightCounts(string name, int weights) =>
        Assert.AreEqual(weights, new NetworkPlan(Networks.ByName[name]).Table.WeightCount);

    /// <summary>
    /// As the original draws them: tables and first hidden states N(0, 1), weights and biases U(+-1/sqrt(inputs)), those of sine layers
    /// U(+-sqrt(6/inputs)) with biases of 0, gains of 1. Mean and variance may be 5 standard deviations off (false alarms: 1 in 100,000).
    /// </summary>
    [TestMethod]
    [DataRow("original-lstm")]
    [DataRow("original-siren")]
    [DataRow("original-text")]
    public void TheOriginalsFirstWeights(string name)
    {
        ParameterTable table = new NetworkPlan(Networks.ByName[name]).Table;
        float[] meta = table.Fresh(new RandomStream(1, "theta").NextDouble);
        int inputs = 0, last = table.Tensors.Count - 1;
        bool siren = false, bound = false;
        for (int k = 0; k <= last; k++)
        {
            ParameterTensor tensor = table.Tensors[k];
            float[] values = meta[tensor.Offset..(tensor.Offset + tensor.Count)];
            if (tensor.Name.EndsWith(".gain", StringComparison.Ordinal))
            {
                Assert.IsTrue(values.All(v => v == 1), tensor.Name);
                bound = false;
            }
            else if (tensor.Name.EndsWith(".weight", StringComparison.Ordinal))
            {
                (inputs, siren, bound) = (tensor.Columns, name == "original-siren" && k < last - 1, true);
                Follows(tensor.Name, values, Math.Sqrt((siren ? 6.0 : 1.0) / inputs), uniform: true);
            }
            else if (tensor.Name.EndsWith(".bias", StringComparison.Ordinal))
            {
                if (siren || !bound)
                {
                    Assert.IsTrue(values.All(v => v == 0), tensor.Name);
                }
                else
                {
                    Follows(tensor.Name, values, 1 / Math.Sqrt(inputs), uniform: true);
                }
            }
            else
            {
                Follows(tensor.Name, values, 1, uniform: false);
            }
        }

        static void Follows(string tensor, float[] values, double scale, bool uniform)
        {
            double n = values.Length, mean = values.Average(v => (double)v), square = values.Average(v => (double)v * v);
            double variance = scale * scale / (uniform ? 3 : 1), spread = variance * Math.Sqrt((uniform ? 0.8 : 2) / n);
            Assert.AreEqual(0, mean, 5 * Math.Sqrt(variance / n), $"{tensor}: mean");
            Assert.AreEqual(variance, square, 5 * spread + (n == 1 ? variance * 2 : 0), $"{tensor}: variance");
            Assert.IsTrue(!uniform || values.All(v => Math.Abs(v) <= scale), $"{tensor}: bound");
        }
    }

    [TestMethod]
    public void EveryNetworkIsValid()
    {
        foreach (NetworkSpec spec in Networks.ByName.Values)
        {
            Assert.IsGreaterThan(0, new NetworkPlan(spec).Table.WeightCount);
        }
    }
}
