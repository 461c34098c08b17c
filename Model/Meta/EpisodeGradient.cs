using System.Numerics;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.FastWeights.Kernels;

namespace ReptileGen.Model.Meta;

/// <summary>The inner loop and the meta-gradient of one episode after another, in memory of its own.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed class EpisodeGradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FastNetwork<T> network;
    private readonly NetworkGraph graph;
    private readonly MamlSweep<T>? sweep;
    private readonly GradientSum<T>? sum;

    /// <summary>Memory for one algorithm; the inner loop alone runs with any.</summary>
    public EpisodeGradient(NetworkPlan plan, MetaAlgorithm algorithm)
        : this(new NetworkGraph(plan), algorithm)
    {
    }

    /// <param name="graph">The network.</param>
    /// <param name="algorithm">Which gradient.</param>
    internal EpisodeGradient(NetworkGraph graph, MetaAlgorithm algorithm)
    {
        Algorithm = algorithm;
        this.graph = graph;
        bool fomaml = algorithm == MetaAlgorithm.Fomaml; // the only one that needs every gradient at every step
        // What is computed ahead stands in the history, which costs a record per step (of mnist-context 15 MB in all).
        bool ahead = !fomaml && (graph.TrunkLength > 0 || graph.Plan.Spec.Step.LossThreshold is not null);
        network = new FastNetwork<T>(graph, ahead || algorithm == MetaAlgorithm.Maml, fomaml);
        sweep = algorithm == MetaAlgorithm.Maml ? new MamlSweep<T>(network) : null;
        sum = algorithm == MetaAlgorithm.Fomaml ? new GradientSum<T>(network) : null;
    }

    /// <summary>Which gradient.</summary>
    public MetaAlgorithm Algorithm { get; }

    /// <summary>Predicts and learns an episode, and returns its nats.</summary>
    /// <param name="meta">The meta vector.</param>
    /// <param name="targets">Its targets; all are used.</param>
    /// <param name="stepNll">Out: the nats of each step; or empty.</param>
    public double Run(ReadOnlySpan<T> meta, ReadOnlySpan<byte> targets, Span<T> stepNll = default) =>
        Run(meta, targets, stepNll, null, default);

    /// <summary>The meta-gradient of an episode, and its nats.</summary>
    /// <param name="meta">The meta vector.</param>
    /// <param name="targets">Its targets; all are used.</param>
    /// <param name="truncation">See <see cref="MetaMethod.Truncation"/>.</param>
    /// <param name="gradient">Out: as long as the meta vector.</param>
    /// <param name="chances">See <see cref="EpisodeBatch.Chances"/>; empty for none. Reptile, which has no outer loss, does not read them.</param>
    public double Gradient(ReadOnlySpan<T> meta, ReadOnlySpan<byte> targets, int truncation, Span<T> gradient, ReadOnlySpan<byte> chances = default)
    {
        sum?.Clear();
        double nll = Run(meta, targets, default, sum, chances);
        switch (Algorithm)
        {
            case MetaAlgorithm.Maml:
                sweep!.Run(truncation, chances, gradient);
                break;
            case MetaAlgorithm.Fomaml:
                gradient.Clear();
                sum!.CopyTo(gradient);
                break;
            default:
                Difference(meta, gradient);
                break;
        }

        return nll;
    }

    private double Run(
        ReadOnlySpan<T> meta, ReadOnlySpan<byte> targets, Span<T> stepNll, GradientSum<T>? gradients, ReadOnlySpan<byte> chances)
    {
        network.Reset(meta);
        double nll = 0;
        for (int t = 0; t < targets.Length; t++)
        {
            network.LookAhead(targets);
            network.Forward(t, targets);
            T loss = network.Step(targets[t]);
            nll += double.CreateTruncating(loss);
            if (!stepNll.IsEmpty)
            {
                stepNll[t] = loss;
            }

            gradients?.Add(chances.IsEmpty ? T.One : network.Expectation(t, chances[t]));
        }

        return nll;
    }

    /// <summary>theta_0 - theta_T of the adapting tensors.</summary>
    private void Difference(ReadOnlySpan<T> meta, Span<T> gradient)
    {
        network.Finish();
        gradient.Clear();
        graph.Layout.Unpack(network.Theta, gradient);
        int length = graph.Plan.Table.ThetaLength;
        Vectors.Subtract(meta[..length], gradient[..length], gradient[..length]);
    }
}
