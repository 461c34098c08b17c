using Silk.NET.GLFW;
using Silk.NET.Maths;

namespace Silk.NET.Windowing.Glfw;

// Full screen, maximized, minimized; which monitor.
internal sealed unsafe partial class GlfwWindow
{
    public WindowState WindowState
    {
        get => _options.WindowState = !IsInitialized ? _options.WindowState
            : Attribute(Iconified) ? WindowState.Minimized
            : Attribute(Maximized) ? WindowState.Maximized
            : Native.GetWindowMonitor(_window) != 0 ? WindowState.Fullscreen
            : WindowState.Normal;
        set
        {
            if (IsInitialized)
            {
                Change(value);
            }

            _options.WindowState = value;
            _isSwapIntervalNew = true;
        }
    }

    public IMonitor? Monitor
    {
        get
        {
            if (!IsInitialized)
            {
                return null;
            }

            nint current = Native.GetWindowMonitor(_window);
            Vector2D<int> middle = Position + (Size / 2);
            nint* handles = Native.GetMonitors(out int count);
            for (int i = 0; i < count; i++)
            {
                if (handles[i] == current || (current == 0 && Bounds(handles[i]).Contains(middle)))
                {
                    return new GlfwMonitor(handles[i], i);
                }
            }

            return count > 0 ? new GlfwMonitor(handles[0], 0) : null;
        }

        set
        {
            if (!IsInitialized || value is not GlfwMonitor monitor)
            {
                throw new InvalidOperationException("A monitor of GLFW is needed, and an initialized window.");
            }

            if (Native.GetWindowMonitor(_window) == 0)
            {
                Position = monitor.Bounds.Origin;
                return;
            }

            Cover(monitor.Handle);
        }
    }

    private void Change(WindowState value)
    {
        bool isFull = Native.GetWindowMonitor(_window) != 0;
        if (!isFull)
        {
            _windowedPosition = Position;
            _windowedSize = Size;
        }
        else if (value != WindowState.Fullscreen)
        {
            Native.SetWindowMonitor(
                _window, 0, _windowedPosition.X, _windowedPosition.Y, _windowedSize.X, _windowedSize.Y, 0);
        }

        switch (value)
        {
            case WindowState.Minimized:
                Native.IconifyWindow(_window);
                break;
            case WindowState.Maximized:
                Native.MaximizeWindow(_window);
                break;
            case WindowState.Fullscreen:
                Cover(Native.GetPrimaryMonitor());
                break;
            default:
                Native.RestoreWindow(_window);
                break;
        }
    }

    private void Cover(nint monitor)
    {
        if (monitor == 0)
        {
            throw new GlfwException("There is no monitor to cover.");
        }

        Native.Mode mode = *Native.GetVideoMode(monitor);
        VideoMode asked = _options.VideoMode;
        Native.SetWindowMonitor(
            _window, monitor, 0, 0, asked.Resolution?.X ?? mode.Width, asked.Resolution?.Y ?? mode.Height,
            asked.RefreshRate ?? mode.RefreshRate);
    }

    private static Rectangle<int> Bounds(nint monitor)
    {
        Native.GetMonitorPos(monitor, out int x, out int y);
        Native.Mode* mode = Native.GetVideoMode(monitor);
        return new Rectangle<int>(x, y, mode->Width, mode->Height);
    }
}
