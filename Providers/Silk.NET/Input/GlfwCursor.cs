using Silk.NET.GLFW;

namespace Silk.NET.Input.Glfw;

/// <summary>The cursor of a GLFW window.</summary>
internal sealed class GlfwCursor(nint window) : ICursor, IDisposable
{
    private const int CursorInput = 0x33001;
    private const int RawMotion = 0x33005;

    private StandardCursor _shape;
    private nint _handle;

    public StandardCursor StandardCursor
    {
        get => _shape;
        set
        {
            nint old = _handle;
            _handle = Shape(value) is int shape ? Native.CreateStandardCursor(shape) : 0;
            Native.SetCursor(window, _handle);
            if (old != 0)
            {
                Native.DestroyCursor(old);
            }

            _shape = value;
        }
    }

    public CursorMode CursorMode
    {
        get => Native.GetInputMode(window, CursorInput) switch
        {
            0x34002 => CursorMode.Hidden,
            0x34003 => Native.GetInputMode(window, RawMotion) != 0 ? CursorMode.Raw : CursorMode.Disabled,
            _ => CursorMode.Normal,
        };
        set
        {
            Native.SetInputMode(window, CursorInput, value switch
            {
                CursorMode.Normal => 0x34001,
                CursorMode.Hidden => 0x34002,
                _ => 0x34003,
            });
            if (IsSupported(CursorMode.Raw))
            {
                Native.SetInputMode(window, RawMotion, value == CursorMode.Raw ? 1 : 0);
            }
        }
    }

    public bool IsSupported(CursorMode mode) => mode != CursorMode.Raw || Native.RawMouseMotionSupported() != 0;

    public bool IsSupported(StandardCursor standardCursor) =>
        standardCursor == StandardCursor.Default || Shape(standardCursor) is not null;

    public void Dispose()
    {
        if (_handle != 0)
        {
            Native.DestroyCursor(_handle);
            _handle = 0;
        }
    }

    private static int? Shape(StandardCursor cursor) => cursor switch
    {
        StandardCursor.Arrow => 0x36001,
        StandardCursor.IBeam => 0x36002,
        StandardCursor.Crosshair => 0x36003,
        StandardCursor.Hand => 0x36004,
        StandardCursor.HResize => 0x36005,
        StandardCursor.VResize => 0x36006,
        _ => null,
    };
}
