using System.Numerics;
using Silk.NET.Windowing;

namespace Silk.NET.Input;

/// <summary>A device.</summary>
public interface IInputDevice
{
    /// <summary>The name.</summary>
    string Name { get; }

    /// <summary>The position among devices of its kind.</summary>
    int Index { get; }

    /// <summary>Whether the device is there.</summary>
    bool IsConnected { get; }
}

/// <summary>The devices of a view.</summary>
public interface IInputContext : IDisposable
{
    /// <summary>The native handle of the view.</summary>
    nint Handle { get; }

    /// <summary>The keyboards.</summary>
    IReadOnlyList<IKeyboard> Keyboards { get; }

    /// <summary>The mice.</summary>
    IReadOnlyList<IMouse> Mice { get; }
}

/// <summary>A library that reads devices.</summary>
public interface IInputPlatform
{
    /// <summary>Whether it can read the devices of <paramref name="view"/>.</summary>
    bool IsApplicable(IView view);

    /// <summary>The devices of <paramref name="view"/>.</summary>
    IInputContext CreateInput(IView view);
}

/// <summary>A keyboard.</summary>
public interface IKeyboard : IInputDevice
{
    /// <summary>The keys that can be told apart.</summary>
    IReadOnlyList<Key> SupportedKeys { get; }

    /// <summary>The text on the clipboard.</summary>
    string ClipboardText { get; set; }

    /// <summary>Whether the key is down.</summary>
    bool IsKeyPressed(Key key);

    /// <summary>Whether the key with this scan code is down.</summary>
    bool IsScancodePressed(int scancode);

    /// <summary>A key went down; the last argument is the scan code. Repeats are not reported.</summary>
    event Action<IKeyboard, Key, int>? KeyDown;

    /// <summary>A key went up; the last argument is the scan code.</summary>
    event Action<IKeyboard, Key, int>? KeyUp;

    /// <summary>A character was typed.</summary>
    event Action<IKeyboard, char>? KeyChar;

    /// <summary>Shows a keyboard on the screen where there is one.</summary>
    void BeginInput();

    /// <summary>Hides the keyboard on the screen.</summary>
    void EndInput();
}

/// <summary>A mouse.</summary>
public interface IMouse : IInputDevice
{
    /// <summary>The buttons that can be told apart.</summary>
    IReadOnlyList<MouseButton> SupportedButtons { get; }

    /// <summary>How far each wheel turned in the last event.</summary>
    IReadOnlyList<ScrollWheel> ScrollWheels { get; }

    /// <summary>The position in the client area, in screen coordinates from the upper left corner.</summary>
    Vector2 Position { get; set; }

    /// <summary>The cursor.</summary>
    ICursor Cursor { get; }

    /// <summary>Whether the button is down.</summary>
    bool IsButtonPressed(MouseButton btn);

    /// <summary>A button went down.</summary>
    event Action<IMouse, MouseButton> MouseDown;

    /// <summary>A button went up.</summary>
    event Action<IMouse, MouseButton> MouseUp;

    /// <summary>The mouse moved.</summary>
    event Action<IMouse, Vector2> MouseMove;

    /// <summary>A wheel turned.</summary>
    event Action<IMouse, ScrollWheel> Scroll;
}

/// <summary>The cursor of a mouse.</summary>
public interface ICursor
{
    /// <summary>The shape.</summary>
    StandardCursor StandardCursor { get; set; }

    /// <summary>Shown, hidden, or captured.</summary>
    CursorMode CursorMode { get; set; }

    /// <summary>Whether the mode works here.</summary>
    bool IsSupported(CursorMode mode);

    /// <summary>Whether the shape exists here.</summary>
    bool IsSupported(StandardCursor standardCursor);
}
