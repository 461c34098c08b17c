using System.Runtime.InteropServices;
using Silk.NET.GLFW;
using Silk.NET.Maths;

namespace Silk.NET.Windowing.Glfw;

/// <summary>A monitor of GLFW. The handle dies when the monitor is unplugged: ask for the list again then.</summary>
internal sealed unsafe class GlfwMonitor(nint handle, int index) : IMonitor
{
    private float _gamma = 1;

    public nint Handle { get; } = handle;

    public string Name => Marshal.PtrToStringUTF8(Native.GetMonitorName(Handle)) ?? string.Empty;

    public int Index { get; } = index;

    public Rectangle<int> Bounds
    {
        get
        {
            Native.GetMonitorWorkarea(Handle, out int x, out int y, out int width, out int height);
            return new Rectangle<int>(x, y, width, height);
        }
    }

    public VideoMode VideoMode => Convert(*Native.GetVideoMode(Handle));

    public float Gamma
    {
        get => _gamma;
        set => Native.SetGamma(Handle, _gamma = value);
    }

    public IEnumerable<VideoMode> GetAllVideoModes()
    {
        Native.Mode* modes = Native.GetVideoModes(Handle, out int count);
        var result = new VideoMode[count];
        for (int i = 0; i < count; i++)
        {
            result[i] = Convert(modes[i]);
        }

        return result;
    }

    public IWindow CreateWindow(WindowOptions opts)
    {
        if (opts.WindowState == WindowState.Fullscreen)
        {
            return new GlfwWindow(opts, this);
        }

        opts.Position += Bounds.Origin;
        return new GlfwWindow(opts, null);
    }

    private static VideoMode Convert(in Native.Mode mode) =>
        new(new Vector2D<int>(mode.Width, mode.Height), mode.RefreshRate);
}
