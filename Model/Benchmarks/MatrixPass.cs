namespace ReptileGen.Model.Benchmarks;

/// <summary>What passes of one kind over the matrices of a network cost in one step of an episode, by count.</summary>
/// <param name="Operations">Floating-point operations.</param>
/// <param name="Bytes">Bytes read and written.</param>
internal readonly record struct MatrixPass(double Operations, double Bytes)
{
    /// <summary>
    /// The least time that a core needs for them, in seconds: arithmetic and memory work side by side, so the slower of the two
    /// (the roofline of Williams, Waterman, Patterson 2009).
    /// </summary>
    /// <param name="gflops">Of the core, in GFLOP/s.</param>
    /// <param name="bandwidth">Of the memory that the matrices live in, in GB/s.</param>
    public double Bound(double gflops, double bandwidth) => Math.Max(Operations / gflops, Bytes / bandwidth) / 1e9;
}
