namespace Silk.NET.Input;

/// <summary>Buttons of a mouse; the values equal those of GLFW.</summary>
public enum MouseButton
{
    /// <summary>None of these.</summary>
    Unknown = -1,

    /// <summary>Left.</summary>
    Left = 0,

    /// <summary>Right.</summary>
    Right,

    /// <summary>Middle.</summary>
    Middle,

    /// <summary>The fourth.</summary>
    Button4,

    /// <summary>The fifth.</summary>
    Button5,

    /// <summary>The sixth.</summary>
    Button6,

    /// <summary>The seventh.</summary>
    Button7,

    /// <summary>The eighth.</summary>
    Button8,

    /// <summary>The ninth.</summary>
    Button9,

    /// <summary>The tenth.</summary>
    Button10,

    /// <summary>The eleventh.</summary>
    Button11,

    /// <summary>The twelfth.</summary>
    Button12,
}

/// <summary>Whether a cursor is shown and how it moves.</summary>
public enum CursorMode
{
    /// <summary>Shown.</summary>
    Normal,

    /// <summary>Hidden over the view.</summary>
    Hidden,

    /// <summary>Hidden and captured.</summary>
    Disabled,

    /// <summary>Hidden and captured, without acceleration.</summary>
    Raw,
}

/// <summary>Shapes of a cursor.</summary>
public enum StandardCursor
{
    /// <summary>The system's default.</summary>
    Default,

    /// <summary>An arrow.</summary>
    Arrow,

    /// <summary>For text.</summary>
    IBeam,

    /// <summary>A cross.</summary>
    Crosshair,

    /// <summary>A hand.</summary>
    Hand,

    /// <summary>Left and right.</summary>
    HResize,

    /// <summary>Up and down.</summary>
    VResize,

    /// <summary>North west and south east.</summary>
    NwseResize,

    /// <summary>North east and south west.</summary>
    NeswResize,

    /// <summary>All directions.</summary>
    ResizeAll,

    /// <summary>Not allowed.</summary>
    NotAllowed,

    /// <summary>Wait.</summary>
    Wait,

    /// <summary>Wait, but the arrow works.</summary>
    WaitArrow,
}

/// <summary>How far a wheel turned.</summary>
public struct ScrollWheel(float x, float y) : IEquatable<ScrollWheel>
{
    /// <summary>To the right.</summary>
    public float X { get; } = x;

    /// <summary>Away from the user.</summary>
    public float Y { get; } = y;

    /// <summary>Both equal.</summary>
    public static bool operator ==(ScrollWheel left, ScrollWheel right) => left.Equals(right);

    /// <summary>One differs.</summary>
    public static bool operator !=(ScrollWheel left, ScrollWheel right) => !left.Equals(right);

    /// <inheritdoc />
    public readonly bool Equals(ScrollWheel other) => X == other.X && Y == other.Y;

    /// <inheritdoc />
    public override readonly bool Equals(object? obj) => obj is ScrollWheel other && Equals(other);

    /// <inheritdoc />
    public override readonly int GetHashCode() => HashCode.Combine(X, Y);
}
