namespace ReptileGen.Render.Simulation;

/// <summary>The simulation's clock: turns seconds into whole steps at a speed that can be changed.</summary>
public sealed class Pace
{
    /// <summary>Speeds in steps a second; the last is without limit.</summary>
    public static readonly IReadOnlyList<double> Speeds =
        [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, double.PositiveInfinity];

    private double _due;

    /// <summary>Steps a second.</summary>
    public double Speed { get; set; } = 100;

    /// <summary>Whether there is no limit.</summary>
    public bool IsUnlimited => double.IsPositiveInfinity(Speed);

    /// <summary>Steps that a finished sample stays: about a second, none without limit.</summary>
    public int Rest => IsUnlimited ? 0 : (int)Math.Min(Speed * 1.2, 1200);

    /// <summary>Whole steps that are due after so many seconds; without limit: <paramref name="most"/>.</summary>
    public int Take(double seconds, int most)
    {
        if (IsUnlimited)
        {
            return most;
        }

        _due = Math.Min(_due + (seconds * Speed), Math.Max(1, Speed * 0.25));
        int whole = (int)_due;
        _due -= whole;
        return whole;
    }

    /// <summary>The next speed up (+1) or down (-1).</summary>
    public void Change(int by)
    {
        int index = 0;
        while (index < Speeds.Count - 1 && Speeds[index] < Speed)
        {
            index++;
        }

        Speed = Speeds[Math.Clamp(index + by, 0, Speeds.Count - 1)];
    }
}
