using System.Reflection;
using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

/// <summary>What a window is to be like; start from <see cref="Default"/>.</summary>
public struct WindowOptions : IWindowProperties
{
    /// <summary>All options.</summary>
    public WindowOptions(
        bool isVisible, Vector2D<int> position, Vector2D<int> size, double framesPerSecond, double updatesPerSecond,
        GraphicsAPI api, string title, WindowState windowState, WindowBorder windowBorder, bool isVSync,
        bool shouldSwapAutomatically, VideoMode videoMode, int? preferredDepthBufferBits = null,
        int? preferredStencilBufferBits = null, Vector4D<int>? preferredBitDepth = null,
        bool transparentFramebuffer = false, bool topMost = false, bool isEventDriven = false,
        IGLContext? sharedContext = null, int? samples = null, string? windowClass = null,
        bool isContextControlDisabled = false)
    {
        IsVisible = isVisible;
        Position = position;
        Size = size;
        FramesPerSecond = framesPerSecond;
        UpdatesPerSecond = updatesPerSecond;
        API = api;
        Title = title;
        WindowState = windowState;
        WindowBorder = windowBorder;
        VSync = isVSync;
        ShouldSwapAutomatically = shouldSwapAutomatically;
        VideoMode = videoMode;
        PreferredDepthBufferBits = preferredDepthBufferBits;
        PreferredStencilBufferBits = preferredStencilBufferBits;
        PreferredBitDepth = preferredBitDepth;
        TransparentFramebuffer = transparentFramebuffer;
        TopMost = topMost;
        IsEventDriven = isEventDriven;
        SharedContext = sharedContext;
        Samples = samples;
        WindowClass = windowClass;
        IsContextControlDisabled = isContextControlDisabled;
    }

    /// <summary>1280 by 720 pixels at (50, 50), OpenGL 3.3 core, VSync on, titled with the program's name.</summary>
    public static WindowOptions Default { get; } = new(
        true, new Vector2D<int>(50, 50), new Vector2D<int>(1280, 720), 0.0, 0.0, GraphicsAPI.Default,
        Assembly.GetEntryAssembly()?.GetName().Name ?? "Silk.NET Window", WindowState.Normal, WindowBorder.Resizable,
        true, true, VideoMode.Default);

    /// <inheritdoc />
    public bool IsVisible { get; set; }

    /// <inheritdoc />
    public bool ShouldSwapAutomatically { get; set; }

    /// <inheritdoc />
    public bool IsEventDriven { get; set; }

    /// <inheritdoc />
    public bool IsContextControlDisabled { get; set; }

    /// <inheritdoc />
    public VideoMode VideoMode { get; set; }

    /// <inheritdoc />
    public int? PreferredDepthBufferBits { get; set; }

    /// <inheritdoc />
    public int? PreferredStencilBufferBits { get; set; }

    /// <inheritdoc />
    public Vector4D<int>? PreferredBitDepth { get; set; }

    /// <inheritdoc />
    public int? Samples { get; set; }

    /// <inheritdoc />
    public Vector2D<int> Position { get; set; }

    /// <inheritdoc />
    public Vector2D<int> Size { get; set; }

    /// <inheritdoc />
    public double FramesPerSecond { get; set; }

    /// <inheritdoc />
    public double UpdatesPerSecond { get; set; }

    /// <inheritdoc />
    public GraphicsAPI API { get; set; }

    /// <inheritdoc />
    public bool VSync { get; set; }

    /// <inheritdoc />
    public string Title { get; set; }

    /// <inheritdoc />
    public WindowState WindowState { get; set; }

    /// <inheritdoc />
    public WindowBorder WindowBorder { get; set; }

    /// <inheritdoc />
    public bool TransparentFramebuffer { get; set; }

    /// <inheritdoc />
    public bool TopMost { get; set; }

    /// <inheritdoc />
    public IGLContext? SharedContext { get; set; }

    /// <inheritdoc />
    public string? WindowClass { get; set; }
}
