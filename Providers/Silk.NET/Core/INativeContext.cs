namespace Silk.NET.Core.Contexts;

/// <summary>Where the addresses of native functions come from.</summary>
public interface INativeContext : IDisposable
{
    /// <summary>The address of <paramref name="proc"/>; throws a <see cref="Loader.SymbolLoadingException"/> if there is none.</summary>
    nint GetProcAddress(string proc, int? slot = default);

    /// <summary>The address of <paramref name="proc"/>, or false if there is none.</summary>
    bool TryGetProcAddress(string proc, out nint addr, int? slot = default);
}
