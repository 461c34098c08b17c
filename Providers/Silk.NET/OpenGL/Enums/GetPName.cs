#pragma warning disable CS1591 // The names are those of the OpenGL registry and document themselves.

namespace Silk.NET.OpenGL;

/// <summary>States that <c>glGetIntegerv</c> returns.</summary>
public enum GetPName
{
    Viewport = 0xBA2,
    ScissorBox = 0xC10,
    MaxTextureSize = 0xD33,
    MaxViewportDims = 0xD3A,
    MajorVersion = 0x821B,
    MinorVersion = 0x821C,
    NumExtensions = 0x821D,
    CurrentProgram = 0x8B8D,
    TextureBinding2D = 0x8069,
    DrawFramebufferBinding = 0x8CA6,
    ArrayBufferBinding = 0x8894,
    VertexArrayBinding = 0x85B5,
    UnpackAlignment = 0xCF5,
    PackAlignment = 0xD05,
}
