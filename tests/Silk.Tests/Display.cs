using System.Runtime.InteropServices;
using Silk.NET.GLFW;
using Silk.NET.Windowing;
using Silk.NET.Windowing.Glfw;

namespace ReptileGen.Silk.Tests;

/// <summary>The X server of a test run, started for this process alone.</summary>
public static class Display
{
    private static readonly Lazy<string?> Failure = new(Start);

    private static string? _name;

    public static void Require()
    {
        if (Failure.Value is { } reason)
        {
            Assert.Inconclusive(reason);
        }
    }

    /// <summary>Sends events through the XTest extension, as a keyboard and a mouse would.</summary>
    public static void Inject(params string[] arguments) =>
        Assert.AreEqual(0, Xvfb.Inject(_name, arguments).Code, $"xdotool {string.Join(' ', arguments)}");

    private static string? Start()
    {
        if (OperatingSystem.IsLinux())
        {
            Xvfb server;
            try
            {
                server = new Xvfb();
            }
            catch (AssertInconclusiveException exception)
            {
                return exception.Message;
            }

            // .NET keeps its own copy of the environment; X11 reads the process's.
            AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
            _name = server.Name;
            _ = setenv("DISPLAY", _name, 1);
        }

        return Window();
    }

    /// <summary>Why no window can be opened, if none can: no GLFW, or no OpenGL.</summary>
    private static string? Window()
    {
        try
        {
            GlfwWindowing.RegisterPlatform();
            using IWindow window = global::Silk.NET.Windowing.Window.Create(WindowOptions.Default with { IsVisible = false });
            window.Initialize();
            return null;
        }
        catch (Exception exception) when (exception is PlatformNotSupportedException or GlfwException)
        {
            return exception.Message;
        }
    }

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int setenv(string name, string value, int overwrite);
}
