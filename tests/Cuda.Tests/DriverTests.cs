using ReptileGen.Model.Cuda;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Cuda.Tests;

/// <summary>The calls to the driver, cluster launches included, over the emulated library.</summary>
[TestClass]
public sealed class DriverTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(4)]
    public void LaunchesThroughTheDriverAgree(int cluster)
    {
        using CudaGpu gpu = EmulatedDriver.Open();
        Assert.AreEqual(("Emulated GPU", 64 << 10, 2, 8), (gpu.Name, gpu.SharedBytes, gpu.Processors, gpu.MaxCluster));
        NetworkPlan plan = new(SmallNetworks.ByName["wide"]);
        using CudaEngine engine = new(plan, gpu, 32, cluster);
        AgreementTests.Compare(plan, engine, new MetaMethod(MetaAlgorithm.Maml), 2);
    }

    /// <summary>Where the system stops long kernels a launch has no more episodes than run at once, and the results are the same.</summary>
    [TestMethod]
    public void LaunchesAreShortWhereTheirTimeIsLimited()
    {
        NetworkPlan plan = new(SmallNetworks.ByName["wide"]);
        float[] meta = SmallNetworks.Meta(plan, 4);
        Random random = new(3);
        byte[] targets = [.. Enumerable.Range(0, 5 * plan.Layout.Steps).Select(_ => (byte)random.Next(2))];
        EpisodeBatch batch = new(5, plan.Layout.Steps, targets, [.. Enumerable.Repeat(plan.Layout.Steps, 5)]);
        List<(double[], float[], float[])> results = [];
        foreach (bool limited in new[] { false, true })
        {
            EmulatedGpu device = new(sharedBytes: 1 << 20, limitsTime: limited);
            using CudaEngine engine = new(plan, device, 32, 1);
            (double[] nll, float[] steps, float[] gradient) = (new double[5], new float[targets.Length], new float[meta.Length]);
            engine.Evaluate(meta, batch, nll, steps);
            Assert.AreEqual(limited ? 3 : 1, device.Launches);
            engine.Gradient(meta, batch, new MetaMethod(MetaAlgorithm.Maml), gradient, nll, new double[5]);
            Assert.AreEqual(limited ? 3 + 9 : 1 + 3, device.Launches);
            results.Add((nll, steps, gradient));
        }

        CollectionAssert.AreEqual(results[0].Item1, results[1].Item1);
        CollectionAssert.AreEqual(results[0].Item2, results[1].Item2);
        CollectionAssert.AreEqual(results[0].Item3, results[1].Item3);
    }

    /// <summary>As small as holds the weights; one size more for a reverse sweep that then has its adjoints inside too.</summary>
    [TestMethod]
    [DataRow(1 << 20, 1, 1)]
    [DataRow(300 << 10, 1, 2)]
    [DataRow(140 << 10, 2, 4)]
    [DataRow(32 << 10, 8, 8)]
    public void TheClusterIsAsSmallAsHoldsTheWeights(int sharedBytes, int evaluate, int maml)
    {
        NetworkPlan plan = new(SmallNetworks.ByName["wide"]);
        Assert.IsTrue(plan.Table.WeightCount is > 54_000 and < 55_000, $"{plan.Table.WeightCount} weights");
        EmulatedGpu gpu = new(sharedBytes: sharedBytes);
        Assert.AreEqual((evaluate, maml), (ClusterChoice.Best(plan, GpuMode.Evaluate, gpu), ClusterChoice.Best(plan, GpuMode.Maml, gpu)));
        Assert.AreEqual(1, ClusterChoice.Best(plan, GpuMode.Maml, new EmulatedGpu(maxCluster: 1, sharedBytes: sharedBytes)));
    }
}
