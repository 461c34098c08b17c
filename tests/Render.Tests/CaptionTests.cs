using ReptileGen.Render.Engine;
using ReptileGen.Render.Platform;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Tests;

/// <summary>Without texts (Tab, --no-hud) no view shows one. A shader that writes in magenta makes letters easy to find.</summary>
[TestClass]
public sealed class CaptionTests
{
    private const string Ink = "fragColor = vec4(vColor.rgb";
    private string _shaders = "";

    [TestInitialize]
    public void WriteInMagenta()
    {
        _shaders = ShaderTests.Copy();
        string file = Path.Combine(_shaders, "ui.frag"), text = File.ReadAllText(file);
        StringAssert.Contains(text, Ink);
        File.WriteAllText(file, text.Replace(Ink, "fragColor = vec4(vStyle.x > 1.5 ? vec3(1.0, 0.0, 1.0) : vColor.rgb", StringComparison.Ordinal));
    }

    [TestCleanup]
    public void Delete() => Directory.Delete(_shaders, true);

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(6)]
    [DataRow(7)]
    public void AViewWithoutTextsHasNone(int view)
    {
        Assert.IsGreaterThan(100, Letters(view, true, null), "a test that finds no letters finds nothing");
        Assert.AreEqual(0, Letters(view, false, null));
    }

    [TestMethod]
    public void TheTrainingWithoutTextsHasNone()
    {
        using Trainer trainer = Trainings.Tiny();
        Assert.IsTrue(SpinWait.SpinUntil(() => trainer.Curve(new float[4]).Length > 0, 60_000));
        Assert.IsGreaterThan(100, Letters(8, true, trainer));
        Assert.AreEqual(0, Letters(8, false, trainer));
    }

    private int Letters(int view, bool hasHud, Trainer? trainer)
    {
        var state = new ViewerState { View = view, HasHud = hasHud, IsTraining = trainer is not null };
        state.Pace.Speed = 4000;
        using HeadlessHost host = Headless.Open(state, 640, 360, shaders: _shaders, trainer: trainer);
        for (int i = 0; i < 20; i++)
        {
            host.Frame();
        }

        byte[] pixels = Headless.Pixels(host);
        return Enumerable.Range(0, pixels.Length / 4).Count(i => Math.Min(pixels[4 * i], pixels[(4 * i) + 2]) - pixels[(4 * i) + 1] > 60);
    }
}
