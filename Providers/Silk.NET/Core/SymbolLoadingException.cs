namespace Silk.NET.Core.Loader;

/// <summary>A native function does not exist.</summary>
public class SymbolLoadingException : Exception
{
    /// <summary>Names the function.</summary>
    public SymbolLoadingException(string symbol) : base($"Native symbol not found (Symbol: {symbol})")
    {
    }

    /// <summary>Names the function and says more.</summary>
    public SymbolLoadingException(string symbol, string msg) : base($"{msg} (Symbol: {symbol})")
    {
    }
}
