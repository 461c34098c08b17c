using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ReptileGen.Pipeline.Text;

/// <summary>
/// Which part of a corpus an episode belongs to: 90 % train, 5 % validation, 5 % test, decided by its content alone.
/// Equal lines are therefore never in two parts, and a corpus may grow without lines changing sides.
/// </summary>
public static class CorpusSplit
{
    /// <summary>The parts, in the order of their indices.</summary>
    public static readonly IReadOnlyList<string> Names = ["train", "validation", "test"];

    /// <summary>The most episodes of a part: no reader takes a tensor of over 2^31-1 bytes.</summary>
    public const int LargestPart = int.MaxValue / EpisodeLines.RowBytes;

    /// <summary>The part of an episode, as an index into <see cref="Names"/>: SHA-256, first 4 bytes big-endian, modulo 100.</summary>
    public static int PartOf(ReadOnlySpan<byte> episode)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(episode, hash);
        return (BinaryPrimitives.ReadUInt32BigEndian(hash) % 100) switch
        {
            < 5 => 2,
            < 10 => 1,
            _ => 0,
        };
    }
}
