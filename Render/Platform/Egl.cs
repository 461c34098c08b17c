using System.Runtime.InteropServices;

namespace ReptileGen.Render.Platform;

/// <summary>Off-screen OpenGL is not available here; the message says what to install.</summary>
public sealed class OffscreenException(string message) : Exception(message);

/// <summary>
/// An OpenGL 3.3 core context without any window or X server, through EGL's surfaceless platform (EGL 1.5 and
/// EGL_MESA_platform_surfaceless).
/// </summary>
public sealed class Egl : IDisposable
{
    private const string Library = "libEGL.so.1";
    private const uint PlatformSurfaceless = 0x31DD;
    private const int OpenGlApi = 0x30A2;
    private const int None = 0x3038;

    private readonly nint _display;
    private readonly nint _context;

    /// <summary>Opens a display and makes a context current on this thread.</summary>
    /// <exception cref="OffscreenException">EGL is not installed, or the driver has no OpenGL 3.3.</exception>
    public Egl()
    {
        try
        {
            _display = eglGetPlatformDisplay(PlatformSurfaceless, 0, null);
            Require(_display != 0 && eglInitialize(_display, out _, out _) != 0, "does not start");
            Require(eglBindAPI(OpenGlApi) != 0, "has no desktop OpenGL");
            int[] wanted = [0x3033, 0, 0x3040, 8, None];
            nint[] configs = new nint[1];
            Require(eglChooseConfig(_display, wanted, configs, 1, out int count) != 0 && count > 0, "has no configuration for OpenGL");
            int[] version = [0x3098, 3, 0x30FB, 3, 0x30FD, 1, None];
            _context = eglCreateContext(_display, configs[0], 0, version);
            Require(_context != 0, "has no OpenGL 3.3 core context");
            MakeCurrent();
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new OffscreenException(
                $"off-screen drawing needs EGL 1.5 ({Library}): Debian, Ubuntu: apt-get install libegl1 libgl1-mesa-dri");
        }
    }

    /// <summary>The address of an OpenGL function. EGL returns one even for names that do not exist.</summary>
    public nint GetProcAddress(string name) => eglGetProcAddress(name);

    /// <summary>Makes the context this thread's.</summary>
    /// <exception cref="OffscreenException">The driver refuses.</exception>
    public void MakeCurrent() => Require(eglMakeCurrent(_display, 0, 0, _context) != 0, "cannot draw without a surface");

    /// <summary>Destroys the context.</summary>
    public void Dispose()
    {
        eglMakeCurrent(_display, 0, 0, 0);
        eglDestroyContext(_display, _context);
    }

    private static void Require(bool isTrue, string what)
    {
        if (!isTrue)
        {
            throw new OffscreenException($"off-screen drawing: EGL {what} (error 0x{eglGetError():X}); Debian, Ubuntu: apt-get install libegl1 libgl1-mesa-dri");
        }
    }

    [DllImport(Library)]
    private static extern nint eglGetPlatformDisplay(uint platform, nint nativeDisplay, nint[]? attributes);

    [DllImport(Library)]
    private static extern uint eglInitialize(nint display, out int major, out int minor);

    [DllImport(Library)]
    private static extern uint eglBindAPI(uint api);

    [DllImport(Library)]
    private static extern uint eglChooseConfig(nint display, int[] attributes, [Out] nint[] configs, int size, out int count);

    [DllImport(Library)]
    private static extern nint eglCreateContext(nint display, nint config, nint share, int[] attributes);

    [DllImport(Library)]
    private static extern uint eglMakeCurrent(nint display, nint draw, nint read, nint context);

    [DllImport(Library)]
    private static extern uint eglDestroyContext(nint display, nint context);

    [DllImport(Library)]
    private static extern int eglGetError();

    [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern nint eglGetProcAddress(string name);
}
