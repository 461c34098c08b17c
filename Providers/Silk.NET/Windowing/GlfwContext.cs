using Silk.NET.Core.Contexts;
using Silk.NET.Core.Loader;
using Silk.NET.GLFW;

namespace Silk.NET.Windowing.Glfw;

/// <summary>The OpenGL context of a GLFW window.</summary>
internal sealed class GlfwContext(nint window, IGLContextSource source) : IGLContext
{
    public nint Handle => window;

    public IGLContextSource? Source => source;

    public bool IsCurrent => Native.GetCurrentContext() == window;

    public nint GetProcAddress(string proc, int? slot = default) =>
        TryGetProcAddress(proc, out nint address, slot) ? address : throw new SymbolLoadingException(proc);

    public bool TryGetProcAddress(string proc, out nint addr, int? slot = default) =>
        (addr = Native.GetProcAddress(proc)) != 0;

    public void SwapInterval(int interval) => Native.SwapInterval(interval);

    public void SwapBuffers() => Native.SwapBuffers(window);

    public void MakeCurrent() => Native.MakeContextCurrent(window);

    public void Clear()
    {
        if (IsCurrent)
        {
            Native.MakeContextCurrent(0);
        }
    }

    public void Dispose()
    {
        // The window owns the context.
    }
}
