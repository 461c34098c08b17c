namespace Silk.NET.OpenGL;

// Names of objects with a type of their own. They are here so that a name means the same with and without the package.

/// <summary>The name of a buffer object.</summary>
public struct Buffer
{
    /// <summary>The number that OpenGL knows it by.</summary>
    public uint Handle;

    /// <summary>From the number; null: 0.</summary>
    public Buffer(uint? handle = null) => Handle = handle ?? 0;
}

/// <summary>The name of a display list.</summary>
public struct DisplayList
{
    /// <summary>The number that OpenGL knows it by.</summary>
    public uint Handle;

    /// <summary>From the number; null: 0.</summary>
    public DisplayList(uint? handle = null) => Handle = handle ?? 0;
}

/// <summary>The name of a framebuffer object.</summary>
public struct Framebuffer
{
    /// <summary>The number that OpenGL knows it by.</summary>
    public uint Handle;

    /// <summary>From the number; null: 0.</summary>
    public Framebuffer(uint? handle = null) => Handle = handle ?? 0;
}

/// <summary>The name of a program.</summary>
public struct Program
{
    /// <summary>The number that OpenGL knows it by.</summary>
    public uint Handle;

    /// <summary>From the number; null: 0.</summary>
    public Program(uint? handle = null) => Handle = handle ?? 0;
}

/// <summary>The name of a program pipeline.</summary>
public struct ProgramPipeline
{
    /// <summary>The number that OpenGL knows it by.</summary>
    public uint Handle;

    /// <summary>From the number; null: 0.</summary>
    public ProgramPipeline(uint? handle = null) => Handle = handle ?? 0;
}

/// <summary>The name of a query object.</summary>
public struct Query
{
    /// <summary>The number that OpenGL knows it by.</summary>
    public uint Handle;

    /// <summary>From the number; null: 0.</summary>
    public Query(uint? handle = null) => Handle = handle ?? 0;
}

/// <summary>The name of a renderbuffer object.</summary>
public struct Renderbuffer
{
    /// <summary>The number that OpenGL knows it by.</summary>
    public uint Handle;

    /// <summary>From the number; null: 0.</summary>
    public Renderbuffer(uint? handle = null) => Handle = handle ?? 0;
}

/// <summary>The name of a sampler object.</summary>
public struct Sampler
{
    /// <summary>The number that OpenGL knows it by.</summary>
    public uint Handle;

    /// <summary>From the number; null: 0.</summary>
    public Sampler(uint? handle = null) => Handle = handle ?? 0;
}

/// <summary>The name of a shader.</summary>
public struct Shader
{
    /// <summary>The number that OpenGL knows it by.</summary>
    public uint Handle;

    /// <summary>From the number; null: 0.</summary>
    public Shader(uint? handle = null) => Handle = handle ?? 0;
}

/// <summary>The name of a texture.</summary>
public struct Texture
{
    /// <summary>The number that OpenGL knows it by.</summary>
    public uint Handle;

    /// <summary>From the number; null: 0.</summary>
    public Texture(uint? handle = null) => Handle = handle ?? 0;
}

/// <summary>The name of a transform feedback object.</summary>
public struct TransformFeedback
{
    /// <summary>The number that OpenGL knows it by.</summary>
    public uint Handle;

    /// <summary>From the number; null: 0.</summary>
    public TransformFeedback(uint? handle = null) => Handle = handle ?? 0;
}

/// <summary>The name of a vertex array object.</summary>
public struct VertexArray
{
    /// <summary>The number that OpenGL knows it by.</summary>
    public uint Handle;

    /// <summary>From the number; null: 0.</summary>
    public VertexArray(uint? handle = null) => Handle = handle ?? 0;
}
