using System.Diagnostics;

namespace ReptileGen.Render.Engine;

/// <summary>
/// Something that lives on the GPU and must be disposed on the thread of its context. In Debug builds a finalizer
/// reports what was forgotten, with the place where it was made.
/// </summary>
public abstract class GlObject : IDisposable
{
#if DEBUG
    private readonly string _origin = new StackTrace(2, true).ToString();
#endif
    private bool _isDisposed;

    /// <summary>Counts this object.</summary>
    protected GlObject() => Interlocked.Increment(ref _alive);

    private static int _alive;

    /// <summary>Objects made and not yet disposed.</summary>
    public static int Alive => Volatile.Read(ref _alive);

    /// <summary>What Debug builds do with a leak; the default ends the process with the place where it was made.</summary>
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

#if DEBUG
    /// <summary>Runs only for objects that were not disposed.</summary>
    ~GlObject() => OnLeak($"{GetType().Name} was not disposed. It was made here:\n{_origin}");
#endif
}
