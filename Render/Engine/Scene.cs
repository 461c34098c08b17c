using System.Numerics;
using ReptileGen.Render.Simulation;
using Silk.NET.OpenGL;

namespace ReptileGen.Render.Engine;

/// <summary>
/// A list of behaviours and what they share. Add them, call <see cref="Start"/> with a current context, then
/// <see cref="Frame"/> as often as pictures are wanted.
/// </summary>
public sealed class Scene : IDisposable
{
    private readonly List<Behaviour> _behaviours = [];

    /// <summary>A scene that shows <paramref name="simulation"/>.</summary>
    public Scene(GL gl, ShaderLibrary shaders, Simulation.Simulation simulation, ViewerState state, IHost host)
    {
        (Gl, Shaders, Simulation, State, Host) = (gl, shaders, simulation, state, host);
        Painter = new Painter(gl, shaders);
        Snapshot = simulation.Latest();
    }

    /// <summary>OpenGL.</summary>
    public GL Gl { get; }

    /// <summary>Texts of the shaders.</summary>
    public ShaderLibrary Shaders { get; }

    /// <summary>What is shown.</summary>
    public Simulation.Simulation Simulation { get; }

    /// <summary>How it is shown.</summary>
    public ViewerState State { get; }

    /// <summary>The window.</summary>
    public IHost Host { get; }

    /// <summary>Draws.</summary>
    public Painter Painter { get; }

    /// <summary>The frame clock.</summary>
    public Time Time { get; } = new();

    /// <summary>Zoom and pan.</summary>
    public Camera2D Camera { get; } = new();

    /// <summary>The newest publication, the same for all behaviours of one frame.</summary>
    public Snapshot Snapshot { get; private set; }

    /// <summary>The size of the picture in pixels.</summary>
    public (int Width, int Height) Pixels { get; private set; } = (1280, 720);

    /// <summary>The size of the screen in units.</summary>
    public Vector2 Screen => Painter.Screen;

    /// <summary>Where everything stands in this frame.</summary>
    public Views.Layout Layout { get; private set; }

    /// <summary>Where the pointer is, in units on the screen.</summary>
    public Vector2 PointerOnScreen { get; private set; }

    /// <summary>Where the pointer is, in units of the scene.</summary>
    public Vector2 PointerInScene => Camera.ToScene(PointerOnScreen);

    /// <summary>Whether the next frame would differ: a behaviour still moves, or something happened.</summary>
    public bool IsDirty { get; private set; } = true;

    /// <summary>Registers a behaviour; drawing follows the order of registration.</summary>
    public Scene Add(Behaviour behaviour)
    {
        behaviour.Scene = this;
        _behaviours.Add(behaviour);
        return this;
    }

    /// <summary>Starts all behaviours.</summary>
    public void Start()
    {
        foreach (Behaviour behaviour in _behaviours)
        {
            behaviour.Start();
        }
    }

    /// <summary>Asks for another frame.</summary>
    public void Touch() => IsDirty = true;

    /// <summary>Updates and draws one picture into the current framebuffer.</summary>
    public void Frame(double delta, int width, int height)
    {
        IsDirty = false;
        Pixels = (width, height);
        Time.Advance(delta);
        Snapshot = Simulation.Latest();
        Painter.Begin(width, height);
        Painter.HasCaptions = State.HasHud;
        Layout = Views.Layout.Of(State.View, Screen, Simulation.Info.IsText, State.IsTraining);
        foreach (Behaviour behaviour in _behaviours)
        {
            behaviour.Update(Time.Delta);
        }

        Painter.Look(Camera);
        Draw(overlays: false);
        Painter.Look(null);
        Draw(overlays: true);
        Painter.Flush();
    }

    private void Draw(bool overlays)
    {
        foreach (Behaviour behaviour in _behaviours)
        {
            if (behaviour.IsOverlay == overlays)
            {
                behaviour.Draw(Painter);
            }
        }
    }

    /// <summary>Offers a key to the behaviours, last registered first, until one takes it.</summary>
    public void Press(KeyPress key)
    {
        IsDirty = true;
        for (int i = _behaviours.Count - 1; i >= 0 && !_behaviours[i].OnKey(key); i--)
        {
        }
    }

    /// <summary>Offers a movement of the pointer (pixels) to the behaviours, last registered first.</summary>
    public void Point(PointerAction action, Vector2 pixels, int button, float wheel, bool left, bool right)
    {
        IsDirty = true;
        PointerOnScreen = pixels / Math.Max(Painter.PixelsPerUnit, 1e-3f);
        var pointer = new Pointer(action, PointerOnScreen, PointerInScene, button, wheel, left, right);
        for (int i = _behaviours.Count - 1; i >= 0 && !_behaviours[i].OnPointer(pointer); i--)
        {
        }
    }

    /// <summary>Compiles all materials anew, if the folder of shaders changed; returns the error, if any.</summary>
    public string? ReloadShaders(IEnumerable<Material> materials)
    {
        if (!Shaders.HasChanged())
        {
            return null;
        }

        try
        {
            foreach (Material material in materials)
            {
                material.Reload();
            }

            IsDirty = true;
            return null;
        }
        catch (ShaderException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Disposes the behaviours in reverse order, then what they shared.</summary>
    public void Dispose()
    {
        for (int i = _behaviours.Count - 1; i >= 0; i--)
        {
            _behaviours[i].Dispose();
        }

        Painter.Dispose();
    }
}
