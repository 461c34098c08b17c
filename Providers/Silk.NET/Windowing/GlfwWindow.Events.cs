using System.Runtime.InteropServices;
using Silk.NET.GLFW;
using Silk.NET.Maths;

namespace Silk.NET.Windowing.Glfw;

// What GLFW calls back. Callbacks run inside DoEvents, on the thread that owns the window.
internal sealed unsafe partial class GlfwWindow
{
    private static readonly Dictionary<nint, GlfwWindow> Windows = [];

    public event Action<Vector2D<int>>? Resize;

    public event Action<Vector2D<int>>? FramebufferResize;

    public event Action<Vector2D<int>>? Move;

    public event Action<WindowState>? StateChanged;

    public event Action<string[]>? FileDrop;

    public event Action? Closing;

    public event Action<bool>? FocusChanged;

    private void Register()
    {
        Windows[_window] = this;
        Native.SetWindowPosCallback(_window, &OnMove);
        Native.SetWindowSizeCallback(_window, &OnResize);
        Native.SetFramebufferSizeCallback(_window, &OnFramebufferResize);
        Native.SetWindowCloseCallback(_window, &OnClose);
        Native.SetWindowFocusCallback(_window, &OnFocus);
        Native.SetWindowIconifyCallback(_window, &OnState);
        Native.SetWindowMaximizeCallback(_window, &OnState);
        Native.SetDropCallback(_window, &OnDrop);
    }

    private void Unregister() => Windows.Remove(_window);

    private static GlfwWindow? Find(nint window) => Windows.GetValueOrDefault(window);

    [UnmanagedCallersOnly]
    private static void OnMove(nint window, int x, int y) => Find(window)?.Move?.Invoke(new Vector2D<int>(x, y));

    [UnmanagedCallersOnly]
    private static void OnResize(nint window, int width, int height) =>
        Find(window)?.Resize?.Invoke(new Vector2D<int>(width, height));

    [UnmanagedCallersOnly]
    private static void OnFramebufferResize(nint window, int width, int height) =>
        Find(window)?.FramebufferResize?.Invoke(new Vector2D<int>(width, height));

    [UnmanagedCallersOnly]
    private static void OnClose(nint window) => Find(window)?.Closing?.Invoke();

    [UnmanagedCallersOnly]
    private static void OnFocus(nint window, int focused) => Find(window)?.FocusChanged?.Invoke(focused != 0);

    [UnmanagedCallersOnly]
    private static void OnState(nint window, int value)
    {
        if (Find(window) is { } self)
        {
            self.StateChanged?.Invoke(self.WindowState);
        }
    }

    [UnmanagedCallersOnly]
    private static void OnDrop(nint window, int count, nint* paths)
    {
        var files = new string[count];
        for (int i = 0; i < count; i++)
        {
            files[i] = Marshal.PtrToStringUTF8(paths[i]) ?? string.Empty;
        }

        Find(window)?.FileDrop?.Invoke(files);
    }
}
