using Silk.NET.Core;
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

/// <summary>What every view and window can do.</summary>
public static class WindowExtensions
{
    /// <summary>Initializes the view and runs its loop (events, update, render) until it closes.</summary>
    public static void Run(this IView view)
    {
        view.Initialize();
        view.Run(() =>
        {
            view.DoEvents();
            if (!view.IsClosing)
            {
                view.DoUpdate();
            }

            if (!view.IsClosing)
            {
                view.DoRender();
            }
        });
        view.DoEvents();
        view.Reset();
    }

    /// <summary>Shows the back buffer.</summary>
    public static void SwapBuffers(this IView view) => view.GLContext?.SwapBuffers();

    /// <summary>Makes the context current on this thread.</summary>
    public static void MakeCurrent(this IView view) => view.GLContext?.MakeCurrent();

    /// <summary>Leaves this thread without a current context.</summary>
    public static void ClearContext(this IView view) => view.GLContext?.Clear();

    /// <summary>The size with the border.</summary>
    public static Vector2D<int> GetFullSize(this IWindow window) => window.Size + window.BorderSize.Size;

    /// <summary>Moves the window to the middle of a monitor; null: the one that shows it.</summary>
    public static void Center(this IWindow window, IMonitor? monitor = null)
    {
        Rectangle<int> bounds = (monitor ?? window.Monitor ?? Monitor.GetMainMonitor(window)).Bounds;
        window.Position = bounds.Origin + ((bounds.Size - window.GetFullSize()) / 2);
    }

    /// <summary>Sets the icon to one image.</summary>
    public static void SetWindowIcon(this IWindow window, ref RawImage icon) => window.SetWindowIcon([icon]);
}
