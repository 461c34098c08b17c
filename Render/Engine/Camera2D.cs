using System.Numerics;

namespace ReptileGen.Render.Engine;

/// <summary>Zoom and pan over the scene; the head-up display does not move.</summary>
public sealed class Camera2D
{
    /// <summary>Magnification, 1 to 40.</summary>
    public float Zoom { get; private set; } = 1;

    /// <summary>Where the scene's corner lies, in units.</summary>
    public Vector2 Offset { get; private set; }

    /// <summary>For shaders: offset and zoom.</summary>
    public Vector3 Transform => new(Offset, Zoom);

    /// <summary>From the screen to the scene.</summary>
    public Vector2 ToScene(Vector2 screen) => (screen - Offset) / Zoom;

    /// <summary>Zooms so that what is under the pointer stays there.</summary>
    public void ZoomAt(Vector2 screen, float factor)
    {
        Vector2 fixedPoint = ToScene(screen);
        Zoom = Math.Clamp(Zoom * factor, 1, 40);
        Offset = screen - (fixedPoint * Zoom);
        if (Zoom == 1)
        {
            Offset = Vector2.Zero;
        }
    }

    /// <summary>Moves the scene, if it is zoomed.</summary>
    public void Pan(Vector2 by) => Offset += Zoom > 1 ? by : Vector2.Zero;

    /// <summary>Shows the whole scene.</summary>
    public void Reset() => (Zoom, Offset) = (1, Vector2.Zero);
}
