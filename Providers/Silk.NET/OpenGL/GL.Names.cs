namespace Silk.NET.OpenGL;

// Names of objects: one at a time, or a span of them.
public sealed unsafe partial class GL
{
    private nint _genBuffers;
    private nint _genTextures;
    private nint _genVertexArrays;
    private nint _genFramebuffers;
    private nint _deleteBuffers;
    private nint _deleteTextures;
    private nint _deleteVertexArrays;
    private nint _deleteFramebuffers;

    /// <summary>A new buffer object.</summary>
    public uint GenBuffer() => Generate(ref _genBuffers, "glGenBuffers");

    /// <summary>A new texture.</summary>
    public uint GenTexture() => Generate(ref _genTextures, "glGenTextures");

    /// <summary>A new vertex array object.</summary>
    public uint GenVertexArray() => Generate(ref _genVertexArrays, "glGenVertexArrays");

    /// <summary>A new framebuffer object.</summary>
    public uint GenFramebuffer() => Generate(ref _genFramebuffers, "glGenFramebuffers");

    /// <summary>Deletes a buffer object.</summary>
    public void DeleteBuffer(uint buffers) => Delete(ref _deleteBuffers, "glDeleteBuffers", buffers);

    /// <summary>Deletes a texture.</summary>
    public void DeleteTexture(uint textures) => Delete(ref _deleteTextures, "glDeleteTextures", textures);

    /// <summary>Deletes a vertex array object.</summary>
    public void DeleteVertexArray(uint arrays) => Delete(ref _deleteVertexArrays, "glDeleteVertexArrays", arrays);

    /// <summary>Deletes a framebuffer object.</summary>
    public void DeleteFramebuffer(uint framebuffers) =>
        Delete(ref _deleteFramebuffers, "glDeleteFramebuffers", framebuffers);

    private uint Generate(ref nint function, string name)
    {
        uint result = 0;
        ((delegate* unmanaged<uint, uint*, void>)Load(ref function, name))(1, &result);
        return result;
    }

    private void Delete(ref nint function, string name, uint value) =>
        ((delegate* unmanaged<uint, uint*, void>)Load(ref function, name))(1, &value);
}
