using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Tests.Meta;

/// <summary>Small networks, episodes, and derivatives by differences, in double.</summary>
internal static class Checks
{
    public static NetworkSpec Image(StepSpec step, params LayerSpec[] layers) =>
        new(new ImageInputSpec(2, 3), [new EmbeddingSpec(2), .. layers, new LinearSpec(1)], Head.Bernoulli, step);

    /// <summary>A meta vector with every element away from its start, rates included.</summary>
    public static double[] Meta(NetworkPlan plan, int seed)
    {
        Random random = new(seed);
        float[] start = new float[plan.Table.Length];
        plan.Table.Initialize(start, random.NextDouble);
        double[] meta = Array.ConvertAll(start, x => (double)x);
        foreach (int k in Places(plan))
        {
            meta[k] += 0.2 * (random.NextDouble() - 0.5);
        }

        return meta;
    }

    public static byte[] Targets(NetworkPlan plan, int seed, int? length = null)
    {
        Random random = new(seed);
        int values = plan.LogitCount == 1 ? 2 : 256;
        return [.. Enumerable.Range(0, length ?? plan.Layout.Steps).Select(_ => (byte)random.Next(values))];
    }

    public static double Nll(NetworkPlan plan, double[] meta, byte[] targets) =>
        new EpisodeGradient<double>(plan, MetaAlgorithm.Reptile).Run(meta, targets);

    public static double[] Gradient(NetworkPlan plan, double[] meta, byte[] targets, MetaAlgorithm algorithm, int truncation = 0)
    {
        double[] gradient = new double[meta.Length];
        new EpisodeGradient<double>(plan, algorithm).Gradient(meta, targets, truncation, gradient);
        return gradient;
    }

    /// <summary>An episode under a loss threshold has steps of both kinds, skipped and learned; else it would show nothing of the threshold.</summary>
    public static void AssertBothKindsOfStep(NetworkPlan plan, double[] meta, byte[] targets)
    {
        if (plan.Spec.Step.LossThreshold is double threshold)
        {
            double[] nats = new double[targets.Length];
            new EpisodeGradient<double>(plan, MetaAlgorithm.Reptile).Run(meta, targets, nats);
            int skipped = nats.Count(n => n < threshold);
            Assert.IsTrue(skipped > 0 && skipped < nats.Length, $"{skipped} of {nats.Length} steps are skipped: {string.Join(", ", nats)}");
        }
    }

    /// <summary>The elements of the meta vector that mean something: no gaps.</summary>
    public static IEnumerable<int> Places(NetworkPlan plan) => plan.Table.Tensors.SelectMany(t => new[]
    {
        (t.Offset, t.Count), (t.LogRate, 1), (t.RowFactors, t.Rows), (t.ColumnFactors, t.Columns), (t.Factors, t.Count),
    }).Where(r => r.Item1 >= 0).SelectMany(r => Enumerable.Range(r.Item1, r.Item2));

    /// <summary>Derivatives of a function of the meta vector by differences of fourth order.</summary>
    public static double[] Differences(NetworkPlan plan, double[] meta, Func<double[], double> function)
    {
        const double Step = 2e-4;
        double[] result = new double[meta.Length], moved = (double[])meta.Clone();
        foreach (int k in Places(plan))
        {
            double At(double x)
            {
                moved[k] = meta[k] + x;
                double value = function(moved);
                moved[k] = meta[k];
                return value;
            }

            result[k] = (8 * (At(Step) - At(-Step)) - (At(2 * Step) - At(-2 * Step))) / (12 * Step);
        }

        return result;
    }

    /// <summary>
    /// The distance of two vectors relative to the length of the expected one is at most <paramref name="limit"/>. What
    /// is not a number is too far: <c>Assert.IsLessThan</c> would let it pass.
    /// </summary>
    public static void AssertClose(double[] found, double[] expected, double limit, string what = "the vector")
    {
        double difference = 0, size = 0;
        for (int k = 0; k < expected.Length; k++)
        {
            difference += (found[k] - expected[k]) * (found[k] - expected[k]);
            size += expected[k] * expected[k];
        }

        double error = difference == 0 ? 0 : Math.Sqrt(difference / size);
        Assert.IsTrue(error <= limit, $"{what}: the relative error is {error}, expected at most {limit}");
    }

    /// <summary>Exact MAML against differences of J, relative to the whole vector and to the part of the rates.</summary>
    public static void AssertExact(NetworkSpec spec, int seed = 1, int? length = null)
    {
        NetworkPlan plan = new(spec);
        AssertExact(plan, Meta(plan, seed), Targets(plan, seed + 1, length));
    }

    /// <summary>The same at a given place.</summary>
    public static void AssertExact(NetworkPlan plan, double[] meta, byte[] targets)
    {
        double[] found = Gradient(plan, meta, targets, MetaAlgorithm.Maml);
        double[] expected = Differences(plan, meta, m => Nll(plan, m, targets));
        AssertClose(found, expected, 1e-6, "the whole gradient");
        int theta = plan.Table.ThetaLength;
        if (meta.Length > theta)
        {
            AssertClose(found[theta..], expected[theta..], 1e-6, "the gradient of the rates");
        }
    }
}
