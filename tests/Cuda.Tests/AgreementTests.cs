using ReptileGen.Model.Cuda;
using ReptileGen.Model.Evaluation;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Cuda.Tests;

/// <summary>The kernels, run on the host, against the CPU engine.</summary>
[TestClass]
public sealed class AgreementTests
{
    private static IEnumerable<object[]> Cases()
    {
        foreach (string network in SmallNetworks.ByName.Keys)
        {
            foreach (MetaAlgorithm algorithm in Enum.GetValues<MetaAlgorithm>())
            {
                yield return [network, algorithm];
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void GradientsAndLossesAreTheCpuEngines(string network, MetaAlgorithm algorithm)
    {
        NetworkPlan plan = new(SmallNetworks.ByName[network]);
        foreach (int cluster in new[] { 1, 2 })
        {
            using CudaEngine gpu = new(plan, new EmulatedGpu(), 64, cluster);
            Compare(plan, gpu, new MetaMethod(algorithm), 3);
        }
    }

    internal static void Compare(NetworkPlan plan, CudaEngine gpu, MetaMethod method, int episodes)
    {
        using CpuEngine cpu = new(plan, 1);
        Agreement found = Agreement.OfGradient(
            "small", plan, cpu, gpu, SmallNetworks.Meta(plan, 1), SmallNetworks.Batch(plan, episodes, 2), method);
        Assert.IsTrue(found.Holds(1e-3) && found.NatsError <= 1e-4, $"{found}");
    }
}
