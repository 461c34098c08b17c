using Silk.NET.OpenGL;

namespace ReptileGen.Render.Platform;

/// <summary>Refuses drivers that are too old.</summary>
public static class GlVersion
{
    /// <summary>Throws unless the current context has OpenGL 3.3 or newer.</summary>
    /// <exception cref="OffscreenException">Says what the driver has.</exception>
    public static void Require(GL gl)
    {
        string version = gl.GetStringS(StringName.Version);
        int major = 0, minor = 0;
        if (version.Length > 0)
        {
            gl.GetInteger(GetPName.MajorVersion, out major);
            gl.GetInteger(GetPName.MinorVersion, out minor);
        }

        if ((major, minor).CompareTo((3, 3)) < 0)
        {
            throw new OffscreenException(
                $"OpenGL 3.3 is needed; found {version} ({gl.GetStringS(StringName.Renderer)}): update the graphics driver");
        }
    }
}
