#pragma warning disable CS1591 // The names are those of the OpenGL registry and document themselves.

namespace Silk.NET.OpenGL;

/// <summary>Untyped constants: what a call returns whose result has no type of its own, and what is common to several groups.</summary>
public enum GLEnum
{
    False = 0x0,
    True = 0x1,
    NoError = 0x0,
    InvalidEnum = 0x500,
    InvalidValue = 0x501,
    InvalidOperation = 0x502,
    OutOfMemory = 0x505,
    InvalidFramebufferOperation = 0x506,
    ContextLost = 0x507,
    FramebufferComplete = 0x8CD5,
    FramebufferIncompleteAttachment = 0x8CD6,
    FramebufferIncompleteMissingAttachment = 0x8CD7,
    FramebufferUnsupported = 0x8CDD,
    Nearest = 0x2600,
    Linear = 0x2601,
    NearestMipmapNearest = 0x2700,
    LinearMipmapLinear = 0x2703,
    Repeat = 0x2901,
    ClampToEdge = 0x812F,
    ClampToBorder = 0x812D,
    MirroredRepeat = 0x8370,
    CompileStatus = 0x8B81,
    LinkStatus = 0x8B82,
    InfoLogLength = 0x8B84,
    Texture2D = 0xDE1,
    Triangles = 0x4,
    Float = 0x1406,
    UnsignedByte = 0x1401,
    Blend = 0xBE2,
    DepthTest = 0xB71,
}
