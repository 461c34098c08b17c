#pragma warning disable CS1591 // The names are those of the OpenGL registry and document themselves.

namespace Silk.NET.OpenGL;

/// <summary>Filters for magnified textures.</summary>
public enum TextureMagFilter
{
    Nearest = 0x2600,
    Linear = 0x2601,
}
