#pragma warning disable CS1591 // The names are those of the OpenGL registry and document themselves.

namespace Silk.NET.OpenGL;

/// <summary>Channels of pixels in client memory.</summary>
public enum PixelFormat
{
    Red = 0x1903,
    RG = 0x8227,
    Rgb = 0x1907,
    Rgba = 0x1908,
    Bgra = 0x80E1,
    DepthComponent = 0x1902,
}
