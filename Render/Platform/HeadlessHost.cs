using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;
using ReptileGen.Render.Views;

namespace ReptileGen.Render.Platform;

/// <summary>
/// Draws frames of equal length into PNG files, without window, clock or threads: the same options give the same
/// files, bit for bit on the same driver.
/// </summary>
public sealed class HeadlessHost : IHost, IDisposable
{
    /// <summary>Frames a second.</summary>
    public const int FrameRate = 30;

    private readonly Offscreen _target;
    private readonly Simulation.Simulation _simulation;
    private readonly Recorder _recorder;

    /// <summary>Makes the picture and the scene.</summary>
    public HeadlessHost(Simulation.Simulation simulation, ViewerState state, ShaderLibrary shaders, int width, int height, Trainer? trainer = null, string pictures = ".", bool inWindow = false)
    {
        _simulation = simulation;
        _target = new Offscreen(width, height, inWindow);
        (Scene, _recorder) = Stage.Build(_target.Gl, shaders, simulation, state, this, pictures, trainer);
    }

    /// <summary>The scene.</summary>
    public Scene Scene { get; }

    /// <summary>Whether Esc was pressed.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>Makes the steps that are due and draws one frame.</summary>
    public void Frame()
    {
        ViewerState state = Scene.State;
        _simulation.Obey();
        _simulation.Rest = state.Pace.Rest;
        int steps = state.IsPaused ? 0 : state.Pace.TakeFrame(1.0 / FrameRate, _simulation.Info.Steps);
        _simulation.Advance(steps);
        if (_simulation.HasNews)
        {
            _simulation.Publish();
        }

        Scene.Frame(1.0 / FrameRate, _target.Width, _target.Height);
        _recorder.AfterFrame();
    }

    /// <summary>Writes the last frame.</summary>
    public void Save(string path) => _recorder.Save(path);

    /// <inheritdoc />
    public void Close() => IsClosing = true;

    /// <inheritdoc />
    public void ToggleFullScreen()
    {
        // There is no screen.
    }

    /// <inheritdoc />
    public void NextMonitor()
    {
        // There is no monitor.
    }

    /// <summary>Releases everything.</summary>
    public void Dispose()
    {
        _target.MakeCurrent();
        Scene.Dispose();
        _target.Dispose();
    }
}
