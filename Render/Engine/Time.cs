namespace ReptileGen.Render.Engine;

/// <summary>
/// Seconds. The frame clock (<see cref="Delta"/>) is apart from the simulation clock: the host turns
/// <see cref="Scaled"/> time into steps at the chosen speed. Headless runs use frames of equal length, so that the
/// same frame always shows the same picture.
/// </summary>
public sealed class Time
{
    /// <summary>Seconds since the last frame, at most 0.1.</summary>
    public float Delta { get; private set; }

    /// <summary>Seconds since the last frame in which the simulation runs: 0 while it is paused.</summary>
    public float Scaled => IsPaused ? 0 : Delta;

    /// <summary>Seconds since the start.</summary>
    public double Now { get; private set; }

    /// <summary>Frames since the start.</summary>
    public long Frame { get; private set; }

    /// <summary>Whether the simulation stands still.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Starts the next frame.</summary>
    public void Advance(double seconds)
    {
        Delta = (float)Math.Clamp(seconds, 0, 0.1);
        Now += Delta;
        Frame++;
    }
}
