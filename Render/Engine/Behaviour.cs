using System.Numerics;

namespace ReptileGen.Render.Engine;

/// <summary>Something in the scene. All methods run on the thread of the window, in the order of registration.</summary>
public abstract class Behaviour : IDisposable
{
    /// <summary>The scene; set before <see cref="Start"/>.</summary>
    public Scene Scene { get; internal set; } = null!;

    /// <summary>Whether zoom and pan leave it where it is; overlays are drawn last.</summary>
    public virtual bool IsOverlay => false;

    /// <summary>Once, when the OpenGL context is current.</summary>
    public virtual void Start()
    {
    }

    /// <summary>Every frame, before drawing.</summary>
    public virtual void Update(float delta)
    {
    }

    /// <summary>Every frame.</summary>
    public virtual void Draw(Painter painter)
    {
    }

    /// <summary>A key went down; true if it was for this behaviour.</summary>
    public virtual bool OnKey(KeyPress key) => false;

    /// <summary>The pointer did something; true if it was for this behaviour.</summary>
    public virtual bool OnPointer(Pointer pointer) => false;

    /// <summary>Releases GPU objects.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>A key with the modifiers that were down.</summary>
public readonly record struct KeyPress(Silk.NET.Input.Key Key, bool Shift, bool Control, bool Alt);

/// <summary>What the pointer did.</summary>
public enum PointerAction
{
    /// <summary>Moved.</summary>
    Move,

    /// <summary>A button went down.</summary>
    Down,

    /// <summary>A button went up.</summary>
    Up,

    /// <summary>The wheel turned.</summary>
    Wheel,
}

/// <summary>The pointer: where (units, on the screen and in the scene), which button, how far the wheel turned.</summary>
public readonly record struct Pointer(PointerAction Action, Vector2 Screen, Vector2 Position, int Button, float Wheel, bool Left, bool Right);
