using System.IO.Compression;
using System.Security.Cryptography;
using ReptileGen.Pipeline.Fetching;

namespace ReptileGen.Pipeline.Tests.Support;

/// <summary>A content to fetch: seeded random bytes, plain and compressed, and what is expected of them.</summary>
internal sealed class Payload
{
    public const string Name = "digits";

    public Payload(int size = 300_000, int seed = 1)
    {
        Plain = new byte[size];
        new Random(seed).NextBytes(Plain);
        Gzip = Compress(Plain);
        Expected = new ExpectedFile(Name, size, Convert.ToHexString(SHA256.HashData(Plain)));
    }

    public byte[] Plain { get; }

    public byte[] Gzip { get; }

    public ExpectedFile Expected { get; }

    public static byte[] Compress(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return memory.ToArray();
    }
}
