namespace ReptileGen.Model.Cuda;

/// <summary>A device that runs our kernels. Errors come as <see cref="UserException"/>, one clear line each.</summary>
internal interface IGpu : IDisposable
{
    /// <summary>For people.</summary>
    string Name { get; }

    /// <summary>The newest CUDA that the driver knows, for people.</summary>
    string Driver { get; }

    /// <summary>Shared memory that one block can have, in bytes.</summary>
    int SharedBytes { get; }

    /// <summary>Multiprocessors.</summary>
    int Processors { get; }

    /// <summary>Most blocks of a cluster; 1 if the device has no clusters.</summary>
    int MaxCluster { get; }

    /// <summary>True if the system stops kernels that run for seconds, as it does on a GPU that drives a display.</summary>
    bool LimitsTime { get; }

    /// <summary>Free memory in bytes.</summary>
    long FreeBytes { get; }

    /// <summary>How many clusters of <c>run_episodes</c> run at once; 0 if the device cannot run one of that size, at least 1 for size 1.</summary>
    int ClustersAtOnce(int threads, int cluster, int sharedBytes);

    /// <summary>Device memory.</summary>
    nint Allocate(long bytes);

    /// <summary>Gives it back.</summary>
    void Free(nint memory);

    /// <summary>Copies to the device.</summary>
    void Upload<T>(ReadOnlySpan<T> source, nint destination)
        where T : unmanaged;

    /// <summary>Waits for the work and copies from the device.</summary>
    void Download<T>(nint source, Span<T> destination)
        where T : unmanaged;

    /// <summary>Sets device memory to 0.</summary>
    void Clear(nint memory, long bytes);

    /// <summary>Launches a kernel; <paramref name="arguments"/> points to its arguments' addresses.</summary>
    unsafe void Launch(string kernel, int blocks, int threads, int cluster, int sharedBytes, void** arguments);
}
