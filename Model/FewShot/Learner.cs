using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ReptileGen.Model.FewShot;

/// <summary>Weights to start an episode from, and how they are learned.</summary>
public abstract class Learner : IDisposable
{
    /// <summary>A learner that starts from these weights.</summary>
    /// <param name="name">On the command line and in results.</param>
    /// <param name="net">The network.</param>
    /// <param name="start">Initial weights, taken over.</param>
    /// <param name="innerRate">Step size of the inner loop.</param>
    protected Learner(string name, Mlp net, IEnumerable<Tensor> start, double innerRate)
    {
        Name = name;
        Net = net;
        Weights = start.Select(w => new Parameter(w.clone())).ToArray();
        Rates = Weights.Select(w => full(w.shape, innerRate, w.dtype, w.device)).ToArray();
    }

    /// <summary>On the command line and in results.</summary>
    public string Name { get; }

    /// <summary>The network.</summary>
    public Mlp Net { get; }

    /// <summary>Where every episode starts.</summary>
    public Parameter[] Weights { get; }

    /// <summary>Step sizes of the inner loop, one number per weight.</summary>
    public Tensor[] Rates { get; protected init; }

    /// <summary>One outer step.</summary>
    /// <param name="batch">Episodes.</param>
    /// <param name="progress">From 0 at the start to 1 at the end of training.</param>
    /// <returns>Mean squared error that the step saw.</returns>
    public abstract double Step(EpisodeBatch batch, double progress);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases weights and optimizer.</summary>
    protected virtual void Dispose(bool disposing)
    {
        foreach (var tensor in Weights.Concat(Rates))
            tensor.Dispose();
    }
}
