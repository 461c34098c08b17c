namespace Silk.NET.Windowing;

/// <summary>The graphics API of a view.</summary>
public enum ContextAPI
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Vulkan.</summary>
    Vulkan,

    /// <summary>OpenGL.</summary>
    OpenGL,

    /// <summary>OpenGL ES.</summary>
    OpenGLES,
}

/// <summary>The profile of an OpenGL context.</summary>
public enum ContextProfile
{
    /// <summary>Without what was deprecated.</summary>
    Core = 0,

    /// <summary>With what was deprecated.</summary>
    Compatability,
}

/// <summary>Flags of an OpenGL context.</summary>
[Flags]
public enum ContextFlags
{
    /// <summary>None.</summary>
    Default = 0,

    /// <summary>A debugging context.</summary>
    Debug = 1,

    /// <summary>Without what the version deprecates.</summary>
    ForwardCompatible = 2,
}

/// <summary>The border of a window.</summary>
public enum WindowBorder
{
    /// <summary>The user can change the size.</summary>
    Resizable = 0,

    /// <summary>The size is fixed.</summary>
    Fixed,

    /// <summary>There is no border.</summary>
    Hidden,
}

/// <summary>How a window is shown.</summary>
public enum WindowState
{
    /// <summary>A window.</summary>
    Normal = 0,

    /// <summary>An icon.</summary>
    Minimized,

    /// <summary>As large as the work area.</summary>
    Maximized,

    /// <summary>Covers a monitor.</summary>
    Fullscreen,
}
