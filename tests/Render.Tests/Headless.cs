using ReptileGen.Render.Engine;
using ReptileGen.Render.Platform;
using ReptileGen.Render.Simulation;
using Silk.NET.GLFW;
using Silk.NET.OpenGL;

namespace ReptileGen.Render.Tests;

/// <summary>Pictures without a display; tests that need one say what to install where EGL is missing.</summary>
internal static class Headless
{
    public static HeadlessHost Open(
        ViewerState state, int width, int height, IGenerator? generator = null, ulong seed = 7, string pictures = ".", string? shaders = null, Trainer? trainer = null, bool inWindow = false)
    {
        try
        {
            return new HeadlessHost(
                new Simulation.Simulation(generator ?? new TraceGenerator(), seed, 1), state, new ShaderLibrary(shaders), width, height, trainer, pictures, inWindow);
        }
        catch (Exception exception) when (exception is OffscreenException or PlatformNotSupportedException or GlfwException)
        {
            Assert.Inconclusive(exception.Message);
            throw;
        }
    }

    public static byte[] Pixels(HeadlessHost host)
    {
        (int width, int height) = host.Scene.Pixels;
        byte[] pixels = new byte[width * height * 4];
        host.Scene.Gl.ReadPixels(
            0, 0, (uint)width, (uint)height, PixelFormat.Rgba, PixelType.UnsignedByte, pixels.AsSpan());
        return pixels;
    }

    public static byte[] Render(int view, int frames, Action<ViewerState>? change = null)
    {
        var state = new ViewerState { View = view };
        change?.Invoke(state);
        using HeadlessHost host = Open(state, 640, 360);
        for (int i = 0; i < frames; i++)
        {
            host.Frame();
        }

        Assert.AreEqual(GLEnum.NoError, host.Scene.Gl.GetError());
        return Pixels(host);
    }
}
