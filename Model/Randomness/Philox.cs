using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ReptileGen.Model.Randomness;

/// <summary>
/// Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): a keyed bijection of 128-bit
/// counters. A number depends on its key and its counter alone, so draws can be made in any order, on any thread and
/// again after a restart. It is the one source of randomness of the product.
/// </summary>
public static class Philox
{
    private const int Rounds = 10;

    /// <summary>
    /// The key of an independent stream: the first 8 bytes (little-endian) of SHA-256 over the seed (8 bytes,
    /// little-endian) followed by the name (UTF-8).
    /// </summary>
    public static ulong Key(ulong seed, string name)
    {
        byte[] text = new byte[8 + Encoding.UTF8.GetByteCount(name)];
        BinaryPrimitives.WriteUInt64LittleEndian(text, seed);
        Encoding.UTF8.GetBytes(name, text.AsSpan(8));
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(text));
    }

    /// <summary>The four 32-bit words of one counter.</summary>
    /// <param name="key">The stream.</param>
    /// <param name="c0">Word 0 of the counter.</param>
    /// <param name="c1">Word 1 of the counter.</param>
    /// <param name="c2">Word 2 of the counter.</param>
    /// <param name="c3">Word 3 of the counter.</param>
    public static (uint X0, uint X1, uint X2, uint X3) Block(ulong key, uint c0, uint c1, uint c2, uint c3)
    {
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = 0xD2511F53ul * c0, p1 = 0xCD9E8D57ul * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return (c0, c1, c2, c3);
    }
}
