using ReptileGen.Model.Cuda;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Sampling;

namespace ReptileGen.Cuda.Tests;

/// <summary>What the kernels draw, and how often.</summary>
[TestClass]
public sealed class SamplingTests
{
    private static readonly NetworkPlan FourPixels = new(new NetworkSpec(
        new ImageInputSpec(2, 2, 1), [new EmbeddingSpec(4), new ContextSpec(), new LinearSpec(12), new GateSpec(), new LinearSpec(1)],
        Head.Bernoulli, new StepSpec(RateKind.Fixed, 0.5)));

    private static readonly NetworkPlan Text = new(new NetworkSpec(
        new TextInputSpec(4, 1), [new EmbeddingSpec(4, 4), new LinearSpec(12), new ActivationSpec(Activation.Tanh), new LinearSpec(256)],
        Head.Categorical, new StepSpec(RateKind.Fixed, 0.3, null, 8)));

    /// <summary>
    /// The 16 images of 2 x 2 pixels: their probabilities by the CPU engine add up to 1, and 1600 drawn ones (seed 5)
    /// pass a chi-square test at 44.3, which a right sampler with 15 degrees of freedom exceeds once in 10,000 seeds.
    /// </summary>
    [TestMethod]
    public void ImagesComeAsOftenAsTheirProbabilitySays()
    {
        float[] meta = Spread(FourPixels);
        byte[] all = [.. Enumerable.Range(0, 16).SelectMany(i => new[] { i & 1, (i >> 1) & 1, (i >> 2) & 1, i >> 3 }).Select(x => (byte)x)];
        double[] nats = new double[16];
        using CpuEngine cpu = new(FourPixels, 1);
        cpu.Evaluate(meta, new EpisodeBatch(16, 4, all, [.. Enumerable.Repeat(4, 16)]), nats);
        Assert.AreEqual(1, nats.Sum(n => Math.Exp(-n)), 1e-5);

        using CudaEngine gpu = new(FourPixels, new EmulatedGpu(), 32, 1);
        (byte[][] drawn, double[] drawnNats) = CudaSampler.Draw(gpu, FourPixels, meta, 1600, 5, 1, [], _ => { }, default);
        int[] counts = new int[16];
        for (int i = 0; i < drawn.Length; i++)
        {
            int image = drawn[i][0] + 2 * drawn[i][1] + 4 * drawn[i][2] + 8 * drawn[i][3];
            counts[image]++;
            Assert.AreEqual(nats[image], drawnNats[i], 1e-4);
        }

        double chi = Enumerable.Range(0, 16).Sum(i => Math.Pow(counts[i] - 1600 * Math.Exp(-nats[i]), 2) / (1600 * Math.Exp(-nats[i])));
        Assert.IsInRange(0, 44.3, chi, string.Join(' ', counts));
        Assert.IsGreaterThan(44.3, counts.Sum(c => Math.Pow(c - 100, 2) / 100.0), "the test would not notice a sampler that ignores the model");
    }

    /// <summary>No chance at all: with the uniform numbers (i + 1/2) / n, value k comes within 1 of n p_k times, in ascending order.</summary>
    [TestMethod]
    [DataRow(1.0)]
    [DataRow(0.5)]
    [DataRow(2.0)]
    public void ADrawInvertsTheDistribution(double temperature)
    {
        const int Count = 600;
        float[] meta = Spread(Text);
        EpisodeBatch batch = new(Count, 4, new byte[Count * 4], [.. Enumerable.Repeat(1, Count)]);
        float[] uniforms = new float[Count * 4];
        for (int i = 0; i < Count; i++)
        {
            uniforms[4 * i] = (i + 0.5f) / Count;
        }

        using CudaEngine gpu = new(Text, new EmulatedGpu(), 32, 1);
        gpu.Sample(meta, batch, uniforms, temperature, new double[Count]);
        byte[] drawn = [.. Enumerable.Range(0, Count).Select(i => batch.Targets[4 * i])];
        FastNetwork<float> network = new(Text);
        network.Reset(meta);
        double[] probability = new double[256];
        Distribution.Of(network.Forward(0, new byte[4]), temperature, probability);
        for (int i = 1; i < Count; i++)
        {
            Assert.IsGreaterThanOrEqualTo(drawn[i - 1], drawn[i]);
        }

        for (int k = 0; k < 256; k++)
        {
            Assert.AreEqual(Count * probability[k], drawn.Count(d => d == k), 1.01, $"value {k}");
        }

        Assert.IsGreaterThan(10, drawn.Distinct().Count());
    }

