using Silk.NET.Input.Glfw;
using Silk.NET.Windowing;

namespace Silk.NET.Input;

/// <summary>Creation of input contexts.</summary>
public static class InputWindowExtensions
{
    private static readonly List<IInputPlatform> Registered = [];

    private static bool _isFirstPartyLoaded;

    /// <summary>The platforms, in the order in which they are tried.</summary>
    public static IReadOnlyList<IInputPlatform> Platforms
    {
        get
        {
            if (!_isFirstPartyLoaded)
            {
                _isFirstPartyLoaded = true;
                GlfwInput.RegisterPlatform();
            }

            return Registered;
        }
    }

    /// <summary>The devices of an initialized view.</summary>
    public static IInputContext CreateInput(this IView view)
    {
        if (!view.IsInitialized)
        {
            throw new InvalidOperationException("Couldn't create input context as the view was not initialized.");
        }

        return (Platforms.FirstOrDefault(platform => platform.IsApplicable(view))
            ?? throw new NotSupportedException("Couldn't find a suitable input platform for this view.")).CreateInput(view);
    }

    /// <summary>Adds a platform after the others.</summary>
    public static void Add(IInputPlatform platform) => Registered.Add(platform);

    /// <summary>Removes a platform.</summary>
    public static void Remove(IInputPlatform platform) => Registered.Remove(platform);

    internal static bool IsRegistered<T>() => Registered.OfType<T>().Any();
}
