using System.Diagnostics;
using System.Numerics;
using System.Runtime.ExceptionServices;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;
using ReptileGen.Render.Views;
using Silk.NET.Input;
using Silk.NET.Input.Glfw;
using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;
using Silk.NET.Windowing.Glfw;

namespace ReptileGen.Render.Platform;

/// <summary>
/// The window: 60 pictures a second while something moves, none while nothing does. The simulation runs on its own
/// thread; in a film every picture waits for the steps of its thirtieth of a second, so that the film plays at the
/// viewer's speed whatever the machine's.
/// </summary>
public sealed class WindowHost : IHost, IDisposable
{
    private const double FrameSeconds = 1.0 / 60;
    private const double FilmSeconds = 1.0 / Recorder.FilmRate;

    private readonly IWindow _window;
    private readonly IInputContext _input;
    private readonly GL _gl;
    private readonly Simulation.Simulation _simulation;
    private readonly SimulationThread _thread;
    private readonly Scene _scene;
    private readonly Recorder _recorder;
    private readonly ViewerState _state;
    private readonly Trainer? _trainer;
    private readonly char[] _titleNow = new char[128];
    private string _title = "";
    private bool _isResized = true;
    private bool _isFullScreen;
    private long _trained;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Opens the window.</summary>
    /// <exception cref="PlatformNotSupportedException">No display, or no GLFW.</exception>
    public WindowHost(Simulation.Simulation simulation, ViewerState state, ShaderLibrary shaders, WindowRequest request, Trainer? trainer = null)
    {
        (_simulation, _state, _trainer, _isFullScreen) = (simulation, state, trainer, request.IsFullScreen);
        GlfwWindowing.RegisterPlatform();
        GlfwInput.RegisterPlatform();
        WindowOptions options = WindowOptions.Default;
        options.Size = new Vector2D<int>(request.Width, request.Height);
        options.Title = "ReptileGen";
        options.VSync = true;
        options.IsVisible = true;
        options.WindowState = request.IsFullScreen ? WindowState.Fullscreen : WindowState.Normal;
        _window = Window.Create(options);
        try
        {
            _window.Initialize();
            _gl = GL.GetApi(_window);
            GlVersion.Require(_gl);
            _input = _window.CreateInput();
            (_scene, _recorder) = Stage.Build(_gl, shaders, simulation, state, this, request.Pictures, trainer);
        }
        catch
        {
            // The terminal may take over: no dead window beside it.
            _window.Dispose();
            throw;
        }

        _window.FramebufferResize += _ => _isResized = true;
        _window.Render += Render;
        Listen();
        _thread = new SimulationThread(simulation);
    }

    /// <summary>Runs until the window closes.</summary>
    /// <exception cref="InvalidOperationException">The simulation or the training failed, or the graphics driver lost the context.</exception>
    public void Run()
    {
        long next = Stopwatch.GetTimestamp();
        while (!_window.IsClosing)
        {
            double seconds = FrameSeconds;
            _window.DoEvents();
            _thread.Set(_state.Pace.Speed, _state.IsPaused, _recorder.IsFilming);
            if (_simulation.HasCommands)
            {
                _thread.Wake();
            }

            bool isVisible = _window.FramebufferSize is { X: > 0, Y: > 0 };
            if (isVisible && (_recorder.IsFilming ? _thread.IsDone : _scene.IsDirty || _isResized || !_simulation.IsTaken))
            {
                _isResized = false;
                _window.DoRender();
                if (_recorder.IsFilming)
                {
                    seconds = FilmSeconds;
                    _thread.Grant(_state.IsPaused ? 0 : _state.Pace.TakeFrame(FilmSeconds, _simulation.Info.Steps));
                }

                _thread.Wake();
                UpdateTitle();
            }

            Check();
            next = Wait(next, seconds);
        }

        _failure?.Throw();
    }

    /// <summary>What is drawn.</summary>
    internal Scene Scene => _scene;

    /// <inheritdoc />
    public void Close() => _window.Close();

    /// <inheritdoc />
    public void ToggleFullScreen()
    {
        // Not by what the window says: one that was maximized before may say so while it covers the screen.
        _isFullScreen = !_isFullScreen;
        _window.WindowState = _isFullScreen ? WindowState.Fullscreen : WindowState.Normal;
        _isResized = true;
    }

