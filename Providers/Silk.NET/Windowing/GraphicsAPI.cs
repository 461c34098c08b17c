namespace Silk.NET.Windowing;

/// <summary>The graphics API, profile, flags and version that a view asks for.</summary>
public struct GraphicsAPI
{
    /// <summary>All four.</summary>
    public GraphicsAPI(ContextAPI api, ContextProfile profile, ContextFlags flags, APIVersion apiVersion) =>
        (API, Profile, Flags, Version) = (api, profile, flags, apiVersion);

    /// <summary>The core profile without flags.</summary>
    public GraphicsAPI(ContextAPI api, APIVersion apiVersion)
        : this(api, ContextProfile.Core, ContextFlags.Default, apiVersion)
    {
    }

    /// <summary>The API.</summary>
    public ContextAPI API { get; set; }

    /// <summary>The profile.</summary>
    public ContextProfile Profile { get; set; }

    /// <summary>The flags.</summary>
    public ContextFlags Flags { get; set; }

    /// <summary>The least version.</summary>
    public APIVersion Version { get; set; }

    /// <summary>OpenGL 3.3 core, forward compatible.</summary>
    public static GraphicsAPI Default =>
        new(ContextAPI.OpenGL, ContextProfile.Core, ContextFlags.ForwardCompatible, new APIVersion(3, 3));

    /// <summary>No API.</summary>
    public static GraphicsAPI None => default;
}

/// <summary>A version of a graphics API.</summary>
public struct APIVersion
{
    /// <summary>The first number.</summary>
    public int MajorVersion;

    /// <summary>The second number.</summary>
    public int MinorVersion;

    /// <summary>A version from its numbers.</summary>
    public APIVersion(int majorVersion, int minorVersion) =>
        (MajorVersion, MinorVersion) = (majorVersion, minorVersion);

    /// <summary>A version from the first two numbers of <paramref name="version"/>.</summary>
    public APIVersion(Version version) : this(version.Major, version.Minor)
    {
    }
}
