using ReptileGen.Render.Engine;
using Silk.NET.GLFW;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;
using Silk.NET.Windowing.Glfw;

namespace ReptileGen.Render.Platform;

/// <summary>A picture in memory to draw to: a context from EGL, or from a hidden window where there is no EGL.</summary>
public sealed class Offscreen : IDisposable
{
    private readonly Egl? _egl;
    private readonly IWindow? _window;
    private readonly uint _framebuffer;
    private readonly uint _texture;

    /// <summary>Makes a context current and binds a framebuffer of this size.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="inWindow">Whether a hidden window gives the context even where there is EGL.</param>
    /// <exception cref="OffscreenException">There is neither EGL nor a display, or the driver is too old.</exception>
    public Offscreen(int width, int height, bool inWindow = false)
    {
        (Width, Height) = (width, height);
        if (OperatingSystem.IsLinux() && !inWindow)
        {
            _egl = new Egl();
            Gl = GL.GetApi(_egl.GetProcAddress);
        }
        else
        {
            _window = OpenHidden();
            Gl = GL.GetApi(_window);
        }

        GlVersion.Require(Gl);
        _texture = Gl.GenTexture();
        Gl.BindTexture(TextureTarget.Texture2D, _texture);
        Gl.TexImage2D(
            TextureTarget.Texture2D, 0, InternalFormat.Rgba8, (uint)width, (uint)height, 0, PixelFormat.Rgba,
            PixelType.UnsignedByte, ReadOnlySpan<byte>.Empty);
        _framebuffer = Gl.GenFramebuffer();
        Gl.BindFramebuffer(FramebufferTarget.Framebuffer, _framebuffer);
        Gl.FramebufferTexture2D(
            FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, TextureTarget.Texture2D, _texture, 0);
        GLEnum status = Gl.CheckFramebufferStatus(FramebufferTarget.Framebuffer);
        if (status != GLEnum.FramebufferComplete)
        {
            throw new OffscreenException($"off-screen drawing: a picture of {width} x {height} is not possible here ({status})");
        }
    }

    /// <summary>OpenGL.</summary>
    public GL Gl { get; }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>Makes the context this thread's: another picture may have been opened, or closed, since.</summary>
    public void MakeCurrent()
    {
        _egl?.MakeCurrent();
        _window?.MakeCurrent();
    }

    /// <summary>Releases everything.</summary>
    public void Dispose()
    {
        MakeCurrent();
        Gl.DeleteFramebuffer(_framebuffer);
        Gl.DeleteTexture(_texture);
        _egl?.Dispose();
        _window?.Dispose();
    }

    private static IWindow OpenHidden()
    {
        GlfwWindowing.RegisterPlatform();
        WindowOptions options = WindowOptions.Default;
        options.IsVisible = false;
        try
        {
            IWindow window = Window.Create(options);
            window.Initialize();
            return window;
        }
        catch (Exception exception) when (exception is PlatformNotSupportedException or GlfwException)
        {
            throw new OffscreenException($"off-screen drawing needs a window that OpenGL can draw to: {exception.Message}");
        }
    }
}
