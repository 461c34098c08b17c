using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

/// <summary>Properties of every view.</summary>
public interface IViewProperties
{
    /// <summary>Whether rendering ends with a swap of the buffers.</summary>
    bool ShouldSwapAutomatically { get; set; }

    /// <summary>Whether the loop waits for events.</summary>
    bool IsEventDriven { get; set; }

    /// <summary>Whether the view leaves the context alone: neither makes it current nor swaps.</summary>
    bool IsContextControlDisabled { get; set; }

    /// <summary>The size in screen coordinates.</summary>
    Vector2D<int> Size { get; }

    /// <summary>The most renders a second; 0: no limit. Has no effect while <see cref="VSync"/> is on.</summary>
    double FramesPerSecond { get; set; }

    /// <summary>The most updates a second; 0: no limit.</summary>
    double UpdatesPerSecond { get; set; }

    /// <summary>The graphics API.</summary>
    GraphicsAPI API { get; }

    /// <summary>Whether swaps wait for the screen.</summary>
    bool VSync { get; set; }

    /// <summary>The video mode of the monitor.</summary>
    VideoMode VideoMode { get; }

    /// <summary>Bits of the depth buffer asked for.</summary>
    int? PreferredDepthBufferBits { get; }

    /// <summary>Bits of the stencil buffer asked for.</summary>
    int? PreferredStencilBufferBits { get; }

    /// <summary>Bits of red, green, blue and alpha asked for.</summary>
    Vector4D<int>? PreferredBitDepth { get; }

    /// <summary>Samples a pixel asked for.</summary>
    int? Samples { get; }
}

/// <summary>Properties of windows.</summary>
public interface IWindowProperties : IViewProperties
{
    /// <summary>Whether the window is shown.</summary>
    bool IsVisible { get; set; }

    /// <summary>The upper left corner of the content, in screen coordinates.</summary>
    Vector2D<int> Position { get; set; }

    /// <summary>The size of the content, in screen coordinates.</summary>
    new Vector2D<int> Size { get; set; }

    /// <summary>The title.</summary>
    string Title { get; set; }

    /// <summary>Window, icon, maximized or full screen.</summary>
    WindowState WindowState { get; set; }

    /// <summary>The border.</summary>
    WindowBorder WindowBorder { get; set; }

    /// <summary>Whether what is behind shines through.</summary>
    bool TransparentFramebuffer { get; }

    /// <summary>Whether the window stays above others.</summary>
    bool TopMost { get; set; }

    /// <summary>The context that objects are shared with.</summary>
    IGLContext? SharedContext { get; }

    /// <summary>The class name for the window manager.</summary>
    string? WindowClass { get; }
}
