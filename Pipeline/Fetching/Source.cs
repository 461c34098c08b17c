namespace ReptileGen.Pipeline.Fetching;

/// <summary>A place that may hold an expected file.</summary>
internal abstract class Source : IDisposable
{
    /// <summary>As in the catalogue and in messages.</summary>
    public abstract string Name { get; }

    /// <summary>Is it left out offline, and for files whose hash is unknown?</summary>
    public abstract bool NeedsNetwork { get; }

    /// <summary>Opens the uncompressed content, not yet verified.</summary>
    /// <exception cref="SourceException">The source does not have it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public abstract Task<OpenedContent> Open(ExpectedFile file, CancellationToken cancel);

    /// <summary>Removes what the source kept for further files.</summary>
    public virtual void Dispose()
    {
    }
}

/// <summary>The content of a file at a source.</summary>
/// <param name="Content">Uncompressed bytes; owned.</param>
/// <param name="Transferred">Bytes that came over the network; 0 for local sources.</param>
/// <param name="Resumed">Did the transfer go on from an earlier one? Then a wrong hash is worth a fresh start.</param>
/// <param name="Spent">Removes what was kept for a resume; called once the content was read, good or bad.</param>
internal sealed record OpenedContent(Stream Content, long Transferred = 0, bool Resumed = false, Action? Spent = null) : IDisposable
{
    public void Dispose() => Content.Dispose();
}
