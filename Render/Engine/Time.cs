namespace ReptileGen.Render.Engine;

/// <summary>
/// The frame clock, in seconds; the simulation has its own (<see cref="Simulation.Pace"/>). Headless runs and films use
/// frames of equal length, so that the same frame always shows the same picture.
/// </summary>
public sealed class Time
{
    /// <summary>Seconds since the last frame, at most 0.1.</summary>
    public float Delta { get; private set; }

    /// <summary>Seconds since the start.</summary>
    public double Now { get; private set; }

    /// <summary>Starts the next frame.</summary>
    public void Advance(double seconds)
    {
        Delta = (float)Math.Clamp(seconds, 0, 0.1);
        Now += Delta;
    }
}
