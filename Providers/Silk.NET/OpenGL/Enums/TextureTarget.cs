#pragma warning disable CS1591 // The names are those of the OpenGL registry and document themselves.

namespace Silk.NET.OpenGL;

/// <summary>Kinds of textures.</summary>
public enum TextureTarget
{
    Texture1D = 0xDE0,
    Texture2D = 0xDE1,
    Texture3D = 0x806F,
    Texture2DArray = 0x8C1A,
    TextureCubeMap = 0x8513,
}
