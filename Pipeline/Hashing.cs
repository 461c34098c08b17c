using System.Security.Cryptography;

namespace ReptileGen.Pipeline;

/// <summary>SHA-256 in the spelling used everywhere here: 64 lower-case hexadecimal digits.</summary>
public static class Hashing
{
    /// <summary>Hashes a whole file as a stream.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Sha256OfFile(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Compares two hashes; upper and lower case are the same.</summary>
    public static bool SameHex(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
