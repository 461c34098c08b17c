using System.Diagnostics;

namespace ReptileGen.Pipeline.Fetching;

/// <summary>
/// One clock for all waiting on the network. It runs while nothing arrives and starts again with every piece of new
/// data, so a slow network is fine and a dead one cannot hold a build for longer than the limit, however many
/// sources and attempts there are.
/// </summary>
internal sealed class Patience(TimeSpan limit)
{
    private readonly Stopwatch _silence = new();
    private bool _isSpent;

    /// <summary>What is left of the limit; never negative.</summary>
    public TimeSpan Left => _isSpent || limit <= _silence.Elapsed ? TimeSpan.Zero : limit - _silence.Elapsed;

    /// <summary>New data arrived.</summary>
    public void Progress()
    {
        _isSpent = false;
        _silence.Reset();
    }

    /// <summary>Awaits one network operation for at most <paramref name="longest"/> and what is left.</summary>
    /// <exception cref="TimeoutException">The time is up.</exception>
    /// <exception cref="OperationCanceledException">The build was cancelled.</exception>
    public async Task<T> Guard<T>(TimeSpan longest, CancellationToken cancel, Func<CancellationToken, Task<T>> operation)
    {
        _silence.Start();
        var left = Left;
        var lastOne = left <= longest;
        var allowed = lastOne ? left : longest;
        if (allowed == TimeSpan.Zero)
            throw new TimeoutException(Spent());
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timed.CancelAfter(allowed);
        try
        {
            return await operation(timed.Token);
        }
        catch (OperationCanceledException) when (timed.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            _isSpent = lastOne; // a timer may ring a moment before the stopwatch says so
            throw new TimeoutException(lastOne ? Spent() : $"no answer within {allowed.TotalSeconds:0.#} s");
        }
    }

    /// <summary>Waits before a further attempt; false at once if that would be longer than what is left.</summary>
    public async Task<bool> Wait(TimeSpan delay, CancellationToken cancel)
    {
        _silence.Start();
        if (delay >= Left)
            return false;
        await Task.Delay(delay, cancel);
        return true;
    }

    private string Spent() => $"no new data for {limit.TotalSeconds:0.#} s from any source";
}
