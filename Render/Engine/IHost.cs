namespace ReptileGen.Render.Engine;

/// <summary>What the scene may ask of the window, or of what stands in its place.</summary>
public interface IHost
{
    /// <summary>Ends the program.</summary>
    void Close();

    /// <summary>Covers the monitor, or goes back to a window.</summary>
    void ToggleFullScreen();

    /// <summary>Moves to the next monitor.</summary>
    void NextMonitor();
}
