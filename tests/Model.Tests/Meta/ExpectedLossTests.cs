using ReptileGen.Model.FastWeights;
using ReptileGen.Model.FastWeights.Kernels;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Tests.Meta;

/// <summary>The outer loss as an expectation over each drawn bit: the same mean gradient, here with less scatter.</summary>
[TestClass]
public sealed class ExpectedLossTests
{
    private static readonly NetworkSpec Spec = Checks.Image(
        new StepSpec(RateKind.Factored, 0.3, GradientBound: 0.6, LogitBound: 3), new LinearSpec(8), new GateSpec(), new LayerNormSpec());

    private static readonly NetworkSpec SlowTrunk = Spec with { Step = Spec.Step with { Frozen = ["layers.0", "layers.1"] } };

    private static readonly byte[] Chances = [0, 40, 128, 200, 255, 90];

    public static IEnumerable<object[]> Specs => [[Spec], [SlowTrunk], [Spec with { Step = Spec.Step with { Rate = RateKind.Parameter } }], [Spec with { Step = new StepSpec(RateKind.Tensor, 0.3) }]];

    /// <summary>The inner loop learns the bits, whatever their chances were.</summary>
    [TestMethod]
    [DynamicData(nameof(Specs))]
    public void ExactMamlIsTheDifferencesOfTheExpectedLoss(NetworkSpec spec)
    {
        NetworkPlan plan = new(spec);
        double[] meta = Checks.Meta(plan, 1);
        byte[] targets = [0, 1, 0, 1, 1, 0];
        double[] expected = Checks.Differences(plan, meta, m => ExpectedNats(plan, m, targets));
        double[] found = Gradient(plan, meta, targets, MetaAlgorithm.Maml, Chances);
        Checks.AssertClose(found, expected, 1e-6);
        Assert.IsGreaterThan(0.01, Distance(found, Gradient(plan, meta, targets, MetaAlgorithm.Maml, [])), "the chances change nothing: the test says little");
    }

    [TestMethod]
    [DataRow(MetaAlgorithm.Maml)]
    [DataRow(MetaAlgorithm.Fomaml)]
    public void ItsMeanOverAllDrawsIsThatOfTheDrawnBitsAndItsScatterIsSmaller(MetaAlgorithm algorithm)
    {
        NetworkPlan plan = new(Spec);
        double[] meta = Checks.Meta(plan, 2), drawn = new double[meta.Length], expected = new double[meta.Length];
        (double drawnSquares, double expectedSquares, double all) = (0, 0, 0);
        for (int draw = 0; draw < 1 << Chances.Length; draw++)
        {
            byte[] targets = [.. Chances.Select((_, t) => (byte)(draw >> t & 1))]; // 0 and 255 leave one value: half of the draws have no chance each
            double chance = targets.Zip(Chances, (bit, c) => (bit == 1 ? c : 255 - c) / 255.0).Aggregate(1.0, (a, b) => a * b);
            drawnSquares += chance * Add(drawn, Gradient(plan, meta, targets, algorithm, []), chance);
            expectedSquares += chance * Add(expected, Gradient(plan, meta, targets, algorithm, Chances), chance);
            all += chance;
        }

        Assert.AreEqual(1, all, 1e-12);
        Checks.AssertClose(expected, drawn, 1e-10);
        double mean = expected.Sum(x => x * x);
        Assert.IsTrue(expectedSquares - mean < drawnSquares - mean, $"variance: drawn {drawnSquares - mean}, expected {expectedSquares - mean}");
    }

    [TestMethod]
    [DataRow(MetaAlgorithm.Maml)]
    [DataRow(MetaAlgorithm.Fomaml)]
    [DataRow(MetaAlgorithm.Reptile)]
    public void WithoutChanceItIsTheSameBits(MetaAlgorithm algorithm)
    {
        foreach (NetworkPlan plan in new NetworkPlan[] { new(Spec), new(SlowTrunk) })
        {
            double[] meta = Checks.Meta(plan, 3);
            byte[] targets = Checks.Targets(plan, 4), chances = Array.ConvertAll(targets, bit => (byte)(255 * bit));
            CollectionAssert.AreEqual(Gradient(plan, meta, targets, algorithm, []), Gradient(plan, meta, targets, algorithm, chances));
        }
    }

