#pragma warning disable CS1591 // The names are those of the OpenGL registry and document themselves.

namespace Silk.NET.OpenGL;

/// <summary>Colour buffers that <c>glReadPixels</c> reads.</summary>
public enum ReadBufferMode
{
    None = 0x0,
    Front = 0x404,
    Back = 0x405,
    ColorAttachment0 = 0x8CE0,
}
