using System.Runtime.InteropServices;
using Silk.NET.GLFW;
using Silk.NET.Windowing;
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Input.Glfw;

/// <summary>Registration of GLFW as an input platform.</summary>
public static class GlfwInput
{
    /// <summary>Registers GLFW for windows and input, once.</summary>
    public static void RegisterPlatform()
    {
        GlfwWindowing.RegisterPlatform();
        if (!InputWindowExtensions.IsRegistered<GlfwInputPlatform>())
        {
            InputWindowExtensions.Add(new GlfwInputPlatform());
        }
    }
}

/// <summary>Reads devices with GLFW.</summary>
internal sealed class GlfwInputPlatform : IInputPlatform
{
    public bool IsApplicable(IView view) => view is GlfwWindow;

    public IInputContext CreateInput(IView view) => new GlfwInputContext(view.Handle);
}

/// <summary>The keyboard and the mouse of a GLFW window.</summary>
internal sealed unsafe class GlfwInputContext : IInputContext
{
    private static readonly Dictionary<nint, GlfwInputContext> Contexts = [];

    private readonly GlfwKeyboard _keyboard;
    private readonly GlfwMouse _mouse;

    public GlfwInputContext(nint window)
    {
        if (!Contexts.TryAdd(window, this))
        {
            throw new InvalidOperationException($"More than one input context for window {window}.");
        }

        Handle = window;
        _keyboard = new GlfwKeyboard(window);
        _mouse = new GlfwMouse(window);
        Keyboards = [_keyboard];
        Mice = [_mouse];
        Native.SetKeyCallback(window, &OnKey);
        Native.SetCharCallback(window, &OnChar);
        Native.SetMouseButtonCallback(window, &OnButton);
        Native.SetCursorPosCallback(window, &OnMove);
        Native.SetScrollCallback(window, &OnScroll);
    }

    public nint Handle { get; }

    public IReadOnlyList<IKeyboard> Keyboards { get; }

    public IReadOnlyList<IMouse> Mice { get; }

    public void Dispose()
    {
        if (!Contexts.Remove(Handle))
        {
            return;
        }

        Native.SetKeyCallback(Handle, null);
        Native.SetCharCallback(Handle, null);
        Native.SetMouseButtonCallback(Handle, null);
        Native.SetCursorPosCallback(Handle, null);
        Native.SetScrollCallback(Handle, null);
        _mouse.Dispose();
    }

    private static GlfwInputContext? Find(nint window) => Contexts.GetValueOrDefault(window);

    [UnmanagedCallersOnly]
    private static void OnKey(nint window, int key, int scancode, int action, int modifiers) =>
        Find(window)?._keyboard.Raise((Key)key, scancode, action);

    [UnmanagedCallersOnly]
    private static void OnChar(nint window, uint codepoint) => Find(window)?._keyboard.Raise((char)codepoint);

    [UnmanagedCallersOnly]
    private static void OnButton(nint window, int button, int action, int modifiers) =>
        Find(window)?._mouse.Raise((MouseButton)button, action != 0);

    [UnmanagedCallersOnly]
    private static void OnMove(nint window, double x, double y) => Find(window)?._mouse.RaiseMove((float)x, (float)y);

    [UnmanagedCallersOnly]
    private static void OnScroll(nint window, double x, double y) => Find(window)?._mouse.RaiseScroll((float)x, (float)y);
}
