using ReptileGen.Model;
using ReptileGen.Model.Cuda;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Cuda.Tests;

/// <summary>Truncation, clip, episodes that blow up, and how the work is cut up: all against the CPU engine.</summary>
[TestClass]
public sealed class GradientTests
{
    [TestMethod]
    [DataRow("gated bounded")]
    [DataRow("lstm")]
    [DataRow("parameter rates")]
    public void TheReverseSweepStopsWhereItIsTruncated(string network)
    {
        NetworkPlan plan = new(SmallNetworks.ByName[network]);
        using CudaEngine gpu = new(plan, new EmulatedGpu(), 64, 1);
        AgreementTests.Compare(plan, gpu, new MetaMethod(MetaAlgorithm.Maml, 5), 2);
        (float[] whole, _, _) = Gradient(gpu, plan, SmallNetworks.Batch(plan, 2, 2), new MetaMethod(MetaAlgorithm.Maml));
        (float[] cut, _, _) = Gradient(gpu, plan, SmallNetworks.Batch(plan, 2, 2), new MetaMethod(MetaAlgorithm.Maml, 5));
        Assert.IsGreaterThan(0.01, Distance(whole, cut) / Norm(whole), "the test would not notice a truncation that does nothing");
    }

    [TestMethod]
    [DataRow(MetaAlgorithm.Reptile)]
    [DataRow(MetaAlgorithm.Maml)]
    public void EachEpisodeIsClipped(MetaAlgorithm algorithm)
    {
        NetworkPlan plan = new(SmallNetworks.ByName["gated"]);
        using CudaEngine gpu = new(plan, new EmulatedGpu(), 64, 1);
        EpisodeBatch batch = SmallNetworks.Batch(plan, 4, 2);
        (_, _, double[] norms) = Gradient(gpu, plan, batch, new MetaMethod(algorithm));
        float clip = (float)norms.Order().Skip(1).First(); // one below, one at it, two above
        AgreementTests.Compare(plan, gpu, new MetaMethod(algorithm, Clip: clip), 4);
        (float[] gradient, _, double[] same) = Gradient(gpu, plan, batch, new MetaMethod(algorithm, Clip: clip / 100));
        CollectionAssert.AreEqual(norms, same, "norms are those before the clip");
        Assert.IsTrue(Norm(gradient) <= clip / 100 * 1.0001, "a mean of vectors is no longer than the longest");
    }

    /// <summary>An episode of one step cannot blow up, the whole one does at this rate: it counts as 0 and says NaN.</summary>
    [TestMethod]
    [DataRow(MetaAlgorithm.Reptile)]
    [DataRow(MetaAlgorithm.Maml)]
    public void AnEpisodeThatIsNotFiniteCountsAsZero(MetaAlgorithm algorithm)
    {
        NetworkPlan plan = new(new NetworkSpec(
            new ImageInputSpec(4, 4), [new EmbeddingSpec(6), new LinearSpec(20), new ActivationSpec(Activation.Relu), new LinearSpec(1)],
            Head.Bernoulli, new StepSpec(RateKind.Fixed, 1e25)));
        EpisodeBatch batch = SmallNetworks.Batch(plan, 2, 2) with { Lengths = [1, 16] };
        using CudaEngine gpu = new(plan, new EmulatedGpu(), 64, 1);
        using CpuEngine cpu = new(plan, 1);
        (float[] found, _, double[] norms) = Gradient(gpu, plan, batch, new MetaMethod(algorithm));
        (float[] expected, _, double[] cpuNorms) = Gradient(cpu, plan, batch, new MetaMethod(algorithm));
        Assert.IsTrue(double.IsNaN(norms[1]) && double.IsNaN(cpuNorms[1]));
        Assert.IsTrue(double.IsFinite(norms[0]));
        Assert.IsGreaterThan(0, Norm(expected), $"norms {norms[0]} {cpuNorms[0]}, found {Norm(found)}");
        Assert.IsTrue(Distance(expected, found) <= 1e-3 * Norm(expected), "gradients differ");
    }

    /// <summary>What is not a number passes through a ReLU as on the CPU, or the episode would count as if nothing had happened.</summary>
    [TestMethod]
    public void AReluKeepsWhatIsNotANumber()
    {
        NetworkPlan plan = new(new NetworkSpec(
            new ImageInputSpec(4, 4),
            [new EmbeddingSpec(6), new LinearSpec(2), new ActivationSpec(Activation.Relu), new LinearSpec(1), new ActivationSpec(Activation.Relu), new LinearSpec(1)],
            Head.Bernoulli, new StepSpec(RateKind.Fixed, 0.1)));
        float[] meta = SmallNetworks.Meta(plan, 1);
        Span<float> Values(string name) => meta.AsSpan(plan.Table.Tensors.Single(t => t.Name == name).Offset, plan.Table.Tensors.Single(t => t.Name == name).Count);
        Values("layers.0.table0").Fill(2);
        Values("layers.1.weight").Fill(3e38f);
        Values("layers.0.table1").Fill(2);
        (Values("layers.3.weight")[0], Values("layers.3.weight")[1]) = (1, -1); // infinity minus infinity
        EpisodeBatch batch = SmallNetworks.Batch(plan, 1, 2);
        using CudaEngine gpu = new(plan, new EmulatedGpu(), 64, 1);
        using CpuEngine cpu = new(plan, 1);
        double[] found = new double[1], expected = new double[1];
        cpu.Evaluate(meta, batch, expected);
        gpu.Evaluate(meta, batch, found);
        Assert.IsTrue(double.IsNaN(expected[0]) && double.IsNaN(found[0]), $"{expected[0]} {found[0]}");
    }

