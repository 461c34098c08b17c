namespace Silk.NET.OpenGL;

/// <summary>Overloads that take a span in the place of a pointer and keep all other parameters.</summary>
public static unsafe class GLOverloads
{
    /// <summary>Fills the bound buffer object with <paramref name="size"/> bytes of <paramref name="data"/>.</summary>
    public static void BufferData<T0>(
        this GL thisApi, BufferTargetARB target, nuint size, ReadOnlySpan<T0> data, BufferUsageARB usage)
        where T0 : unmanaged
    {
        fixed (T0* pointer = data)
        {
            thisApi.BufferData(target, size, pointer, usage);
        }
    }

    /// <summary>Replaces <paramref name="size"/> bytes of the bound buffer object.</summary>
    public static void BufferSubData<T0>(
        this GL thisApi, BufferTargetARB target, nint offset, nuint size, ReadOnlySpan<T0> data)
        where T0 : unmanaged
    {
        fixed (T0* pointer = data)
        {
            thisApi.BufferSubData(target, offset, size, pointer);
        }
    }

    /// <summary>Several integers of a state.</summary>
    public static void GetInteger(this GL thisApi, GetPName pname, Span<int> data)
    {
        fixed (int* pointer = data)
        {
            thisApi.GetInteger(pname, pointer);
        }
    }

    /// <summary>Reads pixels, rows from bottom to top.</summary>
    public static void ReadPixels<T0>(
        this GL thisApi, int x, int y, uint width, uint height, PixelFormat format, PixelType type, Span<T0> pixels)
        where T0 : unmanaged
    {
        fixed (T0* pointer = pixels)
        {
            thisApi.ReadPixels(x, y, width, height, format, type, pointer);
        }
    }

    /// <summary>Allocates a level of the bound texture and fills it; an empty span leaves it undefined.</summary>
    public static void TexImage2D<T0>(
        this GL thisApi, TextureTarget target, int level, InternalFormat internalformat, uint width, uint height,
        int border, PixelFormat format, PixelType type, ReadOnlySpan<T0> pixels)
        where T0 : unmanaged
    {
        fixed (T0* pointer = pixels)
        {
            thisApi.TexImage2D(target, level, internalformat, width, height, border, format, type, pointer);
        }
    }

    /// <summary>Allocates a level of the bound texture and fills it; an empty span leaves it undefined.</summary>
    public static void TexImage2D<T0>(
        this GL thisApi, TextureTarget target, int level, int internalformat, uint width, uint height,
        int border, PixelFormat format, PixelType type, ReadOnlySpan<T0> pixels)
        where T0 : unmanaged
    {
        fixed (T0* pointer = pixels)
        {
            thisApi.TexImage2D(target, level, internalformat, width, height, border, format, type, pointer);
        }
    }

    /// <summary>Replaces a rectangle of a level of the bound texture.</summary>
    public static void TexSubImage2D<T0>(
        this GL thisApi, TextureTarget target, int level, int xoffset, int yoffset, uint width, uint height,
        PixelFormat format, PixelType type, ReadOnlySpan<T0> pixels)
        where T0 : unmanaged
    {
        fixed (T0* pointer = pixels)
        {
            thisApi.TexSubImage2D(target, level, xoffset, yoffset, width, height, format, type, pointer);
        }
    }

    /// <summary>Sets <paramref name="count"/> matrices of 16 floats.</summary>
    public static void UniformMatrix4(
        this GL thisApi, int location, uint count, bool transpose, ReadOnlySpan<float> value)
    {
        fixed (float* pointer = value)
        {
            thisApi.UniformMatrix4(location, count, transpose, pointer);
        }
    }
}
