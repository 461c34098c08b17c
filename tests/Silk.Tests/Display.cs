using System.Diagnostics;
using System.Runtime.InteropServices;
using Silk.NET.GLFW;
using Silk.NET.Windowing;
using Silk.NET.Windowing.Glfw;

namespace ReptileGen.Silk.Tests;

/// <summary>The X server of a test run: Xvfb, started for this process alone.</summary>
public static class Display
{
    private static readonly Lazy<string?> Failure = new(Start);

    private static Process? _server;
    private static string? _name;

    public static void Require()
    {
        if (Failure.Value is { } reason)
        {
            Assert.Inconclusive(reason);
        }
    }

    /// <summary>Sends events through the XTest extension, as a keyboard and a mouse would.</summary>
    public static void Inject(params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("xdotool", arguments);
            start.Environment["DISPLAY"] = _name ?? Environment.GetEnvironmentVariable("DISPLAY");
            using Process process = Process.Start(start)!;
            process.WaitForExit();
            Assert.AreEqual(0, process.ExitCode, $"xdotool {string.Join(' ', arguments)}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Inconclusive("xdotool is not installed: apt-get install xdotool");
        }
    }

    private static string? Start()
    {
        if (!OperatingSystem.IsLinux())
        {
            return Window();
        }

        try
        {
            _server = Process.Start(new ProcessStartInfo(
                "Xvfb", ["-displayfd", "1", "-screen", "0", "1280x720x24", "-nolisten", "tcp", "-noreset"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "Xvfb is not installed: apt-get install xvfb";
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) => _server!.Kill();
        string? number = _server!.StandardOutput.ReadLine();
        if (string.IsNullOrEmpty(number))
        {
            return "Xvfb did not start";
        }

        // .NET keeps its own copy of the environment; X11 reads the process's.
        _name = $":{number}";
        _ = setenv("DISPLAY", _name, 1);
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
