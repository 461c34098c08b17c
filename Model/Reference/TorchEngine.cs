using ReptileGen.Model.FastWeights;
using ReptileGen.Model.FastWeights.Kernels;
using ReptileGen.Model.Meta;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Reference;

/// <summary>
/// <see cref="ReferenceGradient"/> as an engine: all episodes of a meta-batch side by side, on the GPU where the TorchSharp
/// package in use has one, else on the CPU. With the managed provider it is for comparison, not for speed.
/// </summary>
public sealed class TorchEngine : IMetaEngine
{
    private readonly NetworkPlan _plan;
    private readonly Device _device = cuda.is_available() ? CUDA : CPU;
    private readonly ReferenceGradient _episodes;

    /// <summary>An engine for a network.</summary>
    public TorchEngine(NetworkPlan plan)
    {
        _plan = plan;
        _episodes = new ReferenceGradient(plan, ScalarType.Float32, _device);
    }

    /// <inheritdoc/>
    public string Description => $"TorchSharp on {_device}";

    /// <inheritdoc/>
    /// <exception cref="UserException">A truncated MAML is asked for.</exception>
    public void Gradient(ReadOnlySpan<float> meta, EpisodeBatch batch, MetaMethod method, Span<float> gradient, Span<double> nll, Span<double> norms)
    {
        batch.Check(_plan);
        if (method is { Algorithm: MetaAlgorithm.Maml, Truncation: not 0 })
            throw new UserException($"the device torch differentiates whole episodes: expected no truncation, found {method.Truncation}");
        using var scope = NewDisposeScope();
        var (steps, each, _) = _episodes.Run(tensor(meta.ToArray()), batch, method.Algorithm);
        var values = each!.cpu().data<float>().ToArray();
        steps.to(ScalarType.Float64).sum(dim: 1).cpu().data<double>().CopyTo(nll);
        var mean = new double[gradient.Length];
        for (var episode = 0; episode < batch.Count; episode++)
        {
            var row = values.AsSpan(episode * mean.Length, mean.Length);
            var squares = Vectors.SquaredNorm(row);
            var isFinite = double.IsFinite(squares) && double.IsFinite(nll[episode]);
            norms[episode] = isFinite ? Math.Sqrt(squares) : double.NaN;
            if (!isFinite)
                continue;
            var scale = Math.Min(1, method.Clip / Math.Max(norms[episode], double.Epsilon)) / batch.Count;
            for (var i = 0; i < mean.Length; i++)
                mean[i] += scale * row[i];
        }

        for (var i = 0; i < mean.Length; i++)
            gradient[i] = (float)mean[i];
    }

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<float> meta, EpisodeBatch batch, Span<double> nll, Span<float> stepNll = default)
    {
        using var scope = NewDisposeScope();
        var (steps, _, _) = _episodes.Run(tensor(meta.ToArray()), batch, null);
        steps.to(ScalarType.Float64).sum(dim: 1).cpu().data<double>().CopyTo(nll);
        if (!stepNll.IsEmpty)
            steps.cpu().data<float>().CopyTo(stepNll);
    }

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);
}
