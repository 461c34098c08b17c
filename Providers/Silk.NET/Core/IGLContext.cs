namespace Silk.NET.Core.Contexts;

/// <summary>An OpenGL context.</summary>
public interface IGLContext : INativeContext
{
    /// <summary>The native handle of the context.</summary>
    nint Handle { get; }

    /// <summary>The view that the context belongs to.</summary>
    IGLContextSource? Source { get; }

    /// <summary>Whether the context is current on this thread.</summary>
    bool IsCurrent { get; }

    /// <summary>Screen refreshes to wait for in each swap.</summary>
    void SwapInterval(int interval);

    /// <summary>Shows the back buffer.</summary>
    void SwapBuffers();

    /// <summary>Makes the context current on this thread.</summary>
    void MakeCurrent();

    /// <summary>Leaves this thread without a current context.</summary>
    void Clear();
}
