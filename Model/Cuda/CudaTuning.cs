using System.Globalization;

namespace ReptileGen.Model.Cuda;

/// <summary>
/// Numbers that were chosen by reasoning and that whoever has a GPU may want to measure: environment variables, so that a
/// published program can try them.
/// </summary>
internal static class CudaTuning
{
    private const string ThreadsName = "REPTILEGEN_CUDA_THREADS", ClusterName = "REPTILEGEN_CUDA_CLUSTER";

    /// <summary>Threads of a block: 64, 128, 256, 384 or 512; without the variable 512, the most that the kernels are compiled for.</summary>
    /// <exception cref="UserException">The variable holds something else.</exception>
    public static int Threads => Number(ThreadsName, [64, 128, 256, 384, 512]) ?? 512;

    /// <summary>Blocks that share an episode (on devices with clusters), or null for <see cref="ClusterChoice"/>.</summary>
    /// <exception cref="UserException">The variable holds something else.</exception>
    public static int? Cluster => Number(ClusterName, [1, 2, 4, 8]);

    private static int? Number(string name, int[] allowed)
    {
        string? text = Environment.GetEnvironmentVariable(name);
        return string.IsNullOrEmpty(text) ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && allowed.Contains(value) ? value
            : throw new UserException($"{name}: expected one of {string.Join(", ", allowed)}, found {text}");
    }
}
