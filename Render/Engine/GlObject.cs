using System.Diagnostics;

namespace ReptileGen.Render.Engine;

/// <summary>
/// Something that lives on the GPU and must be disposed on the thread of its context. In Debug builds a finalizer
/// reports what was forgotten, with the place where it was made.
/// </summary>
public abstract class GlObject : IDisposable
{
    private readonly string? _origin = ReportsLeaks ? new StackTrace(2, true).ToString() : null;
    private bool _isDisposed;

    /// <summary>Counts this object.</summary>
    protected GlObject() => Interlocked.Increment(ref _alive);

    private static int _alive;

    /// <summary>Objects made and not yet disposed.</summary>
    public static int Alive => Volatile.Read(ref _alive);

    /// <summary>Whether objects remember where they were made and a finalizer reports leaks; on in Debug builds.</summary>
    public static bool ReportsLeaks { get; set; } =
#if DEBUG
        true;
#else
        false;
#endif

    /// <summary>What is done about a leak; the default ends the process with the place where it was made.</summary>
    public static Action<string> OnLeak { get; set; } = static message => Environment.FailFast(message);

    /// <summary>Releases the object once.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Interlocked.Decrement(ref _alive);
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Deletes the names on the GPU.</summary>
    protected abstract void Release();

    /// <summary>Runs only for objects that were not disposed.</summary>
    ~GlObject()
    {
        if (_origin is not null)
        {
            OnLeak($"{GetType().Name} was not disposed. It was made here:\n{_origin}");
        }
    }
}
