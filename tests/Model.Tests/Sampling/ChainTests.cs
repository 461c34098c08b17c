using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Sampling;

namespace ReptileGen.Model.Tests.Sampling;

/// <summary>Is what is sampled distributed as the likelihood says, and is the likelihood a probability?</summary>
[TestClass]
public sealed class ChainTests
{
    private const int Draws = 50_000, MoreDraws = 200_000;

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

    /// <summary>At each temperature, with nothing given and with some values given: all sequences as often as they should be.</summary>
    [TestMethod]
    [DataRow(1.0, "", 100)]
    [DataRow(0.5, "", 50)]
    [DataRow(2.0, "", 100)]
    [DataRow(1.0, "?1??0??1", 25)]
    [DataRow(2.0, "?1??0??1", 25)]
    public void SamplesFollowTheChain(double temperature, string given, int leastCells)
    {
        NetworkPlan plan = new(TinyModel.Image(2, 4, 2));
        short[] condition = [.. given.Select(c => c == '?' ? Sampler.Free : (short)(c - '0'))];
        double[] chain = Probabilities(plan), probability = Probabilities(plan, temperature, condition);
        int[] counts = new int[probability.Length];
        Sampler sampler = new(plan, TinyModel.Meta(plan));
        for (int i = 0; i < (temperature == 1 && given.Length == 0 ? MoreDraws : Draws); i++)
        {
            sampler.Start(1, i, temperature, condition);
            double nll = sampler.Finish();
            int sequence = Number(sampler.Targets);
            counts[sequence]++;
            Assert.AreEqual(-Math.Log(chain[sequence]), nll, 1e-4);
        }

        ChiSquare.AssertFollows(probability, counts, leastCells);
    }

    /// <summary>The first byte of a text, against the softmax of its logits.</summary>
    [TestMethod]
    [DataRow(1.0)]
    [DataRow(0.25)]
    public void BytesFollowTheirLogits(double temperature)
    {
        Sampler sampler = new(new NetworkPlan(TinyModel.Text()), TinyModel.Meta(new NetworkPlan(TinyModel.Text())));
        int[] counts = new int[256];
        for (int i = 0; i < Draws / 2; i++)
        {
            sampler.Start(1, i, temperature);
            sampler.Next();
            counts[sampler.Value]++;
        }

        sampler.Start(1, 0);
        sampler.Network.Forward(0, new byte[2]);
        double[] weights = [.. sampler.Logits.ToArray().Select(z => Math.Exp(z / temperature))];
        ChiSquare.AssertFollows([.. weights.Select(w => w / weights.Sum())], counts, 100);
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

    /// <summary>
    /// Of every sequence of bits when sampled: each free value by its logit at the temperature, what is given for certain.
    /// What the network learns from a value does not depend on the temperature.
    /// </summary>
    private static double[] Probabilities(NetworkPlan plan, double temperature = 1, short[]? given = null)
    {
        FastNetwork<double> network = new(plan);
        double[] meta = [.. TinyModel.Meta(plan).Select(w => (double)w)];
        double[] probability = new double[1 << plan.Layout.Steps];
        byte[] bits = new byte[plan.Layout.Steps];
        for (int s = 0; s < probability.Length; s++)
        {
            probability[s] = 1;
            network.Reset(meta);
            for (int t = 0; t < bits.Length; t++)
            {
                bits[t] = (byte)(s >> t & 1);
                double nll = Math.Log(1 + Math.Exp(network.Forward(t, bits)[0] * (bits[t] == 1 ? -1 : 1) / temperature));
                network.Step(bits[t]);
                short value = t < given?.Length ? given[t] : Sampler.Free;
                probability[s] *= value == Sampler.Free ? Math.Exp(-nll) : value == bits[t] ? 1 : 0;
            }
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
