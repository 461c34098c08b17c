using ReptileGen.Model;
using ReptileGen.Model.Runs;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Tests;

/// <summary>Trainings in the background; where the data is missing, tests that need one say so.</summary>
internal static class Trainings
{
    /// <summary>A training of the smallest network.</summary>
    public static Trainer Tiny() => Start(Presets.Get("tiny"));

    /// <summary>A training with one step that takes longer than anybody waits.</summary>
    public static Trainer Slow() => Start(Presets.Get("tiny") with { MetaBatch = 1500 * Environment.ProcessorCount });

    /// <summary>A training whose first steps are so long that it must fail.</summary>
    public static Trainer Diverging()
    {
        RunSpec tiny = Presets.Get("tiny");
        return Start(tiny with { Optimizer = tiny.Optimizer with { Rate = 1e30 } });
    }

    /// <summary>A training with steps much longer than a picture; with this rate.</summary>
    public static Trainer Leisurely(double rate)
    {
        RunSpec tiny = Presets.Get("tiny");
        return Start(tiny with { MetaBatch = 100 * Math.Max(1, Environment.ProcessorCount - 2), Optimizer = tiny.Optimizer with { Rate = rate } });
    }

    /// <summary>The training of a spec.</summary>
    public static Trainer Start(RunSpec spec)
    {
        try
        {
            return new Trainer(spec, null);
        }
        catch (UserException exception)
        {
            Assert.Inconclusive(exception.Message);
            throw;
        }
    }
}
