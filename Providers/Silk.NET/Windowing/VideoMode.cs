using Silk.NET.Maths;

namespace Silk.NET.Windowing;

/// <summary>Resolution (pixels) and refresh rate (hertz) of a monitor; null: whatever there is.</summary>
public struct VideoMode
{
    /// <summary>A mode; what is null does not matter.</summary>
    public VideoMode(Vector2D<int>? resolution = null, int? refreshRate = null) =>
        (Resolution, RefreshRate) = (resolution, refreshRate);

    /// <summary>A mode of which only the refresh rate matters.</summary>
    public VideoMode(int refreshRate) : this(null, refreshRate)
    {
    }

    /// <summary>The resolution in pixels.</summary>
    public Vector2D<int>? Resolution { get; }

    /// <summary>The refresh rate in hertz.</summary>
    public int? RefreshRate { get; }

    /// <summary>Whatever there is.</summary>
    public static VideoMode Default => new();
}
