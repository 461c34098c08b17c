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

    [TestMethod]
    [DataRow("gated bounded", MetaAlgorithm.Maml)]
    [DataRow("parameter rates", MetaAlgorithm.Maml)]
    [DataRow("context", MetaAlgorithm.Maml)]
    [DataRow("lstm", MetaAlgorithm.Fomaml)]
    [DataRow("wide", MetaAlgorithm.Reptile)]
    public void GradientsOfTheExpectedLossAreTheCpuEngines(string network, MetaAlgorithm algorithm)
    {
        NetworkPlan plan = new(SmallNetworks.ByName[network]);
        foreach (int processors in new[] { 1, 4 })
        {
            using CudaEngine gpu = new(plan, new EmulatedGpu(processors: processors), 64, 2);
            Compare(plan, gpu, new MetaMethod(algorithm), SmallNetworks.WithChances(SmallNetworks.Batch(plan, 5, 2)));
            Compare(plan, gpu, new MetaMethod(algorithm), 2); // and nothing of them is left
        }
    }

    internal static void Compare(NetworkPlan plan, CudaEngine gpu, MetaMethod method, int episodes) =>
        Compare(plan, gpu, method, SmallNetworks.Batch(plan, episodes, 2));

    private static void Compare(NetworkPlan plan, CudaEngine gpu, MetaMethod method, EpisodeBatch batch)
    {
        using CpuEngine cpu = new(plan, 1);
        float[] meta = SmallNetworks.Meta(plan, 1), nats = new float[batch.Targets.Length];
        cpu.Evaluate(meta, batch, new double[batch.Count], nats);
        SmallNetworks.AssertBothKindsOfStep(plan, nats[..batch.Lengths[0]]);
        Agreement found = Agreement.OfGradient("small", plan, cpu, gpu, meta, batch, method);
        Assert.IsTrue(found.Holds(1e-3) && found.NatsError <= 1e-4, $"{found}");
    }
}
