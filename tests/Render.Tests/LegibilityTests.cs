using ReptileGen.Render.Engine;
using ReptileGen.Render.Platform;

namespace ReptileGen.Render.Tests;

/// <summary>Letters on small screens.</summary>
[TestClass]
public sealed class LegibilityTests
{
    [TestMethod]
    [DataRow(800, 600, 9.5)]
    [DataRow(1280, 720, 10.5)]
    [DataRow(1920, 1080, 15.75)]
    public void SmallLettersHaveEnoughPixels(int width, int height, double pixels)
    {
        using HeadlessHost host = Headless.Open(new ViewerState(), width, height);
        Painter painter = host.Scene.Painter;
        painter.Begin(width, height);
        Assert.AreEqual(pixels, painter.Readable(10.5f) * painter.PixelsPerUnit, 1e-3);
        Assert.AreEqual(painter.Font.Measure("ink") * painter.Readable(10.5f), painter.Measure("ink", 10.5f), 1e-3);
    }
}
