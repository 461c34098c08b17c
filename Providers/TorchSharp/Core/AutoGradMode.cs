namespace TorchSharp.Core;

/// <summary>Switches the recording of operations on this thread, until disposed.</summary>
internal sealed class AutoGradMode : IDisposable
{
    [ThreadStatic] private static bool _disabled;
    private readonly bool _before = !_disabled;

    public AutoGradMode(bool enabled) => _disabled = !enabled;

    public static bool IsEnabled => !_disabled;

    public void Dispose() => _disabled = !_before;
}
