#pragma warning disable CS1591 // The names are those of the OpenGL registry and document themselves.

namespace Silk.NET.OpenGL;

/// <summary>How a texture stores its texels.</summary>
public enum InternalFormat
{
    Red = 0x1903,
    Rgb = 0x1907,
    Rgba = 0x1908,
    R8 = 0x8229,
    RG8 = 0x822B,
    Rgb8 = 0x8051,
    Rgba8 = 0x8058,
    R16f = 0x822D,
    R32f = 0x822E,
    RG16f = 0x822F,
    RG32f = 0x8230,
    Rgba16f = 0x881A,
    Rgba32f = 0x8814,
    Srgb8Alpha8 = 0x8C43,
    DepthComponent24 = 0x81A6,
}
