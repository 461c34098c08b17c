namespace ReptileGen.Model.Benchmarks;

/// <summary>What is timed.</summary>
internal enum BenchmarkPhase
{
    /// <summary>Drawing an episode: predict, draw, learn.</summary>
    Sample,

    /// <summary>The Reptile meta-gradient.</summary>
    Reptile,

    /// <summary>The exact MAML meta-gradient.</summary>
    Maml,
}

/// <summary>One line of a benchmark.</summary>
/// <param name="Preset">Name of the network.</param>
/// <param name="Phase">sample, reptile or maml.</param>
/// <param name="Device">Who computes, in words.</param>
/// <param name="Threads">Threads of the CPU; 0 on a GPU.</param>
/// <param name="AtOnce">Episodes that run side by side: one a thread, or one a team of threads that share a large network, or as many as the GPU holds.</param>
/// <param name="Precision">float32.</param>
/// <param name="EpisodesPerSecond">All together, in the fastest round.</param>
/// <param name="MedianEpisodesPerSecond">In the middle round.</param>
/// <param name="SlowestEpisodesPerSecond">In the slowest round.</param>
/// <param name="Rounds">How many rounds counted.</param>
/// <param name="StepsPerSecond"><paramref name="EpisodesPerSecond"/> in steps.</param>
/// <param name="Gflops">6 flop per matrix weight and step, 20 with the reverse sweep.</param>
/// <param name="BytesPerStep">Matrix elements read and written by a step, 4 bytes each; null on a GPU.</param>
/// <param name="BandwidthShare">Of <paramref name="BandwidthCeiling"/>; null on a GPU.</param>
/// <param name="BandwidthCeiling">
/// GB/s of a thread's plain read-modify-write loop over a buffer of the size of its share of the weights, all threads at once; null on a GPU.
/// </param>
/// <param name="ReadCeiling">The same for a loop that only reads.</param>
/// <param name="BoundMicroseconds">
/// The least time of a step by the ceilings: that of the products, at <paramref name="ReadCeiling"/>, and that of the updates, at
/// <paramref name="BandwidthCeiling"/>, each no faster than multiply-adds in registers (<see cref="MatrixPass.Bound"/>); null on a GPU.
/// </param>
/// <param name="BoundShare">That by the time of a step in the fastest round; null on a GPU.</param>
/// <param name="PeakBytes">Memory that the engine holds; on a GPU, of the GPU.</param>
internal sealed record BenchmarkResult(
    string Preset,
    string Phase,
    string Device,
    int Threads,
    int AtOnce,
    string Precision,
    double EpisodesPerSecond,
    double MedianEpisodesPerSecond,
    double SlowestEpisodesPerSecond,
    int Rounds,
    double StepsPerSecond,
    double Gflops,
    double? BytesPerStep,
    double? BandwidthShare,
    double? BandwidthCeiling,
    double? ReadCeiling,
    double? BoundMicroseconds,
    double? BoundShare,
    long PeakBytes);
