#pragma warning disable CS1591 // The names are those of the OpenGL registry and document themselves.

namespace Silk.NET.OpenGL;

/// <summary>Filters for minified textures.</summary>
public enum TextureMinFilter
{
    Nearest = 0x2600,
    Linear = 0x2601,
    NearestMipmapNearest = 0x2700,
    LinearMipmapNearest = 0x2701,
    NearestMipmapLinear = 0x2702,
    LinearMipmapLinear = 0x2703,
}
