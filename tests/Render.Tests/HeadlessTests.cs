using System.Diagnostics;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Platform;
using ReptileGen.Silk.Tests;
using Silk.NET.OpenGL;

namespace ReptileGen.Render.Tests;

[TestClass]
public sealed class HeadlessTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(6)]
    [DataRow(7)]
    public void EveryViewIsTheSameBitForBitInTwoRuns(int view)
    {
        byte[] first = Headless.Render(view, 12), second = Headless.Render(view, 12);
        CollectionAssert.AreEqual(first, second);
        Assert.IsGreaterThan(40, first.Distinct().Count(), "an empty picture");
    }

    /// <summary>Where there is no EGL, as on Windows, pictures come from hidden windows: here they are the same.</summary>
    [TestMethod]
    public void HiddenWindowsDrawTheSamePicture()
    {
        byte[] expected = Headless.Render(1, 5);
        Display.Require();
        using HeadlessHost first = Headless.Open(new ViewerState { View = 1 }, 640, 360, inWindow: true);
        first.Frame();
        using HeadlessHost second = Headless.Open(new ViewerState { View = 1 }, 640, 360, inWindow: true);
        for (int i = 0; i < 5; i++)
        {
            second.Frame();
        }

        Assert.AreEqual(GLEnum.NoError, second.Scene.Gl.GetError());
        CollectionAssert.AreEqual(expected, Headless.Pixels(second));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void AFrameAllocatesNothing(bool hasBackground)
    {
        var state = new ViewerState { HasBackground = hasBackground };
        state.Pace.Speed = 1000;
        using HeadlessHost host = Headless.Open(state, 160, 90);
        const int Quiet = 100; // two images, at 1000 steps a second
        int quiet = 0;

        // The first frames run unoptimized code, in which formatting boxes numbers; when that ends is a matter of time, not of frames.
        for (Stopwatch clock = Stopwatch.StartNew(); quiet < Quiet && clock.Elapsed < TimeSpan.FromMinutes(3);)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            host.Frame();
            quiet = GC.GetAllocatedBytesForCurrentThread() == before ? quiet + 1 : 0;
        }

        Assert.AreEqual(Quiet, quiet, "frames in a row that allocate nothing");
    }
}
