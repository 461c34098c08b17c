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

    /// <summary>A pause stands still: only the training asks for pictures.</summary>
    [TestMethod]
    public void APausedWindowShowsEveryOuterStep()
    {
        Display.Require();
        using Trainer trainer = Trainings.Leisurely(rate: 1e-3);
        using WindowHost window = Paused(trainer);
        var witness = new Witness(trainer, steps: 6);
        window.Scene.Add(witness);
        Run(window);
        Assert.IsNull(trainer.Failure);
        Assert.IsGreaterThanOrEqualTo(6, witness.Seen, "outer steps that a picture showed");
    }

    [TestMethod]
    public void APausedWindowSaysThatTheTrainingFailed()
    {
        Display.Require();
        using Trainer trainer = Trainings.Leisurely(rate: 1e30);
        using WindowHost window = Paused(trainer);
        ViewerException error = Assert.ThrowsExactly<ViewerException>(() => Run(window));
        Assert.StartsWith("the training stopped: ", error.Message);
    }

    private static WindowHost Paused(Trainer trainer) => new(
        new Simulation.Simulation(new TraceGenerator(), 1, 1), new ViewerState { IsPaused = true, IsTraining = true },
        new ShaderLibrary(null), new WindowRequest(320, 180, false, "."), trainer);

    /// <summary>Runs until the window closes; nothing is worth more than two minutes.</summary>
    private static void Run(WindowHost window)
    {
        using var limit = new Timer(_ => window.Close(), null, 120_000, Timeout.Infinite);
        window.Run();
    }

    /// <summary>Counts the outer steps that pictures showed, and closes the window when it has seen enough.</summary>
    private sealed class Witness(Trainer trainer, int steps) : Behaviour
    {
        private long _last;

        public int Seen { get; private set; }

        public override void Draw(Painter painter)
        {
            long now = trainer.Progress().Steps;
            Seen += now > _last ? 1 : 0;
            _last = now;
            if (Seen >= steps)
            {
                Scene.Host.Close();
            }
        }
    }
}
