using ReptileGen.Model.Cuda;
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

    internal static void Compare(NetworkPlan plan, CudaEngine gpu, MetaMethod method, int episodes, double tolerance = 1e-3)
    {
        using CpuEngine cpu = new(plan, 1);
        float[] meta = SmallNetworks.Meta(plan, 1);
        EpisodeBatch batch = SmallNetworks.Batch(plan, episodes, 2);
        float[] expected = new float[meta.Length], found = new float[meta.Length];
        double[] nll1 = new double[episodes], nll2 = new double[episodes], norm1 = new double[episodes], norm2 = new double[episodes];
        cpu.Gradient(meta, batch, method, expected, nll1, norm1);
        gpu.Gradient(meta, batch, method, found, nll2, norm2);
        for (int b = 0; b < episodes; b++)
        {
            Assert.AreEqual(nll1[b], nll2[b], 1e-4 * nll1[b], $"nats of episode {b}");
            Assert.AreEqual(norm1[b], norm2[b], tolerance * norm1[b], $"norm of episode {b}");
        }

        foreach (ParameterTensor t in plan.Table.Tensors)
        {
            Close(t.Name, expected, found, t.Offset, t.Count, tolerance);
            Close(t.Name + " log-rate", expected, found, t.LogRate, 1, tolerance);
            Close(t.Name + " row rates", expected, found, t.RowFactors, t.Rows, tolerance);
            Close(t.Name + " column rates", expected, found, t.ColumnFactors, t.Columns, tolerance);
            Close(t.Name + " rates", expected, found, t.Factors, t.Count, tolerance);
        }
    }

    private static void Close(string name, float[] expected, float[] found, int offset, int count, double tolerance)
    {
        if (offset < 0)
        {
            return;
        }

        double error = 0, norm = 1e-12;
        for (int i = offset; i < offset + count; i++)
        {
            error += Math.Pow(expected[i] - found[i], 2);
            norm += Math.Pow(expected[i], 2);
        }

        Assert.IsTrue(Math.Sqrt(error) <= tolerance * Math.Sqrt(norm) + 1e-6, $"{name}: relative error {Math.Sqrt(error / norm):g3} of norm {Math.Sqrt(norm):g3}");
    }
}
