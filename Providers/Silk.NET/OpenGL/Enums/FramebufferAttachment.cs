#pragma warning disable CS1591 // The names are those of the OpenGL registry and document themselves.

namespace Silk.NET.OpenGL;

/// <summary>Attachment points of a framebuffer object.</summary>
public enum FramebufferAttachment
{
    ColorAttachment0 = 0x8CE0,
    ColorAttachment1 = 0x8CE1,
    DepthAttachment = 0x8D00,
    StencilAttachment = 0x8D20,
    DepthStencilAttachment = 0x821A,
}
