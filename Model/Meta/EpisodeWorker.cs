using System.Numerics.Tensors;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Meta;

/// <summary>What one thread of <see cref="CpuEngine"/> owns.</summary>
internal sealed class EpisodeWorker(NetworkGraph graph)
{
    private float[] gradient = [];
    private EpisodeGradient<float>? episodes;

    /// <summary>Makes the memory for an algorithm, once; null for the inner loop alone.</summary>
    public void Prepare(MetaAlgorithm? algorithm)
    {
        if (episodes is null || (algorithm is MetaAlgorithm a && a != episodes.Algorithm))
        {
            episodes = new EpisodeGradient<float>(graph, algorithm ?? MetaAlgorithm.Reptile);
        }

        if (algorithm is not null && gradient.Length == 0)
        {
            gradient = new float[graph.Plan.Table.Length];
        }
    }

    /// <summary>Nats of an episode.</summary>
    public double Evaluate(float[] meta, ReadOnlySpan<byte> targets, Span<float> stepNll) =>
        episodes!.Run(meta, targets, stepNll);

    /// <summary>Nats of an episode and the norm of its meta-gradient, NaN if that is not finite.</summary>
    public (double Nll, double Norm) Gradient(float[] meta, ReadOnlySpan<byte> targets, ReadOnlySpan<byte> chances, MetaMethod method)
    {
        double nll = episodes!.Gradient(meta, targets, method.Truncation, gradient, chances);
        double squares = Vectors.SquaredNorm(gradient);
        return (nll, double.IsFinite(squares) && double.IsFinite(nll) ? Math.Sqrt(squares) : double.NaN);
    }

    /// <summary>Adds the last gradient, scaled down to a norm of at most <paramref name="clip"/>; nothing if it was not finite.</summary>
    public void AddTo(float[] sum, float clip, double norm)
    {
        if (!double.IsNaN(norm))
        {
            float scale = norm > clip ? (float)(clip / norm) : 1;
            TensorPrimitives.MultiplyAdd(gradient, scale, sum, sum);
        }
    }
}
