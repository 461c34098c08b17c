using System.Runtime.InteropServices;
using Silk.NET.GLFW;

namespace Silk.NET.Input.Glfw;

/// <summary>The keyboard of a GLFW window.</summary>
internal sealed class GlfwKeyboard(nint window) : IKeyboard
{
    private static readonly Key[] Keys = [.. Enum.GetValues<Key>().Where(key => key != Key.Unknown).Distinct()];

    private readonly HashSet<int> _scancodesDown = [];

    public event Action<IKeyboard, Key, int>? KeyDown;

    public event Action<IKeyboard, Key, int>? KeyUp;

    public event Action<IKeyboard, char>? KeyChar;

    public string Name => "Keyboard (GLFW)";

    public int Index => 0;

    public bool IsConnected => true;

    public IReadOnlyList<Key> SupportedKeys => Keys;

    public string ClipboardText
    {
        get => Marshal.PtrToStringUTF8(Native.GetClipboardString(window)) ?? string.Empty;
        set => Native.SetClipboardString(window, value);
    }

    public bool IsKeyPressed(Key key) => key > 0 && Native.GetKey(window, (int)key) == 1;

    public bool IsScancodePressed(int scancode) => _scancodesDown.Contains(scancode);

    public void BeginInput()
    {
        // A desktop has a keyboard.
    }

    public void EndInput()
    {
        // A desktop has a keyboard.
    }

    public void Raise(Key key, int scancode, int action)
    {
        if (action == 1)
        {
            _scancodesDown.Add(scancode);
            KeyDown?.Invoke(this, key, scancode);
        }
        else if (action == 0)
        {
            _scancodesDown.Remove(scancode);
            KeyUp?.Invoke(this, key, scancode);
        }
    }

    public void Raise(char character) => KeyChar?.Invoke(this, character);
}
