using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Cuda;

/// <summary>How many blocks share an episode.</summary>
internal static class ClusterChoice
{
    /// <summary>
    /// The smallest cluster whose shared memory holds all weights, for a reverse sweep the adjoints too if that takes
    /// no more than four blocks.
    /// </summary>
    public static int Best(NetworkPlan plan, GpuMode mode, IGpu gpu)
    {
        long weights = plan.Table.WeightCount * 4L;
        int size = 1;
        while (size < gpu.MaxCluster && weights > size * (long)(gpu.SharedBytes * 0.85))
        {
            size *= 2;
        }

        return mode >= GpuMode.Fomaml && size < 4 && weights * 2 > size * (long)gpu.SharedBytes ? Math.Min(size * 2, gpu.MaxCluster) : size;
    }
}
