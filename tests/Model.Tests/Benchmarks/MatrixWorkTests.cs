using ReptileGen.Model.Benchmarks;
using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Tests.Benchmarks;

/// <summary>What a step costs at least.</summary>
[TestClass]
public sealed class MatrixWorkTests
{
    [TestMethod]
    public void AFastWeightCostsSixOperationsAndTwentyWithTheReverseSweep()
    {
        MatrixWork work = new(new NetworkPlan(Networks.Mnist));
        Assert.AreEqual(6 * work.Weights, work.Operations(BenchmarkPhase.Sample));
        Assert.AreEqual(6 * work.Weights, work.Operations(BenchmarkPhase.Reptile));
        Assert.AreEqual(20 * work.Weights, work.Operations(BenchmarkPhase.Maml));
        foreach (BenchmarkPhase phase in Enum.GetValues<BenchmarkPhase>())
        {
            Assert.IsTrue(work.Products(phase).Bytes > work.Updates(phase).Bytes, "sums of updates are written once in many steps");
        }
    }

    [TestMethod]
    public void ASlowWeightCostsLess()
    {
        MatrixWork fast = new(new NetworkPlan(Networks.MnistContextLarge with { Step = Networks.MnistContextLarge.Step with { Frozen = [] } }));
        MatrixWork slow = new(new NetworkPlan(Networks.MnistContextLarge));
        Assert.AreEqual(fast.Weights, slow.Weights);
        foreach (BenchmarkPhase phase in Enum.GetValues<BenchmarkPhase>())
        {
            Assert.IsTrue(slow.Operations(phase) < fast.Operations(phase), $"{phase}");
            Assert.IsTrue(slow.Products(phase).Bytes < fast.Products(phase).Bytes, $"{phase}");
            Assert.IsTrue(slow.Updates(phase).Bytes < fast.Updates(phase).Bytes, $"{phase}");
        }
    }

    [TestMethod]
    [DataRow(100, 50, 10e-9)]
    [DataRow(200, 50, 5e-9)]
    [DataRow(1e9, 50, 4e-9)]
    public void TheSlowerOfArithmeticAndMemoryBounds(double gflops, double bandwidth, double seconds) =>
        Assert.AreEqual(seconds, new MatrixPass(1000, 200).Bound(gflops, bandwidth), 1e-18);
}
