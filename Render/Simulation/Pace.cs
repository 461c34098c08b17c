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

    /// <summary>
    /// Whole steps that are due after so many seconds, <paramref name="most"/> at once; without limit always so many. What
    /// a slow machine cannot make is forgotten, but for one more portion.
    /// </summary>
    public int Take(double seconds, int most)
    {
        if (IsUnlimited)
        {
            return most;
        }

        _due = Math.Min(_due + (seconds * Speed), Math.Max(1, Speed * 0.25));
        int whole = Math.Min((int)_due, most);
        _due = Math.Min(_due - whole, most);
        return whole;
    }

    /// <summary>Steps of one frame of a film, which takes the time that they need; without limit: a quarter of an episode.</summary>
    public int TakeFrame(double seconds, int episode) => Take(seconds, IsUnlimited ? episode / 4 : int.MaxValue);

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