    /// <summary>A confident model's p - 1 is a few units of the last place: the factor must round as the gradient that it multiplies.</summary>
    [TestMethod]
    public void InSinglePrecisionItHoldsUpToTheLogitBound()
    {
        for (float logit = -16; logit <= 16; logit += 0.37f)
        {
            float[] probability = new float[1], gradient = new float[1];
            foreach (int target in new[] { 0, 1 })
            {
                LossHead<float>.Loss([logit], target, probability);
                LossHead<float>.Backward([logit], probability, target, null, gradient);
                foreach (byte chance in new byte[] { 0, 1, 100, 254, 255 })
                {
                    double expected = (1 / (1 + Math.Exp(-logit))) - (chance / 255.0);
                    double found = gradient[0] * (double)LossHead<float>.Expectation(probability[0], target, chance);
                    double limit = chance == 255 * target ? 1e-7 : 1e-6 * Math.Abs(expected) + 1e-7;
                    Assert.AreEqual(expected, found, limit, $"logit {logit}, target {target}, chance {chance}");
                }
            }
        }

        Assert.AreEqual(1f, LossHead<float>.Expectation(1, 1, 100), "nothing is left of the gradient, and nothing becomes infinite");
    }

    [TestMethod]
    public void TruncationToOneStepIsFomaml()
    {
        NetworkPlan plan = new(Spec with { Step = new StepSpec(RateKind.Fixed, 0.3) });
        double[] meta = Checks.Meta(plan, 5), truncated = new double[meta.Length];
        byte[] targets = Checks.Targets(plan, 6);
        new EpisodeGradient<double>(plan, MetaAlgorithm.Maml).Gradient(meta, targets, 1, truncated, Chances);
        Checks.AssertClose(truncated, Gradient(plan, meta, targets, MetaAlgorithm.Fomaml, Chances), 1e-12);
    }

    [TestMethod]
    public void ReptileHasNoOuterLoss()
    {
        NetworkPlan plan = new(Spec);
        double[] meta = Checks.Meta(plan, 3);
        byte[] targets = Checks.Targets(plan, 4);
        CollectionAssert.AreEqual(Gradient(plan, meta, targets, MetaAlgorithm.Reptile, []), Gradient(plan, meta, targets, MetaAlgorithm.Reptile, Chances));
    }

    [TestMethod]
    public void AnEngineRefusesChancesThatDoNotFit()
    {
        NetworkPlan images = new(Spec), text = new(new NetworkSpec(new TextInputSpec(6), [new EmbeddingSpec(2), new LinearSpec(256)], Head.Categorical, Spec.Step));
        StringAssert.Contains(Refused(images, new byte[5]), "chances: expected 6 elements, found 5");
        StringAssert.Contains(Refused(text, Chances), "logits, where targets have chances: expected 1 elements, found 256");

        static string Refused(NetworkPlan plan, byte[] chances)
        {
            using CpuEngine engine = new(plan, 1);
            float[] meta = new float[plan.Table.Length];
            EpisodeBatch batch = new(1, 6, new byte[6], [6], chances);
            return Assert.ThrowsExactly<ArgumentException>(() => engine.Gradient(meta, batch, new MetaMethod(MetaAlgorithm.Maml), meta, new double[1], new double[1])).Message;
        }
    }

    /// <summary>sum over the steps of -c log p - (1 - c) log(1 - p), where p follows from the bits that were drawn.</summary>
    private static double ExpectedNats(NetworkPlan plan, double[] meta, byte[] targets)
    {
        FastNetwork<double> network = new(plan);
        network.Reset(meta);
        double sum = 0;
        for (int t = 0; t < targets.Length; t++)
        {
            double logit = network.Forward(t, targets)[0], chance = Chances[t] / 255.0;
            sum += chance * Math.Log(1 + Math.Exp(-logit)) + (1 - chance) * Math.Log(1 + Math.Exp(logit));
            network.Step(targets[t]);
        }

        return sum;
    }

    private static double[] Gradient(NetworkPlan plan, double[] meta, byte[] targets, MetaAlgorithm algorithm, byte[] chances)
    {
        double[] gradient = new double[meta.Length];
        new EpisodeGradient<double>(plan, algorithm).Gradient(meta, targets, 0, gradient, chances);
        return gradient;
    }

    /// <summary>sum += weight * vector; returns the vector's squared norm.</summary>
    private static double Add(double[] sum, double[] vector, double weight)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += weight * vector[i];
        }

        return vector.Sum(x => x * x);
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
