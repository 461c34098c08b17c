#pragma warning disable CS1591 // The names are those of the OpenGL registry and document themselves.

namespace Silk.NET.OpenGL;

/// <summary>Capabilities of <c>glEnable</c>.</summary>
public enum EnableCap
{
    CullFace = 0xB44,
    DepthTest = 0xB71,
    StencilTest = 0xB90,
    Blend = 0xBE2,
    ScissorTest = 0xC11,
    Multisample = 0x809D,
    ProgramPointSize = 0x8642,
    FramebufferSrgb = 0x8DB9,
}
