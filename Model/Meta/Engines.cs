using ReptileGen.Model.Cuda;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Reference;

namespace ReptileGen.Model.Meta;

/// <summary>The one place that chooses who runs the inner loops.</summary>
public static class Engines
{
    /// <summary>What <c>--device</c> accepts.</summary>
    public static IReadOnlyList<string> Devices { get; } = ["cpu", "cuda", "torch", "auto"];

    /// <summary>An engine for a network.</summary>
    /// <param name="device">One of <see cref="Devices"/>.</param>
    /// <param name="plan">The network.</param>
    /// <param name="threads">Threads of the CPU; 0 means one per core.</param>
    /// <param name="notice">Gets one line if auto finds no GPU to use and takes the CPU.</param>
    /// <param name="training">The meta-gradients that it is for; null for inner loops alone.</param>
    /// <exception cref="UserException">There is no such device here.</exception>
    public static IMetaEngine Create(
        string device, NetworkPlan plan, int threads, Action<string>? notice = null, MetaAlgorithm? training = null) => device switch
        {
            "cpu" => new CpuEngine(plan, threads),
            "cuda" => new CudaEngine(plan, training),
            "torch" => new TorchEngine(plan),
            "auto" => Auto(plan, threads, notice, training),
            _ => throw new UserException($"device: expected {string.Join(", ", Devices)}, found {device}"),
        };

    private static IMetaEngine Auto(NetworkPlan plan, int threads, Action<string>? notice, MetaAlgorithm? training)
    {
        try
        {
            return new CudaEngine(plan, training);
        }
        catch (UserException e)
        {
            notice?.Invoke($"computing on the CPU: {e.Message}");
            return new CpuEngine(plan, threads);
        }
    }
}
