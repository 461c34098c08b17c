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

    /// <summary>Hands out parts of so many rows, each whole tiles but for the last, to all threads.</summary>
    /// <param name="rows">How many there are.</param>
    /// <param name="tile">Rows that belong together.</param>
    /// <param name="part">Takes the first row of a part and its number of rows.</param>
    public static void Share(int rows, int tile, Action<int, int> part)
    {
        var size = (rows + _count * tile - 1) / (_count * tile) * tile;
        Parallel.For(0, (rows + size - 1) / size, Options, k => part(k * size, Math.Min(size, rows - k * size)));
    }

    public static ParallelOptions Options { get; private set; } = new() { MaxDegreeOfParallelism = _count };
}
