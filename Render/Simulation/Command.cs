namespace ReptileGen.Render.Simulation;

/// <summary>What the user can ask of the simulation.</summary>
public enum CommandKind
{
    /// <summary>Make <see cref="Command.Amount"/> steps; negative: go back.</summary>
    Step,

    /// <summary>Go on to the end of the row (or column) or word.</summary>
    FinishRow,

    /// <summary>Go on to the end of the image or text, or to the next one.</summary>
    FinishEpisode,

    /// <summary>Start again with the same seed.</summary>
    Restart,

    /// <summary>Start again with the seed <see cref="Command.Seed"/>.</summary>
    NewSeed,

    /// <summary>Draw with the temperature <see cref="Command.Number"/> from here on.</summary>
    Temperature,

    /// <summary>Give the value <see cref="Command.Amount"/> at the pixel or character <see cref="Command.Place"/>.</summary>
    Paint,

    /// <summary>Nothing is drawn beyond what was given while <see cref="Command.Amount"/> is 1.</summary>
    HoldPen,

    /// <summary>Forget what was given.</summary>
    ClearPaint,
}

/// <summary>A wish of the user, sent to the thread of the simulation.</summary>
public readonly record struct Command(CommandKind Kind, int Amount = 0, int Place = 0, double Number = 0, ulong Seed = 0);
