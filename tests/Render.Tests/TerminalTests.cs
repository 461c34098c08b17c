using ReptileGen.Render.Engine;
using ReptileGen.Render.Platform;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Tests;

/// <summary>The terminal while something is trained.</summary>
[TestClass]
public sealed class TerminalTests
{
    [TestMethod]
    public void TheStatusShowsTheTraining()
    {
        using Trainer trainer = Trainings.Tiny();
        Assert.IsTrue(SpinWait.SpinUntil(() => trainer.Progress().Steps > 0, 60_000));
        Simulation.Simulation simulation = new(new TraceGenerator(), 1, 1);
        Assert.MatchesRegex(@"\ntraining: outer step \d+   \d+\.\d nats\n", new TerminalHost(simulation, new ViewerState(), trainer).Frame(simulation.Latest()));
        Assert.DoesNotContain("training", new TerminalHost(simulation, new ViewerState()).Frame(simulation.Latest()));
    }

    [TestMethod]
    [Timeout(120_000)]
    public void AFailedTrainingEndsTheTerminalViewAndSaysWhy()
    {
        using Trainer trainer = Trainings.Diverging();
        TextWriter console = Console.Out;
        using var screen = new StringWriter();
        Console.SetOut(screen);
        try
        {
            var host = new TerminalHost(new Simulation.Simulation(new TraceGenerator(), 1, 1), new ViewerState(), trainer);
            InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => host.Play(null));
            Assert.StartsWith("the training stopped: ", error.Message);
            Assert.EndsWith("\e[?1049l", screen.ToString());
        }
        finally
        {
            Console.SetOut(console);
        }
    }
}
