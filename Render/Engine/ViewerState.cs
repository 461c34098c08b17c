namespace ReptileGen.Render.Engine;

/// <summary>What the numbers of the weights mean on the screen.</summary>
public enum WeightMode
{
    /// <summary>The weights.</summary>
    Value,

    /// <summary>What this episode has changed so far.</summary>
    Change,

    /// <summary>What the last step changed.</summary>
    Update,
}

/// <summary>How things are shown; everything that a key or an option changes.</summary>
public sealed class ViewerState
{
    /// <summary>1 to 8: which view (8 while training).</summary>
    public int View { get; set; } = 1;

    /// <summary>What the weights show.</summary>
    public WeightMode Weights { get; set; } = WeightMode.Change;

    /// <summary>0 blue-orange, 1 green-magenta, 2 grey.</summary>
    public int ColorMap { get; set; }

    /// <summary>Whether magnitudes are logarithmic.</summary>
    public bool IsLog { get; set; }

    /// <summary>Brightness of the weights: 1 is the robust range.</summary>
    public float Gain { get; set; } = 1;

    /// <summary>Whether texts around the picture are shown.</summary>
    public bool HasHud { get; set; } = true;

    /// <summary>Whether the keys are listed.</summary>
    public bool HasHelp { get; set; }

    /// <summary>Whether the canvas shows what the network expects in the rest of the image.</summary>
    public bool HasDream { get; set; } = true;

    /// <summary>Whether the mouse paints.</summary>
    public bool IsDrawing { get; set; }

    /// <summary>Whether an outer loop runs in the background.</summary>
    public bool IsTraining { get; set; }

    /// <summary>Whether a random network paints the background.</summary>
    public bool HasBackground { get; set; }

    /// <summary>Which network.</summary>
    public ulong BackgroundSeed { get; set; } = 1;

    /// <summary>The tensor that is looked at.</summary>
    public int Tensor { get; set; }

    /// <summary>Speed of the simulation.</summary>
    public Simulation.Pace Pace { get; } = new();

    /// <summary>Whether the simulation stands still.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Writes the speed in words; returns how many characters.</summary>
    public int WriteSpeed(Span<char> words)
    {
        string? fixedWords = IsPaused ? "paused" : Pace.IsUnlimited ? "full speed" : null;
        if (fixedWords is not null)
        {
            fixedWords.CopyTo(words);
            return fixedWords.Length;
        }

        words.TryWrite(System.Globalization.CultureInfo.InvariantCulture, $"{Pace.Speed:F0} steps/s", out int length);
        return length;
    }

    /// <summary>A line that is shown for a while, such as where a screenshot went.</summary>
    public string Message { get; private set; } = "";

    /// <summary>Until when.</summary>
    public double MessageUntil { get; private set; }

    /// <summary>Shows a line for four seconds.</summary>
    public void Say(string message, double now) => (Message, MessageUntil) = (message, now + 4);
}
