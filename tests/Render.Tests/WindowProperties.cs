using System.Runtime.InteropServices;

namespace ReptileGen.Render.Tests;

/// <summary>Properties of windows as a window manager sets them, written through Xlib.</summary>
internal sealed class WindowProperties(string display) : IDisposable
{
    private const int Format = 32, Replace = 0, AtomType = 4, WindowType = 33;

    private readonly nint _display = XOpenDisplay(display);

    /// <summary>Says that there is a window manager, and which properties it knows.</summary>
    public void Manage(params string[] known)
    {
        nint root = XDefaultRootWindow(_display);
        Set(root, "_NET_SUPPORTING_WM_CHECK", WindowType, root);
        SetAtoms(root, "_NET_SUPPORTED", known);
    }

    /// <summary>Sets a property that is a list of names.</summary>
    public void SetAtoms(nint window, string property, params string[] names) => Set(window, property, AtomType, [.. names.Select(Atom)]);

    public void Dispose() => _ = XCloseDisplay(_display);

    private nint Atom(string name) => XInternAtom(_display, name, 0);

    private void Set(nint window, string property, nint type, params nint[] values)
    {
        _ = XChangeProperty(_display, window, Atom(property), type, Format, Replace, values, values.Length);
        _ = XSync(_display, 0);
    }

    [DllImport("libX11.so.6", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern nint XOpenDisplay(string name);

    [DllImport("libX11.so.6")]
    private static extern int XCloseDisplay(nint display);

    [DllImport("libX11.so.6")]
    private static extern nint XDefaultRootWindow(nint display);

    [DllImport("libX11.so.6", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern nint XInternAtom(nint display, string name, int onlyIfExists);

    [DllImport("libX11.so.6")]
    private static extern int XChangeProperty(nint display, nint window, nint property, nint type, int format, int mode, nint[] values, int count);

    [DllImport("libX11.so.6")]
    private static extern int XSync(nint display, int discard);
}
