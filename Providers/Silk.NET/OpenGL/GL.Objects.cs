namespace Silk.NET.OpenGL;

// Buffers, vertex arrays and textures.
public sealed unsafe partial class GL
{
    private nint _bindBuffer;
    private nint _bufferData;
    private nint _bufferSubData;
    private nint _bindVertexArray;
    private nint _enableVertexAttribArray;
    private nint _disableVertexAttribArray;
    private nint _vertexAttribPointer;
    private nint _vertexAttribDivisor;
    private nint _activeTexture;
    private nint _bindTexture;
    private nint _texImage2D;
    private nint _texSubImage2D;
    private nint _texParameteri;
    private nint _texParameterf;
    private nint _textureParameteri;
    private nint _generateMipmap;

    /// <summary>Binds a buffer object.</summary>
    public void BindBuffer(BufferTargetARB target, uint buffer) =>
        ((delegate* unmanaged<BufferTargetARB, uint, void>)Load(ref _bindBuffer, "glBindBuffer"))(target, buffer);

    /// <summary>Fills the bound buffer object with <paramref name="size"/> bytes.</summary>
    public void BufferData(BufferTargetARB target, nuint size, void* data, BufferUsageARB usage) =>
        ((delegate* unmanaged<BufferTargetARB, nuint, void*, BufferUsageARB, void>)Load(ref _bufferData, "glBufferData"))(target, size, data, usage);

    /// <summary>Replaces <paramref name="size"/> bytes of the bound buffer object.</summary>
    public void BufferSubData(BufferTargetARB target, nint offset, nuint size, void* data) =>
        ((delegate* unmanaged<BufferTargetARB, nint, nuint, void*, void>)Load(ref _bufferSubData, "glBufferSubData"))(target, offset, size, data);

    /// <summary>Binds a vertex array object.</summary>
    public void BindVertexArray(uint array) =>
        ((delegate* unmanaged<uint, void>)Load(ref _bindVertexArray, "glBindVertexArray"))(array);

    /// <summary>Reads a vertex attribute from an array.</summary>
    public void EnableVertexAttribArray(uint index) =>
        ((delegate* unmanaged<uint, void>)Load(ref _enableVertexAttribArray, "glEnableVertexAttribArray"))(index);

    /// <summary>Does not read a vertex attribute from an array.</summary>
    public void DisableVertexAttribArray(uint index) =>
        ((delegate* unmanaged<uint, void>)Load(ref _disableVertexAttribArray, "glDisableVertexAttribArray"))(index);

    /// <summary>Where a vertex attribute lies in the bound buffer object.</summary>
    public void VertexAttribPointer(uint index, int size, VertexAttribPointerType type, bool normalized, uint stride, void* pointer) =>
        ((delegate* unmanaged<uint, int, VertexAttribPointerType, byte, uint, void*, void>)Load(ref _vertexAttribPointer, "glVertexAttribPointer"))(index, size, type, normalized ? (byte)1 : (byte)0, stride, pointer);

    /// <summary>Instances after which a vertex attribute advances; 0: each vertex.</summary>
    public void VertexAttribDivisor(uint index, uint divisor) =>
        ((delegate* unmanaged<uint, uint, void>)Load(ref _vertexAttribDivisor, "glVertexAttribDivisor"))(index, divisor);

    /// <summary>Selects a texture image unit.</summary>
    public void ActiveTexture(TextureUnit texture) =>
        ((delegate* unmanaged<TextureUnit, void>)Load(ref _activeTexture, "glActiveTexture"))(texture);

    /// <summary>Binds a texture to the active unit.</summary>
    public void BindTexture(TextureTarget target, uint texture) =>
        ((delegate* unmanaged<TextureTarget, uint, void>)Load(ref _bindTexture, "glBindTexture"))(target, texture);

    /// <summary>Allocates a level of the bound texture and fills it if <paramref name="pixels"/> is not null.</summary>
    public void TexImage2D(TextureTarget target, int level, InternalFormat internalformat, uint width, uint height, int border, PixelFormat format, PixelType type, void* pixels) =>
        ((delegate* unmanaged<TextureTarget, int, InternalFormat, uint, uint, int, PixelFormat, PixelType, void*, void>)Load(ref _texImage2D, "glTexImage2D"))(target, level, internalformat, width, height, border, format, type, pixels);

    /// <summary>Allocates a level of the bound texture and fills it if <paramref name="pixels"/> is not null.</summary>
    public void TexImage2D(TextureTarget target, int level, int internalformat, uint width, uint height, int border, PixelFormat format, PixelType type, void* pixels) =>
        ((delegate* unmanaged<TextureTarget, int, int, uint, uint, int, PixelFormat, PixelType, void*, void>)Load(ref _texImage2D, "glTexImage2D"))(target, level, internalformat, width, height, border, format, type, pixels);

    /// <summary>Replaces a rectangle of a level of the bound texture.</summary>
    public void TexSubImage2D(TextureTarget target, int level, int xoffset, int yoffset, uint width, uint height, PixelFormat format, PixelType type, void* pixels) =>
        ((delegate* unmanaged<TextureTarget, int, int, int, uint, uint, PixelFormat, PixelType, void*, void>)Load(ref _texSubImage2D, "glTexSubImage2D"))(target, level, xoffset, yoffset, width, height, format, type, pixels);

    /// <summary>Sets a parameter of the bound texture.</summary>
    public void TexParameter(TextureTarget target, TextureParameterName pname, int param) =>
        ((delegate* unmanaged<TextureTarget, TextureParameterName, int, void>)Load(ref _texParameteri, "glTexParameteri"))(target, pname, param);

    /// <summary>Sets a parameter of the bound texture.</summary>
    public void TexParameter(TextureTarget target, TextureParameterName pname, float param) =>
        ((delegate* unmanaged<TextureTarget, TextureParameterName, float, void>)Load(ref _texParameterf, "glTexParameterf"))(target, pname, param);

    /// <summary>Sets a parameter of a texture that need not be bound; needs OpenGL 4.5.</summary>
    public void TextureParameter(uint texture, TextureParameterName pname, int param) =>
        ((delegate* unmanaged<uint, TextureParameterName, int, void>)Load(ref _textureParameteri, "glTextureParameteri"))(texture, pname, param);

    /// <summary>Computes all smaller levels of the bound texture.</summary>
    public void GenerateMipmap(TextureTarget target) =>
        ((delegate* unmanaged<TextureTarget, void>)Load(ref _generateMipmap, "glGenerateMipmap"))(target);
}
