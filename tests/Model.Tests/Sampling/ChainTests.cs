using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Sampling;

namespace ReptileGen.Model.Tests.Sampling;

/// <summary>Is what is sampled distributed as the likelihood says, and is the likelihood a probability?</summary>
[TestClass]
public sealed class ChainTests
{
    private const int Draws = 200_000;

    /// <summary>A rate of 0.3 on 8 steps: the network changes so much within an episode that a mistake would show.</summary>
    [TestMethod]
    [DataRow(0)]
    [DataRow(2)]
    public void AllSequencesOfBitsSumToOne(int context)
    {
        NetworkPlan plan = new(TinyModel.Image(2, 4, context));
        Assert.AreEqual(1, Probabilities(plan).Sum(), 1e-9);
    }

    /// <summary>All lines of at most 2 bytes: 1 that ends at once and 255 * 256 others.</summary>
    [TestMethod]
    public void AllLinesSumToOne()
    {
        NetworkPlan plan = new(TinyModel.Text(2));
        FastNetwork<double> network = new(plan);
        double[] meta = [.. TinyModel.Meta(plan).Select(w => (double)w)];
        double sum = 0;
        byte[] line = new byte[2];
        for (int first = 0; first < 256; first++)
        {
            for (int second = 0; second < (first == 0 ? 1 : 256); second++)
            {
                network.Reset(meta);
                (line[0], line[1]) = ((byte)first, (byte)second);
                network.Forward(0, line);
                double nll = network.Step(first);
                if (first != 0)
                {
                    network.Forward(1, line);
                    nll += network.Step(second);
                }

                sum += Math.Exp(-nll);
            }
        }

        Assert.AreEqual(1, sum, 1e-9);
    }

    /// <summary>
    /// Pearson's chi-square over all 256 sequences, those expected less than 5 times taken together. A sampler that is
    /// right fails with probability 1e-6 (the quantile by Wilson and Hilferty); the seed is fixed.
    /// </summary>
    [TestMethod]
    public void SamplesFollowTheChain()
    {
        NetworkPlan plan = new(TinyModel.Image(2, 4, 2));
        double[] probability = Probabilities(plan);
        int[] counts = new int[probability.Length];
        Sampler sampler = new(plan, TinyModel.Meta(plan));
        for (int i = 0; i < Draws; i++)
        {
            sampler.Start(1, i);
            double nll = sampler.Finish();
            int sequence = Number(sampler.Targets);
            counts[sequence]++;
            Assert.AreEqual(-Math.Log(probability[sequence]), nll, 1e-4);
        }

        double statistic = 0, restExpected = 0, rest = 0;
        int cells = 0;
        for (int s = 0; s < counts.Length; s++)
        {
            double expected = Draws * probability[s];
            if (expected < 5)
            {
                (restExpected, rest) = (restExpected + expected, rest + counts[s]);
                continue;
            }

            statistic += (counts[s] - expected) * (counts[s] - expected) / expected;
            cells++;
        }

        if (restExpected > 0)
        {
            statistic += (rest - restExpected) * (rest - restExpected) / restExpected;
            cells++;
        }

        double k = cells - 1, z = 4.7534, root = 1 - 2 / (9 * k) + z * Math.Sqrt(2 / (9 * k));
        Assert.IsTrue(cells > 100, $"{cells} cells");
        Assert.IsTrue(statistic < k * root * root * root, $"chi-square {statistic:F1} of {k} degrees of freedom");
    }

    /// <summary>Learning y makes y more probable, for random networks, targets and small rates.</summary>
    [TestMethod]
    public void AStepRaisesTheProbabilityOfWhatItLearned()
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            NetworkPlan plan = new(seed % 2 == 0 ? TinyModel.Image(2, 4, 0, 1e-3) : TinyModel.Text() with { Step = new StepSpec(RateKind.Tensor, 1e-3) });
            FastNetwork<double> network = new(plan);
            network.Reset([.. TinyModel.Meta(plan, seed).Select(w => (double)w)]);
            byte[] targets = new byte[plan.Layout.Steps];
            int y = (int)(seed / 2 * 37 % (ulong)(plan.LogitCount == 1 ? 2 : 256));
            network.Forward(0, targets);
            double before = network.Step(y);
            network.Forward(0, targets);
            Assert.IsTrue(network.Step(y) < before, $"seed {seed}");
        }
    }

    private static double[] Probabilities(NetworkPlan plan)
    {
        FastNetwork<double> network = new(plan);
        double[] meta = [.. TinyModel.Meta(plan).Select(w => (double)w)];
        double[] probability = new double[1 << plan.Layout.Steps];
        byte[] bits = new byte[plan.Layout.Steps];
        for (int s = 0; s < probability.Length; s++)
        {
            double nll = 0;
            network.Reset(meta);
            for (int t = 0; t < bits.Length; t++)
            {
                bits[t] = (byte)(s >> t & 1);
                network.Forward(t, bits);
                nll += network.Step(bits[t]);
            }

            probability[s] = Math.Exp(-nll);
        }

        return probability;
    }

    private static int Number(ReadOnlySpan<byte> bits)
    {
        int number = 0;
        for (int t = 0; t < bits.Length; t++)
        {
            number |= bits[t] << t;
        }

        return number;
    }
}
