using ReptileGen.Model.Episodes;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Randomness;
using ReptileGen.Model.Runs;

namespace ReptileGen.Model.Tests;

/// <summary>Networks and data small enough to try everything.</summary>
internal static class TinyModel
{
    public static NetworkSpec Image(int rows = 2, int columns = 4, int context = 0, double rate = 0.3) => new(
        new ImageInputSpec(rows, columns, context),
        [
            new EmbeddingSpec(4), .. context > 0 ? [new ContextSpec()] : Array.Empty<LayerSpec>(),
            new LinearSpec(12), new GateSpec(), new LinearSpec(1),
        ],
        Head.Bernoulli,
        new StepSpec(RateKind.Factored, rate, 20, 15));

    public static NetworkSpec Text(int length = 2) => new(
        new TextInputSpec(length, 1),
        [new EmbeddingSpec(4, 4), new LinearSpec(6), new ActivationSpec(Activation.Tanh), new LinearSpec(256)],
        Head.Categorical,
        new StepSpec(RateKind.Tensor, 0.3, 20, 15));

    public static RunSpec Run(NetworkSpec network) => Presets.Get("tiny") with { Network = network };

    public static float[] Meta(NetworkPlan plan, ulong seed = 1)
    {
        float[] meta = new float[plan.Table.Length];
        plan.Table.Initialize(meta, new RandomStream(seed, "theta").NextDouble);
        return meta;
    }

    /// <summary>Gray images with a bright half, so that there is something to learn.</summary>
    public static ImageEpisodes Images(EpisodeLayout layout, int first = 0, int count = 30)
    {
        byte[] gray = new byte[(first + count) * layout.Steps];
        RandomStream random = new(9, "images");
        for (int i = 0; i < gray.Length; i++)
        {
            gray[i] = (byte)(i / layout.Steps % 2 == i % layout.Steps * 2 / layout.Steps ? 200 + random.NextInt(56) : random.NextInt(30));
        }

        return new ImageEpisodes(i => gray.AsSpan(i * layout.Steps, layout.Steps), first, count, layout, Protocol.Dynamic, 1);
    }
}
