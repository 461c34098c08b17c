using Silk.NET.Core;
using Silk.NET.Core.Contexts;
using Silk.NET.GLFW;
using Silk.NET.Maths;

namespace Silk.NET.Windowing.Glfw;

// Properties: what GLFW knows is asked for; the rest is remembered. Before the window opens, options answer.
internal sealed unsafe partial class GlfwWindow
{
    private Vector2D<int> _windowedSize;
    private Vector2D<int> _windowedPosition;

    public IWindowHost? Parent => null;

    public IGLContext? SharedContext => _options.SharedContext;

    public string? WindowClass => _options.WindowClass;

    public bool TransparentFramebuffer => _options.TransparentFramebuffer;

    public GraphicsAPI API => _options.API;

    public int? PreferredDepthBufferBits => _options.PreferredDepthBufferBits;

    public int? PreferredStencilBufferBits => _options.PreferredStencilBufferBits;

    public Vector4D<int>? PreferredBitDepth => _options.PreferredBitDepth;

    public int? Samples => _options.Samples;

    public bool ShouldSwapAutomatically
    {
        get => _options.ShouldSwapAutomatically;
        set => _options.ShouldSwapAutomatically = value;
    }

    public bool IsEventDriven
    {
        get => _options.IsEventDriven;
        set => _options.IsEventDriven = value;
    }

    public bool IsContextControlDisabled
    {
        get => _options.IsContextControlDisabled;
        set => _options.IsContextControlDisabled = value;
    }

    public double FramesPerSecond
    {
        get => _options.FramesPerSecond;
        set => _options.FramesPerSecond = value;
    }

    public double UpdatesPerSecond
    {
        get => _options.UpdatesPerSecond;
        set => _options.UpdatesPerSecond = value;
    }

    public bool VSync
    {
        get => _options.VSync;
        set
        {
            _options.VSync = value;
            _isSwapIntervalNew = true;
        }
    }

    public VideoMode VideoMode => IsInitialized ? Monitor?.VideoMode ?? _options.VideoMode : _options.VideoMode;

    public bool IsClosing
    {
        get => !IsInitialized || Native.WindowShouldClose(_window) != 0;
        set
        {
            if (IsInitialized)
            {
                Native.SetWindowShouldClose(_window, value ? 1 : 0);
            }
        }
    }

    public Vector2D<int> FramebufferSize
    {
        get
        {
            if (!IsInitialized)
            {
                return default;
            }

            Native.GetFramebufferSize(_window, out int width, out int height);
            return new Vector2D<int>(width, height);
        }
    }

    Vector2D<int> IViewProperties.Size => Size;

    public Vector2D<int> Size
    {
        get
        {
            if (IsInitialized)
            {
                Native.GetWindowSize(_window, out int width, out int height);
                _options.Size = new Vector2D<int>(width, height);
            }

            return _options.Size;
        }

        set
        {
            _options.Size = value;
            if (IsInitialized)
            {
                Native.SetWindowSize(_window, value.X, value.Y);
            }
        }
    }

    public Vector2D<int> Position
    {
        get
        {
            if (IsInitialized)
            {
                Native.GetWindowPos(_window, out int x, out int y);
                _options.Position = new Vector2D<int>(x, y);
            }

            return _options.Position;
        }

        set
        {
            _options.Position = value;
            if (IsInitialized)
            {
                Native.SetWindowPos(_window, value.X, value.Y);
            }
        }
    }

    public Rectangle<int> BorderSize
    {
        get
        {
            if (!IsInitialized)
            {
                return default;
            }

            Native.GetWindowFrameSize(_window, out int left, out int top, out int right, out int bottom);
            return new Rectangle<int>(left, top, right - left, bottom - top);
        }
    }

    public string Title
    {
        get => _options.Title;
        set
        {
            _options.Title = value;
            if (IsInitialized)
            {
                Native.SetWindowTitle(_window, value);
            }
        }
    }

    public bool IsVisible
    {
        get => IsInitialized ? Attribute(Visible) : _options.IsVisible;
        set
        {
            _options.IsVisible = value;
            if (IsInitialized && value)
            {
                Native.ShowWindow(_window);
            }
            else if (IsInitialized)
            {
                Native.HideWindow(_window);
            }
        }
    }

    public bool TopMost
    {
        get => IsInitialized ? Attribute(Floating) : _options.TopMost;
        set
        {
            _options.TopMost = value;
            SetAttribute(Floating, value);
        }
    }

    public WindowBorder WindowBorder
    {
        get => _options.WindowBorder;
        set
        {
            _options.WindowBorder = value;
            SetAttribute(Decorated, value != WindowBorder.Hidden);
            SetAttribute(Resizable, value == WindowBorder.Resizable);
        }
    }

    public void SetWindowIcon(ReadOnlySpan<RawImage> icons)
    {
        var images = new Native.Image[icons.Length];
        var pins = new System.Buffers.MemoryHandle[icons.Length];
        for (int i = 0; i < icons.Length; i++)
        {
            pins[i] = icons[i].Pixels.Pin();
            images[i] = new Native.Image { Width = icons[i].Width, Height = icons[i].Height, Pixels = (byte*)pins[i].Pointer };
        }

        fixed (Native.Image* pointer = images)
        {
            Native.SetWindowIcon(_window, images.Length, pointer);
        }

        Array.ForEach(pins, pin => pin.Dispose());
        Library.ForgetLastError();
    }

    public void Focus() => Native.FocusWindow(_window);

    public void Close()
    {
        Closing?.Invoke();
        IsClosing = true;
    }

    public Vector2D<int> PointToClient(Vector2D<int> point) => point - Position;

    public Vector2D<int> PointToScreen(Vector2D<int> point) => point + Position;

    public Vector2D<int> PointToFramebuffer(Vector2D<int> point) => point * (FramebufferSize / Size);

    private bool Attribute(int attribute) => Native.GetWindowAttrib(_window, attribute) != 0;

    private void SetAttribute(int attribute, bool value)
    {
        if (IsInitialized)
        {
            Native.SetWindowAttrib(_window, attribute, value ? 1 : 0);
        }
    }
}
