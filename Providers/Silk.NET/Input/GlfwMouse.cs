using System.Numerics;
using Silk.NET.GLFW;

namespace Silk.NET.Input.Glfw;

/// <summary>The mouse of a GLFW window.</summary>
internal sealed class GlfwMouse(nint window) : IMouse, IDisposable
{
    private static readonly MouseButton[] Buttons =
        [.. Enum.GetValues<MouseButton>().Where(button => button is >= MouseButton.Left and <= MouseButton.Button8)];

    private readonly ScrollWheel[] _wheels = new ScrollWheel[1];
    private readonly GlfwCursor _cursor = new(window);

    public event Action<IMouse, MouseButton>? MouseDown;

    public event Action<IMouse, MouseButton>? MouseUp;

    public event Action<IMouse, Vector2>? MouseMove;

    public event Action<IMouse, ScrollWheel>? Scroll;

    public string Name => "Mouse (GLFW)";

    public int Index => 0;

    public bool IsConnected => true;

    public IReadOnlyList<MouseButton> SupportedButtons => Buttons;

    public IReadOnlyList<ScrollWheel> ScrollWheels => _wheels;

    public ICursor Cursor => _cursor;

    public Vector2 Position
    {
        get
        {
            Native.GetCursorPos(window, out double x, out double y);
            return new Vector2((float)x, (float)y);
        }

        set => Native.SetCursorPos(window, value.X, value.Y);
    }

    public bool IsButtonPressed(MouseButton btn) =>
        btn is >= MouseButton.Left and <= MouseButton.Button8 && Native.GetMouseButton(window, (int)btn) == 1;

    public void Dispose() => _cursor.Dispose();

    public void Raise(MouseButton button, bool isDown) => (isDown ? MouseDown : MouseUp)?.Invoke(this, button);

    public void RaiseMove(float x, float y) => MouseMove?.Invoke(this, new Vector2(x, y));

    public void RaiseScroll(float x, float y)
    {
        _wheels[0] = new ScrollWheel(x, y);
        Scroll?.Invoke(this, _wheels[0]);
    }
}
