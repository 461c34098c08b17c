using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

/// <summary>Something that is drawn to and has a loop.</summary>
public interface IView : IViewProperties, IGLContextSource, IDisposable
{
    /// <summary>The native handle.</summary>
    nint Handle { get; }

    /// <summary>Whether the view is to close.</summary>
    bool IsClosing { get; }

    /// <summary>Seconds since the view was initialized.</summary>
    double Time { get; }

    /// <summary>The size in pixels.</summary>
    Vector2D<int> FramebufferSize { get; }

    /// <summary>Whether the view was initialized.</summary>
    bool IsInitialized { get; }

    /// <summary>The size in screen coordinates changed.</summary>
    event Action<Vector2D<int>>? Resize;

    /// <summary>The size in pixels changed.</summary>
    event Action<Vector2D<int>>? FramebufferResize;

    /// <summary>The view is about to close.</summary>
    event Action? Closing;

    /// <summary>The view got or lost the focus.</summary>
    event Action<bool>? FocusChanged;

    /// <summary>The view was initialized: its context is current.</summary>
    event Action? Load;

    /// <summary>Time to update; the argument is seconds since the last.</summary>
    event Action<double>? Update;

    /// <summary>Time to render; the argument is seconds since the last.</summary>
    event Action<double>? Render;

    /// <summary>Opens the view and raises <see cref="Load"/>.</summary>
    void Initialize();

    /// <summary>Raises <see cref="Render"/> and swaps the buffers.</summary>
    void DoRender();

    /// <summary>Raises <see cref="Update"/>.</summary>
    void DoUpdate();

    /// <summary>Handles the events that wait.</summary>
    void DoEvents();

    /// <summary>Wakes an event-driven loop.</summary>
    void ContinueEvents();

    /// <summary>Closes the view for good; it can be initialized again.</summary>
    void Reset();

    /// <summary>Asks for the focus.</summary>
    void Focus();

    /// <summary>Asks the view to close.</summary>
    void Close();

    /// <summary>From screen to client coordinates.</summary>
    Vector2D<int> PointToClient(Vector2D<int> point);

    /// <summary>From client to screen coordinates.</summary>
    Vector2D<int> PointToScreen(Vector2D<int> point);

    /// <summary>From client coordinates to pixels.</summary>
    Vector2D<int> PointToFramebuffer(Vector2D<int> point);

    /// <summary>Calls <paramref name="onFrame"/> until the view is closing.</summary>
    void Run(Action onFrame);
}
