using ReptileGen.Render.Engine;
using ReptileGen.Render.Platform;
using ReptileGen.Render.Simulation;
using ReptileGen.Silk.Tests;

namespace ReptileGen.Render.Tests;

[TestClass]
public sealed class WindowHostTests
{
    [TestMethod]
    public void WhatEndsAPictureIsWhatTheUserReads()
    {
        Display.Require();
        using Trainer trainer = Trainings.Diverging();
        var simulation = new Simulation.Simulation(new TraceGenerator(), 1, 1);
        ViewerException error = Assert.ThrowsExactly<ViewerException>(() =>
        {
            using var window = new WindowHost(simulation, new ViewerState(), new ShaderLibrary(null), new WindowRequest(320, 180, false, "."), trainer);
            window.Run();
        });
        Assert.StartsWith("the training stopped: ", error.Message);
    }
}
