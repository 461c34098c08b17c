using System.Buffers.Binary;
using System.Text;

namespace ReptileGen.Formats;

/// <summary>
/// Reads PNG pictures (ISO/IEC 15948): gray, gray with alpha, RGB, RGBA of 8 bits per channel, palettes and gray of 1 to
/// 8 bits, all filters, not interlaced. Every checksum is verified; colour profiles and gamma are left out of account.
/// </summary>
public static class PngReader
{
    /// <summary>The most pixels a picture may have: 8192 x 8192.</summary>
    public const int MostPixels = 1 << 26;

    private const long MostBytes = 1 << 28;
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Reads a file.</summary>
    /// <param name="path">A PNG file.</param>
    /// <exception cref="InvalidFileException">It is not a PNG file, damaged, of a kind that is not read, or too large.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Picture Read(string path)
    {
        var length = new FileInfo(path).Length;
        return length <= MostBytes
            ? Parse(File.ReadAllBytes(path), path)
            : throw new InvalidFileException(path, "length", $"a PNG file of at most {MostBytes} bytes", $"{length}");
    }

    /// <summary>Reads a picture that is in memory.</summary>
    /// <param name="file">The whole content.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidFileException">It is not a PNG file, damaged, of a kind that is not read, or too large.</exception>
    public static Picture Parse(ReadOnlySpan<byte> file, string name)
    {
        if (!file.StartsWith(Signature))
            throw new InvalidFileException(name, "first bytes", $"{Convert.ToHexStringLower(Signature)} (PNG)", Convert.ToHexStringLower(file[..Math.Min(file.Length, Signature.Length)]));
        var at = Signature.Length;
        var type = Next(file, name, ref at, out var data);
        if (type != "IHDR")
            throw new InvalidFileException(name, "first chunk", "IHDR", type);
        var pixels = new PngPixels(PngHeader.Parse(data, name), name);
        for (type = Next(file, name, ref at, out data); type != "IEND"; type = Next(file, name, ref at, out data))
        {
            switch (type)
            {
                case "PLTE":
                    pixels.TakePalette(data);
                    break;
                case "tRNS":
                    pixels.TakeTransparency(data);
                    break;
                case "IDAT":
                    pixels.TakeData(data);
                    break;
                case var _ when char.IsAsciiLetterUpper(type[0]):
                    throw new InvalidFileException(name, "chunk", "IHDR first, then PLTE, IDAT, IEND and any that need not be understood", type);
                default:
                    pixels.EndData();
                    break;
            }
        }
        if (data.Length != 0 || at != file.Length)
            throw new InvalidFileException(name, "end", "the file to end with an empty IEND", $"{data.Length + file.Length - at} bytes more");
        return pixels.Decode();
    }

    /// <summary>Takes one chunk: its type; its data; its checksum is right.</summary>
    private static string Next(ReadOnlySpan<byte> file, string name, ref int at, out ReadOnlySpan<byte> data)
    {
        var rest = file[at..];
        if (rest.Length < 12)
            throw new InvalidFileException(name, $"chunk at byte {at}", "12 bytes or more (the file is cut off)", $"{rest.Length}");
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 12)
            throw new InvalidFileException(name, $"chunk at byte {at}", $"at most {rest.Length - 12} bytes (the file is cut off)", $"{length}");
        var type = rest.Slice(4, 4);
        data = rest.Slice(8, (int)length);
        uint found = Crc32.Of(type, data), expected = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]);
        if (found != expected)
            throw new InvalidFileException(name, $"chunk at byte {at}", $"checksum {expected:x8} (the file is damaged)", $"{found:x8}");
        at += 12 + (int)length;
        return Encoding.Latin1.GetString(type);
    }
}
