using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Windowing;

/// <summary>Creates windows with the first platform that works here.</summary>
public static class Window
{
    private static readonly List<IWindowPlatform> Registered = [];

    private static bool _isFirstPartyLoaded;

    /// <summary>The platforms, in the order in which they are tried.</summary>
    public static IReadOnlyCollection<IWindowPlatform> Platforms
    {
        get
        {
            if (!_isFirstPartyLoaded)
            {
                _isFirstPartyLoaded = true;
                GlfwWindowing.RegisterPlatform();
            }

            return Registered;
        }
    }

    /// <summary>Whether no platform here has windows.</summary>
    public static bool IsViewOnly => !Platforms.Any(platform => platform.IsApplicable && !platform.IsViewOnly);

    /// <summary>The first platform that works here; null if none does.</summary>
    public static IWindowPlatform? GetWindowPlatform(bool viewOnly) =>
        Platforms.FirstOrDefault(platform => platform.IsApplicable && (!viewOnly || platform.IsViewOnly));

    /// <summary>A window that is not yet initialized; throws a <see cref="PlatformNotSupportedException"/> if no platform works here.</summary>
    public static IWindow Create(WindowOptions options) =>
        (Platforms.FirstOrDefault(platform => platform.IsApplicable && !platform.IsViewOnly)
            ?? throw NoPlatform()).CreateWindow(options);

    /// <summary>Adds a platform after the others, once.</summary>
    public static void Add(IWindowPlatform platform)
    {
        if (!Registered.Any(other => other.GetType() == platform.GetType()))
        {
            Registered.Add(platform);
        }
    }

    /// <summary>Removes a platform.</summary>
    public static void Remove(IWindowPlatform platform) =>
        Registered.RemoveAll(other => other.GetType() == platform.GetType());

    /// <summary>Moves or adds a platform to the front.</summary>
    public static void Prioritize(IWindowPlatform platform)
    {
        Remove(platform);
        Registered.Insert(0, platform);
    }

    /// <summary>Tries GLFW first.</summary>
    public static void PrioritizeGlfw() => Prioritize(Platforms.OfType<GlfwPlatform>().First());

    internal static PlatformNotSupportedException NoPlatform()
    {
        string names = string.Join(
            ", ", Platforms.Select(platform => platform.Name + (platform.IsApplicable ? "" : " - not applicable")));
        return new PlatformNotSupportedException(
            $"Couldn't find a suitable window platform. ({names}) {GLFW.Library.Reason}");
    }
}

/// <summary>Finds monitors.</summary>
public static class Monitor
{
    /// <summary>All monitors.</summary>
    public static IEnumerable<IMonitor> GetMonitors(IView? view) => Platform(view).GetMonitors();

    /// <summary>The main monitor.</summary>
    public static IMonitor GetMainMonitor(IView? view) => Platform(view).GetMainMonitor();

    private static IWindowPlatform Platform(IView? view) =>
        Window.Platforms.FirstOrDefault(
            platform => view is null ? platform.IsApplicable : platform.IsSourceOfView(view))
        ?? throw Window.NoPlatform();
}
