using System.Diagnostics;
using Silk.NET.Core;
using Silk.NET.Core.Contexts;
using Silk.NET.GLFW;
using Silk.NET.Maths;

namespace Silk.NET.Windowing.Glfw;

/// <summary>A GLFW window: its loop. Its properties are in GlfwWindow.Properties.cs.</summary>
internal sealed unsafe partial class GlfwWindow : IWindow
{
    private readonly Stopwatch _lifetime = new();
    private readonly Stopwatch _sinceRender = new();
    private readonly Stopwatch _sinceUpdate = new();
    private readonly GlfwMonitor? _initialMonitor;

    private WindowOptions _options;
    private GlfwContext? _context;
    private nint _window;
    private bool _inLoop;
    private bool _isSwapIntervalNew = true;

    public GlfwWindow(WindowOptions options, GlfwMonitor? monitor)
    {
        _options = options;
        _initialMonitor = monitor;
        _windowedSize = options.Size;
        _windowedPosition = options.Position;
    }

    public event Action? Load;

    public event Action<double>? Update;

    public event Action<double>? Render;

    public bool IsInitialized { get; private set; }

    public double Time => _lifetime.Elapsed.TotalSeconds;

    public nint Handle => _window;

    public IGLContext? GLContext
    {
        get
        {
            if (_options.API.API is not (ContextAPI.OpenGL or ContextAPI.OpenGLES))
            {
                return null;
            }

            return IsInitialized
                ? _context ??= new GlfwContext(_window, this)
                : throw new InvalidOperationException(
                    "OpenGL functions can only be used after initialization (just before the Load callback is executed)");
        }
    }

    public void Initialize()
    {
        if (IsInitialized)
        {
            return;
        }

        Open();
        Register();
        _lifetime.Restart();
        _sinceRender.Restart();
        _sinceUpdate.Restart();
        IsInitialized = true;
        if (_options.IsVisible && _options.WindowState != WindowState.Normal)
        {
            WindowState state = _options.WindowState;
            _options.WindowState = WindowState.Normal;
            WindowState = state;
        }

        GLContext?.MakeCurrent();
        _isSwapIntervalNew = true;
        Load?.Invoke();
    }

    public void DoEvents()
    {
        _inLoop = true;
        if (IsEventDriven)
        {
            Native.WaitEvents();
        }
        else
        {
            Native.PollEvents();
        }

        _inLoop = false;
    }

    public void ContinueEvents() => Native.PostEmptyEvent();

    public void DoUpdate()
    {
        double delta = _sinceUpdate.Elapsed.TotalSeconds;
        if (delta < Period(UpdatesPerSecond))
        {
            return;
        }

        _sinceUpdate.Restart();
        Guarded(Update, delta);
    }

    public void DoRender()
    {
        double delta = _sinceRender.Elapsed.TotalSeconds;
        if (delta < Period(FramesPerSecond) && !VSync)
        {
            return;
        }

        if (!IsContextControlDisabled && GLContext is { } context)
        {
            if (!context.IsCurrent)
            {
                context.MakeCurrent();
            }

            if (_isSwapIntervalNew)
            {
                context.SwapInterval(VSync ? 1 : 0);
                _isSwapIntervalNew = false;
            }
        }

        _sinceRender.Restart();
        Guarded(Render, delta);
        if (!IsContextControlDisabled && ShouldSwapAutomatically)
        {
            GLContext?.SwapBuffers();
        }
    }

    public void Run(Action onFrame)
    {
        while (!IsClosing)
        {
            onFrame();
        }
    }

    public void Reset()
    {
        if (_inLoop)
        {
            throw new InvalidOperationException("You cannot call `Reset` inside of the render loop!");
        }

        if (!IsInitialized)
        {
            return;
        }

        IsInitialized = false;
        Unregister();
        Native.DestroyWindow(_window);
        Library.ForgetLastError();
        _window = 0;
        _context = null;
        _lifetime.Reset();
    }

    public void Dispose() => Reset();

    public IWindow CreateWindow(WindowOptions opts) => new GlfwWindow(opts, null);

    /// <summary>As with the package, an exception leaves the window in its loop: it cannot be reset after that.</summary>
    private void Guarded(Action<double>? handler, double delta)
    {
        _inLoop = true;
        handler?.Invoke(delta);
        _inLoop = false;
    }

    private static double Period(double rate) => rate <= double.Epsilon ? 0 : 1 / rate;
}
