using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Meta;

/// <summary>The one place that chooses who runs the inner loops.</summary>
public static class Engines
{
    /// <summary>What <c>--device</c> accepts.</summary>
    public static IReadOnlyList<string> Devices { get; } = ["auto", "cpu"];

    /// <summary>An engine for a network.</summary>
    /// <param name="device">One of <see cref="Devices"/>.</param>
    /// <param name="plan">The network.</param>
    /// <param name="threads">Threads of the CPU; 0 means one per core.</param>
    /// <exception cref="UserException">There is no such device here.</exception>
    public static IMetaEngine Create(string device, NetworkPlan plan, int threads) => device switch
    {
        "cpu" or "auto" => new CpuEngine(plan, threads == 0 ? Environment.ProcessorCount : threads),
        _ => throw new UserException($"device: expected {string.Join(", ", Devices)}, found {device}"),
    };
}
