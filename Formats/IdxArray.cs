using System.Buffers.Binary;
using System.Collections.Immutable;

namespace ReptileGen.Formats;

/// <summary>
/// An array of unsigned bytes in IDX, the format of MNIST: two zero bytes, the element type 0x08, the number of
/// dimensions, each dimension as a big-endian 32-bit number, the elements row-major.
/// </summary>
/// <param name="Shape">The dimensions, outermost first.</param>
/// <param name="Elements">The elements, row-major.</param>
public sealed record IdxArray(ImmutableArray<int> Shape, ReadOnlyMemory<byte> Elements)
{
    private const byte UnsignedByte = 0x08;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">An uncompressed IDX file.</param>
    /// <param name="shape">The expected dimensions, -1 for any; their number is the expected rank.</param>
    /// <exception cref="InvalidFileException">Wrong magic, type, rank or dimension, or too few or too many bytes.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IdxArray Read(string path, params ReadOnlySpan<int> shape) => Parse(File.ReadAllBytes(path), path, shape);

    /// <summary>Reads an array that is in memory; <see cref="Elements"/> refers to the given bytes.</summary>
    /// <param name="file">The whole content.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="shape">The expected dimensions, -1 for any; their number is the expected rank.</param>
    /// <exception cref="InvalidFileException">Wrong magic, type, rank or dimension, or too few or too many bytes.</exception>
    public static IdxArray Parse(ReadOnlyMemory<byte> file, string name, params ReadOnlySpan<int> shape)
    {
        var bytes = file.Span;
        if (bytes.Length < 4)
            throw new InvalidFileException(name, "magic", "4 bytes", $"{bytes.Length}");
        if (bytes[0] != 0 || bytes[1] != 0 || bytes[2] != UnsignedByte || bytes[3] != shape.Length)
            throw new InvalidFileException(name, "magic", $"0000{UnsignedByte:x2}{shape.Length:x2} (unsigned bytes, {shape.Length} dimensions)", Convert.ToHexStringLower(bytes[..4]));

        var start = 4 + 4 * shape.Length;
        if (bytes.Length < start)
            throw new InvalidFileException(name, "dimensions", $"{start} bytes of header", $"{bytes.Length}");
        var found = new int[shape.Length];
        long count = 1;
        for (var i = 0; i < found.Length; i++)
        {
            var dimension = BinaryPrimitives.ReadUInt32BigEndian(bytes[(4 + 4 * i)..]);
            if (shape[i] >= 0 && dimension != shape[i])
                throw new InvalidFileException(name, $"dimension {i}", $"{shape[i]}", $"{dimension}");
            count *= dimension; // below 2^31 times below 2^32
            if (Math.Max(count, dimension) > int.MaxValue)
                throw new InvalidFileException(name, $"dimension {i}", $"at most {int.MaxValue} elements in all", $"{Math.Max(count, dimension)}");
            found[i] = (int)dimension;
        }
        return bytes.Length - start == count
            ? new IdxArray([.. found], file[start..])
            : throw new InvalidFileException(name, "elements", $"{count} bytes", $"{bytes.Length - start}");
    }
}
