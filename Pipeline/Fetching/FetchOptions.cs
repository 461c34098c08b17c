namespace ReptileGen.Pipeline.Fetching;

/// <summary>Limits of time and number. The defaults suit a build on a desk: wait a little, then go on without.</summary>
public sealed record FetchOptions
{
    /// <summary>How long one connection (name, TCP, TLS) may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long an open connection may stay silent.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long all network sources together may take without one new byte.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Attempts at one address without progress in between.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The wait before the second attempt; doubles with each further one.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the npm client may take for a whole package, once it has answered at all.</summary>
    public TimeSpan PackageTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Use local sources only.</summary>
    public bool Offline { get; init; }
}
