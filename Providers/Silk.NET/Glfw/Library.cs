using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Silk.NET.GLFW;

/// <summary>Starts GLFW once per process and turns its errors into exceptions.</summary>
internal static unsafe class Library
{
    private static readonly Lazy<string?> Missing = new(Load);
    private static readonly Lazy<string?> Failure = new(Start);

    private static string? _lastError;

    /// <summary>Whether GLFW is installed.</summary>
    public static bool IsApplicable => Missing.Value is null;

    /// <summary>Why not; null if it is.</summary>
    public static string? Reason => Missing.Value;

    /// <summary>
    /// Starts GLFW; throws a <see cref="PlatformNotSupportedException"/> if it is not installed, a
    /// <see cref="GlfwException"/> if no display answers.
    /// </summary>
    public static void Require()
    {
        if (Missing.Value is string reason)
        {
            throw new PlatformNotSupportedException($"GLFW is not supported on this platform. {reason}");
        }

        if (Failure.Value is string failure)
        {
            throw new GlfwException($"GLFW Init failed, {failure}");
        }
    }

    /// <summary>Throws what GLFW reported since the last call.</summary>
    public static void ThrowLastError()
    {
        if (Interlocked.Exchange(ref _lastError, null) is string error)
        {
            throw new GlfwException(error);
        }
    }

    /// <summary>Forgets what GLFW reported.</summary>
    public static void ForgetLastError() => _lastError = null;

    private static string? Load()
    {
        try
        {
            Native.SetErrorCallback(&OnError);
            return null;
        }
        catch (DllNotFoundException)
        {
            return "The GLFW 3 library is not installed (Debian, Ubuntu: apt-get install libglfw3).";
        }
        catch (EntryPointNotFoundException exception)
        {
            return $"The installed GLFW is too old, 3.3 is needed: {exception.Message}";
        }
    }

    private static string? Start() =>
        Native.Init() != 0 ? null : Interlocked.Exchange(ref _lastError, null) ?? "NoError: Unknown";

    [UnmanagedCallersOnly]
    private static void OnError(int code, byte* description) =>
        _lastError = $"{(Error)code}: {Marshal.PtrToStringUTF8((nint)description)}";

    private enum Error
    {
        NoError = 0,
        NotInitialized = 0x10001,
        NoContext = 0x10002,
        InvalidEnum = 0x10003,
        InvalidValue = 0x10004,
        OutOfMemory = 0x10005,
        ApiUnavailable = 0x10006,
        VersionUnavailable = 0x10007,
        PlatformError = 0x10008,
        FormatUnavailable = 0x10009,
        NoContextCurrent = 0x1000A,
    }
}
