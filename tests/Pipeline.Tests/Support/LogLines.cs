using System.Collections.Concurrent;
using ReptileGen.Pipeline.Fetching;

namespace ReptileGen.Pipeline.Tests.Support;

/// <summary>A log that remembers.</summary>
internal sealed class LogLines : IFetchLog
{
    public ConcurrentQueue<string> Details { get; } = [];

    public ConcurrentQueue<string> Notables { get; } = [];

    public void Detail(string message) => Details.Enqueue(message);

    public void Notable(string message) => Notables.Enqueue(message);

    public string All => string.Join('\n', Notables.Concat(Details));
}
