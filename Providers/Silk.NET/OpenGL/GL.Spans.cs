using System.Drawing;
using System.Numerics;
using Silk.NET.Maths;

namespace Silk.NET.OpenGL;

// Overloads that take spans, references and vectors. A generic pixel or vertex type must be blittable.
public sealed unsafe partial class GL
{
    /// <summary>Fills the bound buffer object with <paramref name="data"/>.</summary>
    public void BufferData<T0>(BufferTargetARB target, ReadOnlySpan<T0> data, BufferUsageARB usage)
        where T0 : unmanaged
    {
        fixed (T0* pointer = data)
        {
            BufferData(target, (nuint)(data.Length * sizeof(T0)), pointer, usage);
        }
    }

    /// <summary>Fills the bound buffer object with <paramref name="size"/> bytes from <paramref name="data"/> on.</summary>
    public void BufferData<T0>(BufferTargetARB target, nuint size, ref readonly T0 data, BufferUsageARB usage)
        where T0 : unmanaged
    {
        fixed (T0* pointer = &data)
        {
            BufferData(target, size, pointer, usage);
        }
    }

    /// <summary>Replaces part of the bound buffer object, from byte <paramref name="offset"/> on.</summary>
    public void BufferSubData<T0>(BufferTargetARB target, nint offset, ReadOnlySpan<T0> data)
        where T0 : unmanaged
    {
        fixed (T0* pointer = data)
        {
            BufferSubData(target, offset, (nuint)(data.Length * sizeof(T0)), pointer);
        }
    }

    /// <summary>Where a vertex attribute lies: <paramref name="pointer"/> is an offset into the bound buffer object.</summary>
    public void VertexAttribPointer(
        uint index, int size, VertexAttribPointerType type, bool normalized, uint stride, nint pointer) =>
        VertexAttribPointer(index, size, type, normalized, stride, (void*)pointer);

    /// <summary>Allocates a level of the bound texture and fills it from <paramref name="pixels"/> on.</summary>
    public void TexImage2D<T0>(
        TextureTarget target, int level, InternalFormat internalformat, uint width, uint height, int border,
        PixelFormat format, PixelType type, ref readonly T0 pixels)
        where T0 : unmanaged
    {
        fixed (T0* pointer = &pixels)
        {
            TexImage2D(target, level, internalformat, width, height, border, format, type, pointer);
        }
    }

    /// <summary>Replaces a rectangle of a level of the bound texture.</summary>
    public void TexSubImage2D<T0>(
        TextureTarget target, int level, int xoffset, int yoffset, uint width, uint height,
        PixelFormat format, PixelType type, ref readonly T0 pixels)
        where T0 : unmanaged
    {
        fixed (T0* pointer = &pixels)
        {
            TexSubImage2D(target, level, xoffset, yoffset, width, height, format, type, pointer);
        }
    }

    /// <summary>Reads pixels into memory that starts at <paramref name="pixels"/>, rows from bottom to top.</summary>
    public void ReadPixels<T0>(
        int x, int y, uint width, uint height, PixelFormat format, PixelType type, out T0 pixels)
        where T0 : unmanaged
    {
        fixed (T0* pointer = &pixels)
        {
            ReadPixels(x, y, width, height, format, type, pointer);
        }
    }

    /// <summary>Sets a uniform array of floats.</summary>
    public void Uniform1(int location, ReadOnlySpan<float> value)
    {
        fixed (float* pointer = value)
        {
            Uniform1(location, (uint)value.Length, pointer);
        }
    }

    /// <summary>Sets a uniform array of integers.</summary>
    public void Uniform1(int location, ReadOnlySpan<int> value)
    {
        fixed (int* pointer = value)
        {
            Uniform1(location, (uint)value.Length, pointer);
        }
    }

    /// <summary>Sets a uniform of two floats.</summary>
    public void Uniform2(int location, Vector2 vector) => Uniform2(location, vector.X, vector.Y);

    /// <summary>Sets a uniform of three floats.</summary>
    public void Uniform3(int location, Vector3 vector) => Uniform3(location, vector.X, vector.Y, vector.Z);

    /// <summary>Sets a uniform of four floats.</summary>
    public void Uniform4(int location, Vector4 vector) => Uniform4(location, vector.X, vector.Y, vector.Z, vector.W);

    /// <summary>Sets matrices, 16 floats each.</summary>
    public void UniformMatrix4(int location, bool transpose, ReadOnlySpan<float> value)
    {
        fixed (float* pointer = value)
        {
            UniformMatrix4(location, (uint)(value.Length / 16), transpose, pointer);
        }
    }

    /// <summary>Sets matrices, 16 floats each, from <paramref name="value"/> on.</summary>
    public void UniformMatrix4(int location, uint count, bool transpose, ref readonly float value)
    {
        fixed (float* pointer = &value)
        {
            UniformMatrix4(location, count, transpose, pointer);
        }
    }

    /// <summary>Maps the image to the whole framebuffer of this size, in pixels.</summary>
    public void Viewport(Vector2D<int> size) => Viewport(0, 0, (uint)size.X, (uint)size.Y);

    /// <summary>Maps the image to the whole framebuffer of this size, in pixels.</summary>
    public void Viewport(Size size) => Viewport(0, 0, (uint)size.Width, (uint)size.Height);

    /// <summary>The colour that <c>Clear</c> fills in.</summary>
    public void ClearColor(Color color) =>
        ClearColor(color.R / 255f, color.G / 255f, color.B / 255f, color.A / 255f);
}
