using Silk.NET.GLFW;

namespace Silk.NET.Windowing.Glfw;

/// <summary>Registration of GLFW as a window platform.</summary>
public static class GlfwWindowing
{
    /// <summary>Registers GLFW, once.</summary>
    public static void RegisterPlatform() => Window.Add(new GlfwPlatform());

    /// <summary>Tries GLFW first.</summary>
    public static void Use() => Window.Prioritize(new GlfwPlatform());

    /// <summary>Whether GLFW created <paramref name="view"/>.</summary>
    public static bool IsViewGlfw(IView view) => view is GlfwWindow;
}

/// <summary>Creates windows with GLFW.</summary>
internal sealed unsafe class GlfwPlatform : IWindowPlatform
{
    public bool IsViewOnly => false;

    public bool IsApplicable => Library.IsApplicable;

    public IWindow CreateWindow(WindowOptions opts)
    {
        Library.Require();
        return new GlfwWindow(opts, null);
    }

    public void ClearContexts() => Native.MakeContextCurrent(0);

    public IEnumerable<IMonitor> GetMonitors()
    {
        Library.Require();
        nint* handles = Native.GetMonitors(out int count);
        var monitors = new IMonitor[count];
        for (int i = 0; i < count; i++)
        {
            monitors[i] = new GlfwMonitor(handles[i], i);
        }

        return monitors;
    }

    public IMonitor GetMainMonitor()
    {
        Library.Require();
        nint handle = Native.GetPrimaryMonitor();
        return handle != 0 ? new GlfwMonitor(handle, 0) : throw new PlatformNotSupportedException("There is no monitor.");
    }

    public bool IsSourceOfView(IView view) => view is GlfwWindow;
}