    /// <summary>Where rounding puts the greatest uniform number behind the last sum, a value is drawn that has a probability.</summary>
    [TestMethod]
    public void TheGreatestNumberDrawsAProbableValue()
    {
        NetworkPlan plan = new(Text.Spec with { Step = new StepSpec(RateKind.Fixed, 0.3) });
        ParameterTensor bias = plan.Table.Tensors.Single(t => t.Count == 256);
        for (int seed = 0; seed < 20; seed++)
        {
            float[] meta = SmallNetworks.Meta(plan, seed);
            meta.AsSpan(bias.Offset + 200, 56).Fill(-1000);
            EpisodeBatch batch = new(1, 4, new byte[4], [1]);
            using CudaEngine gpu = new(plan, new EmulatedGpu(), 32, 1);
            gpu.Sample(meta, batch, [MathF.BitDecrement(1), 0, 0, 0], 0.3 + 0.1 * seed, new double[1]);
            Assert.IsLessThan(200, batch.Targets[0], $"seed {seed}");
        }
    }

    /// <summary>Same random numbers, same episodes as on the CPU, at every temperature and with parts given; a text ends with its NUL.</summary>
    [TestMethod]
    [DataRow(1.0, 1)]
    [DataRow(0.3, 1)]
    [DataRow(0.0, 1)]
    [DataRow(1.0, 2)]
    public void EpisodesAreTheCpuSamplers(double temperature, int cluster)
    {
        Agree(FourPixels, [], temperature, cluster);
        Agree(new NetworkPlan(FourPixels.Spec with { Step = new StepSpec(RateKind.Fixed, 0.5, LossThreshold: 0.6) }), [], temperature, cluster);
        Agree(FourPixels, [Sampler.Free, 1, Sampler.Free, 0], temperature, cluster);
        Agree(Text, [], temperature, cluster);
        Agree(Text, [65, Sampler.Free], temperature, cluster);
        Agree(Text, [65, 0], temperature, cluster);
    }

    [TestMethod]
    public void TheSameSeedGivesTheSameBitsOnAnyNumberOfProcessors()
    {
        float[] meta = Spread(Text);
        using CudaEngine one = new(Text, new EmulatedGpu(processors: 1), 32, 1);
        using CudaEngine three = new(Text, new EmulatedGpu(processors: 3), 32, 1);
        (byte[][] a, double[] nats) = CudaSampler.Draw(one, Text, meta, 10, 3, 1, [], _ => { }, default);
        (byte[][] b, double[] same) = CudaSampler.Draw(three, Text, meta, 10, 3, 1, [], _ => { }, default);
        (byte[][] c, _) = CudaSampler.Draw(three, Text, meta, 10, 4, 1, [], _ => { }, default);
        CollectionAssert.AreEqual(a.SelectMany(x => x).ToArray(), b.SelectMany(x => x).ToArray());
        CollectionAssert.AreEqual(nats, same);
        CollectionAssert.AreNotEqual(a.SelectMany(x => x).ToArray(), c.SelectMany(x => x).ToArray());
    }

    private static void Agree(NetworkPlan plan, short[] condition, double temperature, int cluster)
    {
        float[] meta = Spread(plan);
        using CudaEngine gpu = new(plan, new EmulatedGpu(), 32, cluster);
        (byte[][] episodes, double[] nats) = CudaSampler.Draw(gpu, plan, meta, 6, 8, temperature, condition, _ => { }, default);
        Sampler cpu = new(plan, meta);
        List<float> losses = [];
        for (int i = 0; i < episodes.Length; i++)
        {
            cpu.Start(8, i, temperature, condition);
            Assert.AreEqual(cpu.Finish(), nats[i], 1e-3 * nats[i] + 1e-4, $"nats of episode {i}");
            CollectionAssert.AreEqual(cpu.Targets.ToArray(), episodes[i], $"episode {i}");
            losses.AddRange(Array.ConvertAll(cpu.Losses.ToArray(), loss => (float)loss));
        }

        SmallNetworks.AssertBothKindsOfStep(plan, losses);
    }

    /// <summary>Initial weights, the last layer's larger: probabilities far from equal.</summary>
    private static float[] Spread(NetworkPlan plan)
    {
        float[] meta = SmallNetworks.Meta(plan, 4);
        Random random = new(6);
        foreach (ParameterTensor t in plan.Table.Tensors.TakeLast(2))
        {
            for (int i = 0; i < t.Count; i++)
            {
                meta[t.Offset + i] += 1.5f * (random.NextSingle() - 0.5f);
            }
        }

        return meta;
    }
}
