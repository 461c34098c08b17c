using System.ComponentModel;
using System.Diagnostics;

namespace ReptileGen.Render.Tests;

/// <summary>An X server in memory, and events as a keyboard and a mouse send them (XTest).</summary>
internal sealed class VirtualDisplay : IDisposable
{
    private readonly Process _server;

    public VirtualDisplay()
    {
        try
        {
            _server = Process.Start(new ProcessStartInfo(
                "Xvfb", ["-displayfd", "1", "-screen", "0", "1280x720x24", "-nolisten", "tcp", "-noreset"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception)
        {
            Assert.Inconclusive("Xvfb is not installed: apt-get install xvfb");
            throw;
        }

        Name = $":{_server.StandardOutput.ReadLine()}";
    }

    public string Name { get; }

    public string Inject(params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("xdotool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["DISPLAY"] = Name;
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output.Trim();
        }
        catch (Win32Exception)
        {
            Assert.Inconclusive("xdotool is not installed: apt-get install xdotool");
            throw;
        }
    }

    public void WaitForTitle(string part)
    {
        string title = "";
        for (int i = 0; i < 1200; i++)
        {
            title = Inject("search", "--name", "ReptileGen", "getwindowname");
            if (title.Contains(part, StringComparison.Ordinal))
            {
                return;
            }

            Thread.Sleep(100);
        }

        Assert.Fail($"the title never said '{part}'; it says '{title}'");
    }

    /// <summary>Width and height of the viewer's window, such as 1280x720.</summary>
    public string Geometry()
    {
        string[] lines = Inject("search", "--name", "ReptileGen", "getwindowgeometry", "--shell").Split('\n');
        string Find(string key) => lines.First(line => line.StartsWith(key, StringComparison.Ordinal))[key.Length..];
        return $"{Find("WIDTH=")}x{Find("HEIGHT=")}";
    }

    public void Dispose()
    {
        _server.Kill();
        _server.Dispose();
    }
}
