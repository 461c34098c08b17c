using Silk.NET.Core;
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

/// <summary>A window.</summary>
public interface IWindow : IWindowProperties, IWindowHost, IView
{
    /// <summary>What the window was created by; null: the platform.</summary>
    IWindowHost? Parent { get; }

    /// <summary>The monitor that shows the window.</summary>
    IMonitor? Monitor { get; set; }

    /// <summary>Whether the window is to close.</summary>
    new bool IsClosing { get; set; }

    /// <summary>What the border adds to the content.</summary>
    Rectangle<int> BorderSize { get; }

    /// <summary>The window was moved.</summary>
    event Action<Vector2D<int>>? Move;

    /// <summary>The window was minimized, maximized or restored.</summary>
    event Action<WindowState>? StateChanged;

    /// <summary>Files were dropped onto the window.</summary>
    event Action<string[]>? FileDrop;

    /// <summary>Sets the icon; the best of the given sizes is taken.</summary>
    void SetWindowIcon(ReadOnlySpan<RawImage> icons);
}

/// <summary>Something that creates windows.</summary>
public interface IWindowHost
{
    /// <summary>A window that is not yet initialized.</summary>
    IWindow CreateWindow(WindowOptions opts);
}

/// <summary>A monitor.</summary>
public interface IMonitor : IWindowHost
{
    /// <summary>The name.</summary>
    string Name { get; }

    /// <summary>The position in the list of monitors.</summary>
    int Index { get; }

    /// <summary>The work area in screen coordinates.</summary>
    Rectangle<int> Bounds { get; }

    /// <summary>The current video mode.</summary>
    VideoMode VideoMode { get; }

    /// <summary>The gamma exponent.</summary>
    float Gamma { get; set; }

    /// <summary>All video modes.</summary>
    IEnumerable<VideoMode> GetAllVideoModes();
}

/// <summary>A library that creates windows.</summary>
public interface IWindowPlatform : IWindowHost
{
    /// <summary>The name.</summary>
    string Name => GetType().Name;

    /// <summary>Whether there are views only.</summary>
    bool IsViewOnly { get; }

    /// <summary>Whether the platform works here.</summary>
    bool IsApplicable { get; }

    /// <summary>Leaves this thread without a current context.</summary>
    void ClearContexts();

    /// <summary>All monitors.</summary>
    IEnumerable<IMonitor> GetMonitors();

    /// <summary>The main monitor.</summary>
    IMonitor GetMainMonitor();

    /// <summary>Whether this platform created <paramref name="view"/>.</summary>
    bool IsSourceOfView(IView view);
}
