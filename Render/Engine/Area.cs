using System.Numerics;

namespace ReptileGen.Render.Engine;

/// <summary>A rectangle in units (the screen is at least 1280 by 720 units), y down.</summary>
public readonly record struct Area(float X, float Y, float Width, float Height)
{
    /// <summary>Whether there is nothing to draw.</summary>
    public bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>The right border.</summary>
    public float Right => X + Width;

    /// <summary>The lower border.</summary>
    public float Bottom => Y + Height;

    /// <summary>Whether a point lies inside.</summary>
    public bool Contains(Vector2 point) => point.X >= X && point.Y >= Y && point.X < Right && point.Y < Bottom;

    /// <summary>Smaller by so much on each side.</summary>
    public Area Inset(float by) => new(X + by, Y + by, Width - (2 * by), Height - (2 * by));

    /// <summary>The largest rectangle of this aspect (width / height) in the middle.</summary>
    public Area Fit(float aspect)
    {
        float width = Math.Min(Width, Height * aspect), height = width / aspect;
        return new Area(X + ((Width - width) / 2), Y + ((Height - height) / 2), width, height);
    }
}
