namespace TorchSharp.Core;

/// <summary>How many threads a kernel may use: OMP_NUM_THREADS if it is set, else one per processor.</summary>
internal static class Threads
{
    private static int _count = int.TryParse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"), out var n) && n > 0 ? n : Environment.ProcessorCount;

    public static int Count
    {
        get => _count;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            _count = value;
            Options = new ParallelOptions { MaxDegreeOfParallelism = value };
        }
    }

    public static ParallelOptions Options { get; private set; } = new() { MaxDegreeOfParallelism = _count };
}
