using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Cuda.Tests;

/// <summary>Tiny networks that together use every operation, rate and head.</summary>
internal static class SmallNetworks
{
    private static readonly ImageInputSpec Image = new(4, 4);
    private static readonly StepSpec Bounded = new(RateKind.Factored, 0.1, 0.5, 3);

    public static IReadOnlyDictionary<string, NetworkSpec> ByName { get; } = new Dictionary<string, NetworkSpec>
    {
        ["gated"] = new(Image, [new EmbeddingSpec(6), .. Gated(20), .. Gated(20), new LinearSpec(1)], Head.Bernoulli, new StepSpec(RateKind.Fixed, 0.1)),
        ["gated bounded"] = new(Image, [new EmbeddingSpec(6), .. Gated(20), .. Gated(20), new LinearSpec(1)], Head.Bernoulli, Bounded),
        ["tensor rates"] = new(Image, [new EmbeddingSpec(5), .. Gated(17), new LinearSpec(1)], Head.Bernoulli, new StepSpec(RateKind.Tensor, 0.1, null, 4)),
        ["parameter rates"] = new(Image, [new EmbeddingSpec(5), .. Gated(17), new LinearSpec(1)], Head.Bernoulli, new StepSpec(RateKind.Parameter, 0.1, 0.7)),
        ["frozen"] = new(Image, [new EmbeddingSpec(5), .. Gated(17), new LinearSpec(1)], Head.Bernoulli, new StepSpec(RateKind.Factored, 0.1, 0.7, null, ["layers.0", "layers.1.weight"])),
        ["loss threshold"] = new(Image, [new EmbeddingSpec(5), .. Gated(17), new LinearSpec(1)], Head.Bernoulli, new StepSpec(RateKind.Factored, 0.1, 0.7, LossThreshold: 0.6)),
        ["siren"] = new(Image, [new CoordinatesSpec(), new LinearSpec(33, LinearInit.Siren), new ActivationSpec(Activation.Sin), new LinearSpec(18), new ActivationSpec(Activation.Tanh), new LinearSpec(1)], Head.Bernoulli, new StepSpec(RateKind.Fixed, 0.05)),
        ["context"] = new(new ImageInputSpec(4, 4, 2, PixelOrder.Serpentine), [new EmbeddingSpec(3), new ContextSpec(), new LinearSpec(17), new ActivationSpec(Activation.Silu), new LinearSpec(1)], Head.Bernoulli, new StepSpec(RateKind.Factored, 0.1, 1)),
        ["lstm"] = new(Image, [new EmbeddingSpec(4), new LinearSpec(12), new LayerNormSpec(), new LstmSpec(), new LayerNormSpec(), new LstmSpec(), new LinearSpec(1)], Head.Bernoulli, new StepSpec(RateKind.Tensor, 0.05)),
        ["residuals"] = new(Image, [new EmbeddingSpec(8), new ResidualSpec([new LinearSpec(16), new ActivationSpec(Activation.Relu)]), new GatedResidualSpec([new LinearSpec(16), new ActivationSpec(Activation.Silu)]), new LinearSpec(1)], Head.Bernoulli, new StepSpec(RateKind.Factored, 0.1, 1)),
        ["wide"] = new(new ImageInputSpec(3, 3), [new EmbeddingSpec(70), new LinearSpec(300), new ActivationSpec(Activation.Tanh), new LinearSpec(40), new LinearSpec(1)], Head.Bernoulli, new StepSpec(RateKind.Factored, 0.02)),
        ["text"] = new(new TextInputSpec(10), [new EmbeddingSpec(16), new LinearSpec(20), new ActivationSpec(Activation.Relu), new LinearSpec(256)], Head.Categorical, new StepSpec(RateKind.Fixed, 0.1)),
        ["no matrix"] = new(new TextInputSpec(4), [new EmbeddingSpec(256)], Head.Categorical, new StepSpec(RateKind.Factored, 0.1, 1, 5)),
        ["text context"] = new(new TextInputSpec(10, 3), [new EmbeddingSpec(8, 4), .. Gated(16), new LinearSpec(256)], Head.Categorical, new StepSpec(RateKind.Factored, 0.1, 1, 5)),
    };

    /// <summary>Initialised as training would, with rates that differ.</summary>
    public static float[] Meta(NetworkPlan plan, int seed)
    {
        Random random = new(seed);
        float[] meta = new float[plan.Table.Length];
        plan.Table.Initialize(meta, random.NextDouble);
        foreach (ParameterTensor t in plan.Table.Tensors)
        {
            Vary(t.RowFactors, t.Rows);
            Vary(t.ColumnFactors, t.Columns);
            Vary(t.Factors, t.Count);
            Vary(t.LogRate, 1);
        }

        return meta;

        void Vary(int offset, int count)
        {
            for (int i = offset; offset >= 0 && i < offset + count; i++)
            {
                meta[i] *= 0.7f + 0.6f * random.NextSingle();
            }
        }
    }

    /// <summary>Random targets; the last episode is shorter where that is allowed.</summary>
    public static EpisodeBatch Batch(NetworkPlan plan, int count, int seed)
    {
        Random random = new(seed);
        int steps = plan.Layout.Steps;
        byte[] targets = new byte[count * steps];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = (byte)(plan.LogitCount == 1 ? random.Next(2) : random.Next(1, 256));
        }

        int[] lengths = [.. Enumerable.Range(0, count).Select(b => b == count - 1 ? steps - 2 : steps)];
        return new EpisodeBatch(count, steps, targets, lengths);
    }

    /// <summary>Losses under a network's threshold and others; both, or the episodes would show nothing of it.</summary>
    public static void AssertBothKindsOfStep(NetworkPlan plan, IEnumerable<float> nats)
    {
        if (plan.Spec.Step.LossThreshold is double threshold)
        {
            Assert.HasCount(2, nats.Select(n => n < threshold).Distinct(), string.Join(", ", nats));
        }
    }

    /// <summary>The same episodes, whose bits were drawn with random chances.</summary>
    public static EpisodeBatch WithChances(EpisodeBatch batch)
    {
        byte[] chances = new byte[batch.Targets.Length];
        new Random(7).NextBytes(chances);
        return batch with { Chances = chances };
    }

    private static LayerSpec[] Gated(int size) => [new LinearSpec(2 * size), new GateSpec(), new LayerNormSpec()];
}