    /// <inheritdoc />
    public void NextMonitor()
    {
        IMonitor[] monitors = [.. Silk.NET.Windowing.Monitor.GetMonitors(_window)];
        if (monitors.Length < 2)
        {
            _state.Say("there is one monitor only", _scene.Time.Now);
            return;
        }

        _window.Monitor = monitors[((_window.Monitor?.Index ?? 0) + 1) % monitors.Length];
        _isResized = true;
    }

    /// <summary>Stops the simulation and closes the window.</summary>
    public void Dispose()
    {
        _thread.Dispose();
        _scene.Dispose();
        _input.Dispose();
        _window.Dispose();
    }

    /// <summary>Draws one picture. An exception waits for the end of the loop: a window that is left in the middle of it cannot be closed.</summary>
    private void Render(double delta)
    {
        try
        {
            Vector2D<int> size = _window.FramebufferSize;
            _scene.Frame(_recorder.IsFilming ? FilmSeconds : delta, size.X, size.Y);
            _recorder.AfterFrame();
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            _window.Close();
        }
    }

    /// <summary>What the threads say: an outer step is worth a picture though the simulation may be paused.</summary>
    private void Check()
    {
        _thread.Check();
        _trainer?.Check();
        if (_trainer?.Progress().Steps is long steps && steps != _trained)
        {
            _trained = steps;
            _scene.Touch();
        }

        if (_gl.GetError() == GLEnum.ContextLost)
        {
            throw new InvalidOperationException("the graphics driver was reset and lost the picture: start the viewer again");
        }
    }

    /// <summary>Sleeps until the next picture is due; does not spin.</summary>
    private static long Wait(long next, double seconds)
    {
        long now = Stopwatch.GetTimestamp();
        next += (long)(seconds * Stopwatch.Frequency);
        if (next <= now)
        {
            return now;
        }

        Thread.Sleep(TimeSpan.FromSeconds((next - now) / (double)Stopwatch.Frequency));
        return next;
    }

    private void UpdateTitle()
    {
        Snapshot snapshot = _scene.Snapshot;
        Span<char> speed = stackalloc char[24];
        speed = speed[.._state.WriteSpeed(speed)];
        _titleNow.AsSpan().TryWrite(
            System.Globalization.CultureInfo.InvariantCulture,
            $"ReptileGen · {snapshot.Info.Name} · seed {snapshot.Seed} · {speed}",
            out int length);
        if (!_titleNow.AsSpan(0, length).SequenceEqual(_title))
        {
            _title = new string(_titleNow, 0, length);
            _window.Title = _title;
        }
    }

    private void Listen()
    {
        foreach (IKeyboard keyboard in _input.Keyboards)
        {
            keyboard.KeyDown += (device, key, _) => _scene.Press(new KeyPress(
                key, Either(device, Key.ShiftLeft, Key.ShiftRight), Either(device, Key.ControlLeft, Key.ControlRight),
                Either(device, Key.AltLeft, Key.AltRight)));
        }

        foreach (IMouse mouse in _input.Mice)
        {
            mouse.MouseMove += (device, at) => Point(device, PointerAction.Move, at, -1, 0);
            mouse.MouseDown += (device, button) => Point(device, PointerAction.Down, device.Position, (int)button, 0);
            mouse.MouseUp += (device, button) => Point(device, PointerAction.Up, device.Position, (int)button, 0);
            mouse.Scroll += (device, wheel) => Point(device, PointerAction.Wheel, device.Position, -1, wheel.Y);
        }
    }

    private static bool Either(IKeyboard keyboard, Key left, Key right) =>
        keyboard.IsKeyPressed(left) || keyboard.IsKeyPressed(right);

    private void Point(IMouse mouse, PointerAction action, Vector2 at, int button, float wheel)
    {
        Vector2D<int> size = _window.Size, pixels = _window.FramebufferSize;
        Vector2 scale = size.X > 0 && size.Y > 0 ? new Vector2(pixels.X / (float)size.X, pixels.Y / (float)size.Y) : Vector2.One;
        _scene.Point(
            action, at * scale, button, wheel, mouse.IsButtonPressed(MouseButton.Left), mouse.IsButtonPressed(MouseButton.Right));
    }
}

/// <summary>What the window is to be like.</summary>
/// <param name="Width">Pixels across, when it is not full screen.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="IsFullScreen">Whether it covers the monitor.</param>
/// <param name="Pictures">Where screenshots and films go.</param>
public sealed record WindowRequest(int Width, int Height, bool IsFullScreen, string Pictures);
