using Silk.NET.OpenGL;

namespace ReptileGen.Render.Engine;

/// <summary>A texture of numbers: one, two or four channels, floats or bytes; no smoothing unless asked for.</summary>
public sealed class Texture : GlObject
{
    private readonly GL _gl;
    private readonly uint _name;

    private Texture(GL gl, int width, int height, int channels)
    {
        (_gl, Width, Height, Channels) = (gl, width, height, channels);
        _name = gl.GenTexture();
        gl.BindTexture(TextureTarget.Texture2D, _name);
    }

    /// <summary>Texels across.</summary>
    public int Width { get; }

    /// <summary>Texels down.</summary>
    public int Height { get; }

    /// <summary>Numbers a texel: 1, 2 or 4.</summary>
    public int Channels { get; }

    /// <summary>A texture of floats, all 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channels"/> is not 1, 2 or 4.</exception>
    public static Texture Floats(GL gl, int width, int height, int channels)
    {
        InternalFormat stored = channels switch
        {
            1 => InternalFormat.R32f,
            2 => InternalFormat.RG32f,
            4 => InternalFormat.Rgba32f,
            _ => throw new ArgumentOutOfRangeException(nameof(channels), channels, "expected 1, 2 or 4"),
        };
        var texture = new Texture(gl, width, height, channels);
        float[] zeros = new float[width * height * channels];
        gl.TexImage2D(
            TextureTarget.Texture2D, 0, stored, (uint)width, (uint)height, 0, Layout(channels), PixelType.Float,
            (ReadOnlySpan<float>)zeros);
        texture.Filter(TextureMinFilter.Nearest, TextureMagFilter.Nearest);
        return texture;
    }

    /// <summary>A smooth texture of bytes, one channel.</summary>
    public static Texture Bytes(GL gl, int width, int height, ReadOnlySpan<byte> texels)
    {
        var texture = new Texture(gl, width, height, 1);
        gl.PixelStore(PixelStoreParameter.UnpackAlignment, 1);
        gl.TexImage2D(
            TextureTarget.Texture2D, 0, InternalFormat.R8, (uint)width, (uint)height, 0, PixelFormat.Red,
            PixelType.UnsignedByte, texels);
        texture.Filter(TextureMinFilter.Linear, TextureMagFilter.Linear);
        return texture;
    }

    /// <summary>A smooth texture of colours, to be drawn into; its content is undefined.</summary>
    public static Texture Colours(GL gl, int width, int height)
    {
        var texture = new Texture(gl, width, height, 4);
        gl.TexImage2D(
            TextureTarget.Texture2D, 0, InternalFormat.Rgba8, (uint)width, (uint)height, 0, PixelFormat.Rgba,
            PixelType.UnsignedByte, ReadOnlySpan<byte>.Empty);
        texture.Filter(TextureMinFilter.Linear, TextureMagFilter.Linear);
        return texture;
    }

    /// <summary>Lets something draw into the texture; afterwards framebuffer and viewport are those of before.</summary>
    /// <exception cref="ViewerException">The driver cannot draw into a texture of this size.</exception>
    public void Paint(Action draw)
    {
        int before = _gl.GetInteger(GetPName.DrawFramebufferBinding);
        Span<int> viewport = stackalloc int[4];
        _gl.GetInteger(GetPName.Viewport, viewport);
        uint framebuffer = _gl.GenFramebuffer();
        try
        {
            _gl.BindFramebuffer(FramebufferTarget.Framebuffer, framebuffer);
            _gl.FramebufferTexture2D(
                FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, TextureTarget.Texture2D, _name, 0);
            GLEnum status = _gl.CheckFramebufferStatus(FramebufferTarget.Framebuffer);
            if (status != GLEnum.FramebufferComplete)
            {
                throw new ViewerException($"a texture of {Width} x {Height} cannot be drawn into here ({status})");
            }

            _gl.Viewport(0, 0, (uint)Width, (uint)Height);
            draw();
        }
        finally
        {
            _gl.BindFramebuffer(FramebufferTarget.Framebuffer, (uint)before);
            _gl.DeleteFramebuffer(framebuffer);
            _gl.Viewport(viewport[0], viewport[1], (uint)viewport[2], (uint)viewport[3]);
        }
    }

    /// <summary>Replaces all numbers, row by row from the top.</summary>
    public void Set(ReadOnlySpan<float> numbers)
    {
        _gl.BindTexture(TextureTarget.Texture2D, _name);
        _gl.TexSubImage2D(
            TextureTarget.Texture2D, 0, 0, 0, (uint)Width, (uint)Height, Layout(Channels), PixelType.Float, numbers);
    }

    /// <summary>Binds the texture to unit 0.</summary>
    public void Bind()
    {
        _gl.ActiveTexture(TextureUnit.Texture0);
        _gl.BindTexture(TextureTarget.Texture2D, _name);
    }

    /// <inheritdoc />
    protected override void Release() => _gl.DeleteTexture(_name);

    private void Filter(TextureMinFilter min, TextureMagFilter mag)
    {
        _gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMinFilter, (int)min);
        _gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMagFilter, (int)mag);
        _gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapS, (int)TextureWrapMode.ClampToEdge);
        _gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapT, (int)TextureWrapMode.ClampToEdge);
    }

    private static PixelFormat Layout(int channels) =>
        channels switch { 1 => PixelFormat.Red, 2 => PixelFormat.RG, _ => PixelFormat.Rgba };
}