    [TestMethod]
    [DataRow("wide", 4)]
    [DataRow("wide", 8)]
    [DataRow("text context", 4)]
    public void LargeClustersAgree(string network, int cluster)
    {
        NetworkPlan plan = new(SmallNetworks.ByName[network]);
        GpuLayout layout = new(plan, GpuMode.Maml, 32, cluster, 64 << 10);
        Assert.IsTrue(layout.Tensors.ToArray().Any(t => t.Split != 0), "no matrix is split");
        using CudaEngine gpu = new(plan, new EmulatedGpu(), 32, cluster);
        AgreementTests.Compare(plan, gpu, new MetaMethod(MetaAlgorithm.Maml), 2);
    }

    /// <summary>A slice of a GPU may say that it has clusters and be too small for one: then the rest of the weights lies in device memory.</summary>
    [TestMethod]
    public void ADeviceTooSmallForItsClustersTakesSmallerOnes()
    {
        NetworkPlan plan = new(SmallNetworks.ByName["wide"]);
        EmulatedGpu small = new(sharedBytes: 48 << 10, largestCluster: 1);
        Assert.IsGreaterThan(1, ClusterChoice.Best(plan, GpuMode.Reptile, small), "nothing to take smaller");
        using CudaEngine gpu = new(plan, small, 32);
        AgreementTests.Compare(plan, gpu, new MetaMethod(MetaAlgorithm.Maml), 2);
        AgreementTests.Compare(plan, gpu, new MetaMethod(MetaAlgorithm.Reptile), 2);
    }

    /// <summary>The blocks of a large cluster exchange more than those of a small one: what does not fit eight may fit one.</summary>
    [TestMethod]
    public void WhatDoesNotFitALargeClusterTakesASmallerOne()
    {
        NetworkPlan plan = new(SmallNetworks.ByName["wide"]);
        int bytes = Enumerable.Range(1, 1 << 17).First(n => Fits(plan, 1, n));
        EmulatedGpu small = new(sharedBytes: bytes);
        int best = ClusterChoice.Best(plan, GpuMode.Maml, small);
        Assert.IsTrue(best > 1 && !Fits(plan, best, bytes), "nothing to take smaller");
        using CudaEngine gpu = new(plan, small, 64);
        AgreementTests.Compare(plan, gpu, new MetaMethod(MetaAlgorithm.Maml), 2);
    }

    /// <summary>Less shared memory than the weights need: some rows of each kind lie in device memory.</summary>
    [TestMethod]
    [DataRow("gated bounded", 1, 0.5)]
    [DataRow("parameter rates", 2, 0.3)]
    [DataRow("wide", 2, 0.7)]
    [DataRow("lstm", 1, 0.0)]
    public void WeightsThatDoNotFitIntoSharedMemoryLieInDeviceMemory(string network, int cluster, double share)
    {
        NetworkPlan plan = new(SmallNetworks.ByName[network]);
        int all = new GpuLayout(plan, GpuMode.Maml, 64, cluster, 1 << 20).SharedBytes, least = Enumerable.Range(1, all).First(n => Fits(plan, cluster, n));
        int bytes = least + (int)(share * (all - least));
        GpuTensor[] tensors = new GpuLayout(plan, GpuMode.Maml, 64, cluster, bytes).Tensors.ToArray();
        Assert.IsTrue(tensors.Any(t => t.AdjointSharedRows < t.Slice), "all fits");
        using CudaEngine gpu = new(plan, new EmulatedGpu(sharedBytes: bytes), 64, cluster);
        AgreementTests.Compare(plan, gpu, new MetaMethod(MetaAlgorithm.Maml), 2);
        AgreementTests.Compare(plan, gpu, new MetaMethod(MetaAlgorithm.Reptile), 2);
    }

    [TestMethod]
    public void ANetworkThatDoesNotFitAtAllSaysSo()
    {
        NetworkPlan plan = new(SmallNetworks.ByName["lstm"]);
        UserException e = Assert.ThrowsExactly<UserException>(() => new GpuLayout(plan, GpuMode.Maml, 64, 1, 1024));
        Assert.Contains("it has 1024; use --device cpu", e.Message);
    }

