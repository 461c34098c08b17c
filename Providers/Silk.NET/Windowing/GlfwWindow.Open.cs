using Silk.NET.GLFW;

namespace Silk.NET.Windowing.Glfw;

// Opening: GLFW's window hints, https://www.glfw.org/docs/3.3/window_guide.html#window_hints.
internal sealed unsafe partial class GlfwWindow
{
    private const int Iconified = 0x20002;
    private const int Resizable = 0x20003;
    private const int Visible = 0x20004;
    private const int Decorated = 0x20005;
    private const int Floating = 0x20007;
    private const int Maximized = 0x20008;
    private const int TransparentHint = 0x2000A;
    private const int RedBits = 0x21001;
    private const int AlphaBits = 0x21004;
    private const int DepthBits = 0x21005;
    private const int StencilBits = 0x21006;
    private const int SamplesHint = 0x2100D;
    private const int RefreshRate = 0x2100F;
    private const int ClientApi = 0x22001;
    private const int ContextMajor = 0x22002;
    private const int ContextMinor = 0x22003;
    private const int ForwardCompatible = 0x22006;
    private const int DebugContext = 0x22007;
    private const int Profile = 0x22008;
    private const int X11ClassName = 0x24001;

    private void Open()
    {
        Library.Require();
        Native.WindowHint(Decorated, _options.WindowBorder == WindowBorder.Hidden ? 0 : 1);
        Native.WindowHint(Resizable, _options.WindowBorder == WindowBorder.Resizable ? 1 : 0);
        Native.WindowHint(Visible, _options.IsVisible ? 1 : 0);
        Native.WindowHint(Floating, _options.TopMost ? 1 : 0);
        Native.WindowHint(TransparentHint, _options.TransparentFramebuffer ? 1 : 0);
        Native.WindowHint(SamplesHint, _options.Samples ?? Native.DontCare);
        Native.WindowHint(RefreshRate, _options.VideoMode.RefreshRate ?? Native.DontCare);
        Native.WindowHintString(X11ClassName, _options.WindowClass ?? Environment.GetCommandLineArgs()[0]);
        HintBits();
        HintApi();
        _window = Native.CreateWindow(
            _options.Size.X, _options.Size.Y, _options.Title, _initialMonitor?.Handle ?? 0, SharedContext?.Handle ?? 0);
        if (_window == 0)
        {
            Library.ThrowLastError();
            throw new GlfwException("GLFW did not create the window.");
        }

        if (_initialMonitor is null)
        {
            Native.SetWindowPos(_window, _options.Position.X, _options.Position.Y);
        }

        Library.ForgetLastError();
    }

    private void HintBits()
    {
        bool neither = _options.PreferredDepthBufferBits is null && _options.PreferredStencilBufferBits is null;
        Native.WindowHint(DepthBits, _options.PreferredDepthBufferBits ?? (neither ? 24 : Native.DontCare));
        Native.WindowHint(StencilBits, _options.PreferredStencilBufferBits ?? (neither ? 8 : Native.DontCare));
        Native.WindowHint(RedBits, _options.PreferredBitDepth?.X ?? Native.DontCare);
        Native.WindowHint(RedBits + 1, _options.PreferredBitDepth?.Y ?? Native.DontCare);
        Native.WindowHint(RedBits + 2, _options.PreferredBitDepth?.Z ?? Native.DontCare);
        Native.WindowHint(AlphaBits, _options.PreferredBitDepth?.W ?? Native.DontCare);
    }

    private void HintApi()
    {
        GraphicsAPI api = _options.API;
        Native.WindowHint(ClientApi, api.API switch
        {
            ContextAPI.OpenGL => 0x30001,
            ContextAPI.OpenGLES => 0x30002,
            _ => 0,
        });
        if (api.API is not (ContextAPI.OpenGL or ContextAPI.OpenGLES))
        {
            return;
        }

        Native.WindowHint(ContextMajor, api.Version.MajorVersion);
        Native.WindowHint(ContextMinor, api.Version.MinorVersion);
        Native.WindowHint(ForwardCompatible, api.Flags.HasFlag(ContextFlags.ForwardCompatible) ? 1 : 0);
        Native.WindowHint(DebugContext, api.Flags.HasFlag(ContextFlags.Debug) ? 1 : 0);
        bool hasProfiles = api.Version.MajorVersion > 3 || api.Version is { MajorVersion: 3, MinorVersion: >= 2 };
        Native.WindowHint(
            Profile, !hasProfiles || api.API == ContextAPI.OpenGLES ? 0 : api.Profile == ContextProfile.Core ? 0x32001 : 0x32002);
    }
}
