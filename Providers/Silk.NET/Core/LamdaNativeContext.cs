using Silk.NET.Core.Loader;

namespace Silk.NET.Core.Contexts;

/// <summary>Takes addresses of native functions from a delegate.</summary>
/// <param name="getProcAddress">Returns 0 for what it does not know.</param>
public struct LamdaNativeContext(Func<string, nint> getProcAddress) : INativeContext
{
    private readonly Func<string, nint> _getProcAddress = getProcAddress;

    /// <inheritdoc />
    public readonly nint GetProcAddress(string proc, int? slot = default) =>
        TryGetProcAddress(proc, out nint address, slot) ? address : throw new SymbolLoadingException(proc);

    /// <inheritdoc />
    public readonly bool TryGetProcAddress(string proc, out nint addr, int? slot = default) =>
        (addr = _getProcAddress(proc)) != 0;

    /// <summary>Does nothing: the delegate owns nothing.</summary>
    public readonly void Dispose()
    {
    }
}