    /// <summary>The number of multiprocessors and the free memory decide who computes what and in how many parts, never the bits.</summary>
    [TestMethod]
    public void MoreEpisodesThanProcessorsAndLittleMemoryGiveTheSameBits()
    {
        NetworkPlan plan = new(SmallNetworks.ByName["tensor rates"]);
        EpisodeBatch batch = SmallNetworks.WithChances(SmallNetworks.Batch(plan, 7, 3));
        MetaMethod method = new(MetaAlgorithm.Maml);
        using CudaEngine one = new(plan, new EmulatedGpu(processors: 1), 32, 1);
        using CudaEngine three = new(plan, new EmulatedGpu(processors: 3), 32, 1);
        using CudaEngine little = new(plan, new EmulatedGpu(processors: 2, freeBytes: 4 * 2 * 4 * plan.Table.Length), 32, 1);
        AgreementTests.Compare(plan, one, method, 7);
        (float[] expected, double[] nll, double[] norms) = Gradient(one, plan, batch, method);
        foreach (CudaEngine engine in new[] { one, three, little })
        {
            (float[] found, double[] sameNll, double[] sameNorms) = Gradient(engine, plan, batch, method);
            CollectionAssert.AreEqual(expected, found);
            CollectionAssert.AreEqual(nll, sameNll);
            CollectionAssert.AreEqual(norms, sameNorms);
        }
    }

    [TestMethod]
    [DataRow("context", 1)]
    [DataRow("text", 2)]
    public void EvaluateTellsTheLossOfEachStep(string network, int cluster)
    {
        NetworkPlan plan = new(SmallNetworks.ByName[network]);
        float[] meta = SmallNetworks.Meta(plan, 1);
        EpisodeBatch batch = SmallNetworks.Batch(plan, 3, 2);
        using CudaEngine gpu = new(plan, new EmulatedGpu(), 64, cluster);
        using CpuEngine cpu = new(plan, 1);
        double[] nll = new double[3], expectedNll = new double[3];
        float[] steps = new float[3 * batch.Steps], expected = new float[steps.Length];
        cpu.Evaluate(meta, batch, expectedNll, expected);
        gpu.Evaluate(meta, batch, nll, steps);
        for (int i = 0; i < steps.Length; i++)
        {
            bool inside = i % batch.Steps < batch.Lengths[i / batch.Steps];
            Assert.AreEqual(inside ? expected[i] : 0, steps[i], 1e-3f * expected[i], $"step {i % batch.Steps} of episode {i / batch.Steps}");
        }

        for (int b = 0; b < 3; b++)
        {
            Assert.AreEqual(expectedNll[b], nll[b], 1e-4 * expectedNll[b]);
            Assert.AreEqual(steps.AsSpan(b * batch.Steps, batch.Steps).ToArray().Sum(x => (double)x), nll[b], 1e-9 * nll[b]);
        }

        double[] alone = new double[3];
        gpu.Evaluate(meta, batch, alone);
        CollectionAssert.AreEqual(nll, alone);
    }

    [TestMethod]
    public void WrongLengthsAreRefused()
    {
        NetworkPlan plan = new(SmallNetworks.ByName["gated"]);
        EpisodeBatch batch = SmallNetworks.Batch(plan, 2, 2);
        using CudaEngine gpu = new(plan, new EmulatedGpu(), 64, 1);
        Assert.Contains("meta vector", Assert.ThrowsExactly<ArgumentException>(() => gpu.Evaluate(new float[3], batch, new double[2])).Message);
        Assert.Contains("nll", Assert.ThrowsExactly<ArgumentException>(() => gpu.Evaluate(new float[plan.Table.Length], batch, new double[1])).Message);
        Assert.Contains("lengths", Assert.ThrowsExactly<ArgumentException>(() =>
            gpu.Evaluate(new float[plan.Table.Length], batch with { Lengths = [17, 1] }, new double[2])).Message);
    }

    private static bool Fits(NetworkPlan plan, int cluster, int bytes)
    {
        try
        {
            return new GpuLayout(plan, GpuMode.Maml, 64, cluster, bytes).SharedBytes <= bytes;
        }
        catch (UserException)
        {
            return false;
        }
    }

    private static (float[] Gradient, double[] Nll, double[] Norms) Gradient(IMetaEngine engine, NetworkPlan plan, EpisodeBatch batch, MetaMethod method)
    {
        float[] gradient = new float[plan.Table.Length];
        double[] nll = new double[batch.Count], norms = new double[batch.Count];
        engine.Gradient(SmallNetworks.Meta(plan, 1), batch, method, gradient, nll, norms);
        return (gradient, nll, norms);
    }

    private static double Norm(float[] v) => Math.Sqrt(v.Sum(x => (double)x * x));

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => Math.Pow(x - y, 2)).Sum());
}
