using System.Diagnostics;
using System.Globalization;

namespace ReptileGen.Render.Tests;

/// <summary>F11 with a window manager that calls a window maximized while it covers the screen, as some do.</summary>
[TestClass]
public sealed class FullScreenTests
{
    private static readonly string[] Maximized = ["_NET_WM_STATE_MAXIMIZED_VERT", "_NET_WM_STATE_MAXIMIZED_HORZ"];

    [TestMethod]
    public void AMaximizedWindowLeavesTheFullScreen()
    {
        using var display = new VirtualDisplay();
        using var properties = new WindowProperties(display.Name);
        properties.Manage(["_NET_WM_STATE", .. Maximized]);
        using Process viewer = ProgramTests.Start(["tiny", "--untrained", "--windowed", "--size", "640x360"], ("DISPLAY", display.Name));
        try
        {
            display.WaitForTitle("steps/s");
            properties.SetAtoms(nint.Parse(display.Inject("search", "--name", "ReptileGen"), CultureInfo.InvariantCulture), "_NET_WM_STATE", Maximized);
            display.Inject("mousemove", "100", "100", "key", "F11");
            display.WaitForGeometry("1280x720");
            display.Inject("key", "F11");
            display.WaitForGeometry("640x360");
        }
        finally
        {
            viewer.Kill();
            viewer.WaitForExit();
        }
    }
}
