using System.ComponentModel;
using System.Diagnostics;

namespace ReptileGen.Silk.Tests;

/// <summary>An X server in memory, and events as a keyboard and a mouse send them (XTest). Without the programs for it a test is inconclusive.</summary>
public sealed class Xvfb : IDisposable
{
    private readonly Process _server;

    /// <summary>Starts a server, which does not reset when its last client leaves.</summary>
    public Xvfb()
    {
        _server = Start("xvfb", "Xvfb", ["-displayfd", "1", "-screen", "0", "1280x720x24", "-nolisten", "tcp", "-noreset"]);
        string? number = _server.StandardOutput.ReadLine();
        if (string.IsNullOrEmpty(number))
        {
            Assert.Inconclusive("Xvfb did not start");
        }

        Name = $":{number}";
    }

    /// <summary>For the variable DISPLAY.</summary>
    public string Name { get; }

    /// <summary>Runs xdotool on a display.</summary>
    public static (int Code, string Output) Inject(string? display, params string[] arguments)
    {
        using Process process = Start("xdotool", "xdotool", arguments, display);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Trim());
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _server.Kill();
        _server.Dispose();
    }

    private static Process Start(string package, string program, string[] arguments, string? display = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (display is not null)
        {
            start.Environment["DISPLAY"] = display;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Inconclusive($"{program} is not installed: apt-get install {package}");
            throw;
        }
    }
}
