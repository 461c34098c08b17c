using ReptileGen.Render.Engine;
using ReptileGen.Render.Platform;
using ReptileGen.Render.Simulation;
using ReptileGen.Render.Views;

namespace ReptileGen.Render.Tests;

/// <summary>How bright the changes of a tensor are.</summary>
[TestClass]
public sealed class TensorPictureTests
{
    [TestMethod]
    public void RoundingIsDarkAndAChangeIsNot()
    {
        using HeadlessHost host = Headless.Open(new ViewerState(), 160, 90);
        var shape = new TensorShape("w", 4, 8, 0);
        var snapshot = new Snapshot(new GeneratorInfo("x", 2, 2, 2, [0, 1, 2, 3], [shape]));
        Array.Fill(snapshot.Initial, 0.04f);
        Array.Fill(snapshot.Parameters, 0.04f);
        using var picture = new TensorPicture(host.Scene.Gl, shape);
        picture.Take(snapshot, WeightMode.Change);
        Array.Fill(snapshot.Parameters, MathF.BitIncrement(0.04f));
        picture.Take(snapshot, WeightMode.Change);
        Assert.AreEqual((0f, false), (picture.Most, picture.IsGlowing));
        Assert.IsGreaterThan(1e-7f, picture.Range);
        Array.Fill(snapshot.Parameters, 0.05f);
        picture.Take(snapshot, WeightMode.Change);
        Assert.IsTrue(picture.IsGlowing);
        Assert.AreEqual(0.01f, picture.Most, 0.003f);
        Array.Fill(snapshot.Initial, 0.05f);
        (snapshot.Episode, snapshot.Seed) = (1, 2);
        picture.Take(snapshot, WeightMode.Change);
        Assert.AreEqual(0f, picture.Most, "the range of the last sample is forgotten");
    }

    /// <summary>A tensor that SGD leaves alone would be black as a change: it shows what it is, and is looked at once an episode.</summary>
    [TestMethod]
    public void ASlowTensorShowsItsValue()
    {
        using HeadlessHost host = Headless.Open(new ViewerState(), 160, 90);
        var shape = new TensorShape("w", 4, 8, 0, Adapts: false);
        var snapshot = new Snapshot(new GeneratorInfo("x", 2, 2, 2, [0, 1, 2, 3], [shape]));
        Array.Fill(snapshot.Initial, 0.04f);
        Array.Fill(snapshot.Parameters, 0.04f);
        using var picture = new TensorPicture(host.Scene.Gl, shape);
        foreach (WeightMode mode in Enum.GetValues<WeightMode>())
        {
            picture.Take(snapshot, mode);
            Assert.IsFalse(picture.IsGlowing);
            picture.Select(snapshot, mode);
            Assert.AreEqual(0.04f, picture.Most, 0.01f);
        }

        Array.Fill(snapshot.Initial, 0.4f);
        Array.Fill(snapshot.Parameters, 0.4f);
        snapshot.Episode++;
        picture.Take(snapshot, WeightMode.Change);
        Assert.AreEqual(0.4f, picture.Most, 0.1f, "newer weights of a training");
    }
}
