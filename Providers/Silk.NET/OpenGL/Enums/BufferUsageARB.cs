#pragma warning disable CS1591 // The names are those of the OpenGL registry and document themselves.

namespace Silk.NET.OpenGL;

/// <summary>Usage hints of <c>glBufferData</c>.</summary>
public enum BufferUsageARB
{
    StreamDraw = 0x88E0,
    StreamRead = 0x88E1,
    StaticDraw = 0x88E4,
    StaticRead = 0x88E5,
    DynamicDraw = 0x88E8,
    DynamicRead = 0x88E9,
}
