#pragma warning disable CS1591 // The names are those of the OpenGL registry and document themselves.

namespace Silk.NET.OpenGL;

/// <summary>Binding points of renderbuffer objects.</summary>
public enum RenderbufferTarget
{
    Renderbuffer = 0x8D41,
}
