using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Tests;

[TestClass]
public sealed class SimulationThreadTests
{
    [TestMethod]
    public void AFilmGetsItsStepsWhateverTheClockSays()
    {
        var simulation = new Simulation.Simulation(new TraceGenerator(), 1, 1);
        using var thread = new SimulationThread(simulation);
        thread.Set(1e6, false, true);
        Wait(thread);
        int start = simulation.Latest().Position;
        for (int frame = 1; frame <= 7; frame++)
        {
            Thread.Sleep(20);
            Make(thread, 70);
            Assert.AreEqual(start + (70 * frame), simulation.Latest().Position);
        }

        simulation.Post(new Command(CommandKind.NewSeed, Seed: 5));
        Make(thread, 3);
        Assert.AreEqual((5ul, 3), (simulation.Latest().Seed, simulation.Latest().Position));
        thread.Set(1e6, false);
        Assert.IsTrue(SpinWait.SpinUntil(() => simulation.Latest().Position > 3, 120_000), "after the film the clock goes on");
    }

    private static void Make(SimulationThread thread, int steps)
    {
        thread.Grant(steps);
        Wait(thread);
    }

    private static void Wait(SimulationThread thread)
    {
        Assert.IsTrue(SpinWait.SpinUntil(() => thread.IsDone || thread.Failure is not null, 30_000));
        Assert.IsNull(thread.Failure);
    }
}
