namespace ReptileGen.Render.Simulation;

/// <summary>
/// Hands snapshots from one writer to one reader; neither waits. The third buffer is what lets both work at once.
/// </summary>
public sealed class SnapshotExchange(GeneratorInfo info)
{
    private const int Fresh = 4;

    private readonly Snapshot[] _buffers = [new(info), new(info), new(info)];
    private int _back;
    private int _middle = 1;
    private int _front = 2;

    /// <summary>The writer's buffer.</summary>
    public Snapshot Back => _buffers[_back];

    /// <summary>Whether the reader has taken the last publication.</summary>
    public bool IsTaken => (Volatile.Read(ref _middle) & Fresh) == 0;

    /// <summary>Offers the writer's buffer to the reader.</summary>
    public void Publish() => _back = Interlocked.Exchange(ref _middle, _back | Fresh) & 3;

    /// <summary>The newest publication; valid until the next call.</summary>
    public Snapshot Latest()
    {
        if (!IsTaken)
        {
            _front = Interlocked.Exchange(ref _middle, _front) & 3;
        }

        return _buffers[_front];
    }
}
