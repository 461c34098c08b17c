using System.Numerics;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Platform;
using ReptileGen.Render.Simulation;
using Silk.NET.Input;

namespace ReptileGen.Render.Tests;

[TestClass]
public sealed class ControlTests
{
    [TestMethod]
    public void KeysDoWhatTheHelpSays()
    {
        var state = new ViewerState();
        using HeadlessHost host = Headless.Open(state, 320, 180);
        host.Frame();
        Press(host, Key.Space);
        Assert.IsTrue(state.IsPaused);
        int before = host.Scene.Snapshot.Position;
        Press(host, Key.Right);
        Assert.AreEqual(before + 1, host.Scene.Snapshot.Position);
        Press(host, Key.Left);
        Assert.AreEqual(before, host.Scene.Snapshot.Position);
        Press(host, Key.Right, shift: true);
        Assert.AreEqual(28, host.Scene.Snapshot.Position);
        Press(host, Key.Right, control: true);
        Assert.IsTrue(host.Scene.Snapshot.Ended);
        Press(host, Key.N);
        Assert.AreEqual(8ul, host.Scene.Snapshot.Seed);
        Press(host, Key.R);
        Assert.AreEqual(0, host.Scene.Snapshot.Position);
        Press(host, Key.T);
        Assert.AreEqual(1.05, host.Scene.Snapshot.Temperature, 1e-9);
        Press(host, Key.W);
        Assert.AreEqual(WeightMode.Update, state.Weights);
        Press(host, Key.Number5);
        Assert.AreEqual(5, state.View);
        Press(host, Key.C);
        Assert.AreEqual(1, state.ColorMap);
        Press(host, Key.L);
        Assert.IsTrue(state.IsLog);
        Press(host, Key.E);
        Assert.IsGreaterThan(1, state.Gain);
        Press(host, Key.B);
        Assert.AreEqual((true, 1ul), (state.HasBackground, state.BackgroundSeed));
        Press(host, Key.B, shift: true);
        Assert.AreEqual((true, 2ul), (state.HasBackground, state.BackgroundSeed));
        Press(host, Key.B);
        Assert.IsFalse(state.HasBackground);
        Press(host, Key.Comma);
        Assert.AreEqual(5, state.Tensor);
        Press(host, Key.Equal);
        Assert.AreEqual(200, state.Pace.Speed);
        Press(host, Key.Tab);
        Assert.IsFalse(state.HasHud);
        Press(host, Key.H);
        Assert.IsTrue(state.HasHelp);
        Press(host, Key.Escape);
        Assert.IsFalse(state.HasHelp);
        Assert.IsFalse(host.IsClosing, "the first Esc closes the list of keys");
        Press(host, Key.Escape);
        Assert.IsTrue(host.IsClosing);
    }

    [TestMethod]
    public void PressesBetweenTwoPicturesAllCount()
    {
        using HeadlessHost host = Headless.Open(new ViewerState(), 320, 180);
        host.Frame();
        for (int i = 0; i < 6; i++)
        {
            host.Scene.Press(new KeyPress(Key.T, false, false, false));
            host.Scene.Press(new KeyPress(Key.N, false, false, false));
        }

        host.Frame();
        Assert.AreEqual(1.3, host.Scene.Snapshot.Temperature, 1e-9);
        Assert.AreEqual(13ul, host.Scene.Snapshot.Seed);
    }

    [TestMethod]
    public void DrawingWithTheMouseGivesPixels()
    {
        var state = new ViewerState();
        using HeadlessHost host = Headless.Open(state, 1280, 720);
        host.Frame();
        Press(host, Key.D);
        Area canvas = host.Scene.Layout.Canvas;
        Vector2 from = new(canvas.X + (canvas.Width * 0.3f), canvas.Y + (canvas.Height * 0.2f));
        host.Scene.Point(PointerAction.Down, from, 0, 0, true, false);
        host.Scene.Point(PointerAction.Move, from + new Vector2(150, 0), -1, 0, true, false);
        host.Frame();
        Snapshot snapshot = host.Scene.Snapshot;
        Assert.IsGreaterThan(15, snapshot.Values.Count(value => value == 1));
        Assert.AreEqual(snapshot.GivenSteps, snapshot.Position);
        host.Scene.Point(PointerAction.Up, from, 0, 0, false, false);
        host.Frame();
        host.Frame();
        Assert.IsGreaterThan(host.Scene.Snapshot.GivenSteps, host.Scene.Snapshot.Position);
    }

    [TestMethod]
    [DataRow(Key.D)]
    [DataRow(Key.Number3)]
    public void LeavingTheCanvasWithTheButtonDownStopsNothing(Key leave)
    {
        var state = new ViewerState();
        using HeadlessHost host = Headless.Open(state, 320, 180);
        host.Frame();
        Press(host, Key.D);
        Area canvas = host.Scene.Layout.Canvas;
        Vector2 at = new Vector2(canvas.X + (canvas.Width * 0.3f), canvas.Y + (canvas.Height * 0.2f)) * 0.25f;
        host.Scene.Point(PointerAction.Down, at, 0, 0, true, false);
        host.Frame();
        Assert.AreEqual(host.Scene.Snapshot.GivenSteps, host.Scene.Snapshot.Position, "the pen is down");
        Press(host, leave);
        host.Scene.Point(PointerAction.Up, at, 0, 0, false, false);
        host.Frame();
        int before = host.Scene.Snapshot.Position;
        host.Frame();
        Assert.IsGreaterThan(before, host.Scene.Snapshot.Position);
    }

    [TestMethod]
    public void TwoSlowClicksAreNotADoubleClickWhereNoFramesAreDrawn()
    {
        var state = new ViewerState { IsPaused = true };
        using HeadlessHost host = Headless.Open(state, 320, 180);
        host.Frame();
        host.Scene.Camera.ZoomAt(new Vector2(600, 300), 4);
        Click();
        Thread.Sleep(350);
        Click();
        Assert.AreEqual(4, host.Scene.Camera.Zoom);
        for (int i = 0; i < 100 && host.Scene.Camera.Zoom > 1; i++)
        {
            Click(); // two of which are quick, also on a busy machine
        }

        Assert.AreEqual(1, host.Scene.Camera.Zoom);

        void Click() => host.Scene.Point(PointerAction.Down, new Vector2(300, 20), 0, 0, true, false);
    }

    [TestMethod]
    public void TheWheelZoomsWhereThePointerIs()
    {
        var camera = new Camera2D();
        var random = new Random(6);
        for (int i = 0; i < 100; i++)
        {
            var point = new Vector2(random.Next(1280), random.Next(720));
            Vector2 before = camera.ToScene(point);
            camera.ZoomAt(point, 1.3f);
            if (camera.Zoom < 40)
            {
                Assert.IsInRange(0, 0.05f, Vector2.Distance(before, camera.ToScene(point)));
            }

            camera.ZoomAt(point, 0.8f);
        }

        camera.Reset();
        Assert.AreEqual(new Vector2(3, 4), camera.ToScene(new Vector2(3, 4)));
    }

    private static void Press(HeadlessHost host, Key key, bool shift = false, bool control = false)
    {
        host.Scene.Press(new KeyPress(key, shift, control, false));
        host.Frame();
    }
}
