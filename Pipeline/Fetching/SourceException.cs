namespace ReptileGen.Pipeline.Fetching;

/// <summary>A source could not give the expected content; the message says why in one line. The next source is tried.</summary>
public class SourceException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">The reason, without the source's name.</param>
    /// <param name="inner">The cause, if any.</param>
    public SourceException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>A failure that may pass: the same address is worth another attempt.</summary>
internal sealed class TransientException(string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : SourceException(message, inner)
{
    /// <summary>How long the server asked to wait; null if it did not.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
