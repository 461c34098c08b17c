using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ReptileGen.Formats;

/// <summary>Writes PNG pictures (ISO/IEC 15948) of 8 bits per channel, gray or RGB, not interlaced.</summary>
public static class Png
{
    private const byte Gray = 0;
    private const byte Rgb = 2;
    private const int LongestKeyword = 79;

    /// <summary>Writes a gray picture, atomically.</summary>
    /// <param name="path">The target.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels"><c>[height, width]</c>, 0 is black.</param>
    /// <param name="text">Optional text entries (tEXt chunks): Latin-1 keywords of 1 to 79 characters and their texts.</param>
    /// <exception cref="ArgumentException">The span's length or a text entry does not fit.</exception>
    /// <exception cref="IOException">The target cannot be written.</exception>
    public static void WriteGray(string path, int width, int height, ReadOnlySpan<byte> pixels, params ReadOnlySpan<(string Keyword, string Text)> text) =>
        AtomicFile.WriteAllBytes(path, EncodeGray(width, height, pixels, text));

    /// <summary>Writes a colour picture, atomically.</summary>
    /// <param name="path">The target.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels"><c>[height, width, 3]</c>: red, green, blue.</param>
    /// <param name="text">Optional text entries, as for <see cref="WriteGray"/>.</param>
    /// <exception cref="ArgumentException">The span's length or a text entry does not fit.</exception>
    /// <exception cref="IOException">The target cannot be written.</exception>
    public static void WriteRgb(string path, int width, int height, ReadOnlySpan<byte> pixels, params ReadOnlySpan<(string Keyword, string Text)> text) =>
        AtomicFile.WriteAllBytes(path, EncodeRgb(width, height, pixels, text));

    /// <summary>The bytes of a gray picture; parameters as for <see cref="WriteGray"/>.</summary>
    public static byte[] EncodeGray(int width, int height, ReadOnlySpan<byte> pixels, params ReadOnlySpan<(string Keyword, string Text)> text) =>
        Encode(width, height, Gray, 1, pixels, text);

    /// <summary>The bytes of a colour picture; parameters as for <see cref="WriteRgb"/>.</summary>
    public static byte[] EncodeRgb(int width, int height, ReadOnlySpan<byte> pixels, params ReadOnlySpan<(string Keyword, string Text)> text) =>
        Encode(width, height, Rgb, 3, pixels, text);

    private static byte[] Encode(int width, int height, byte colourType, int channels, ReadOnlySpan<byte> pixels, ReadOnlySpan<(string Keyword, string Text)> text)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (pixels.Length != (long)width * height * channels)
            throw new ArgumentException($"{width}x{height} pixels of {channels} bytes, found {pixels.Length} bytes", nameof(pixels));

        var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits per channel; then colour type, deflate, adaptive filtering, no interlace
        header[9] = colourType;
        header[10..].Clear();
        WriteChunk(png, "IHDR"u8, header);
        foreach (var (keyword, entry) in text)
            WriteChunk(png, "tEXt"u8, EncodeText(keyword, entry));
        WriteChunk(png, "IDAT"u8, Compress(width * channels, pixels));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    /// <summary>Rows with filter type 0 (none) before each: best for drawn and binary pictures.</summary>
    private static ReadOnlySpan<byte> Compress(int rowBytes, ReadOnlySpan<byte> pixels)
    {
        var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var at = 0; at < pixels.Length; at += rowBytes)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(at, rowBytes));
            }
        }
        return data.GetBuffer().AsSpan(0, (int)data.Length);
    }

    private static byte[] EncodeText(string keyword, string text)
    {
        if (keyword.Length is 0 or > LongestKeyword || keyword.Trim(' ') != keyword || keyword.Any(c => c is < ' ' or (> '~' and < '\u00a1') or > '\u00ff'))
            throw new ArgumentException($"a PNG keyword has 1 to {LongestKeyword} printable Latin-1 characters, found \"{keyword}\"");
        if (text.Any(c => c is '\0' or > '\u00ff'))
            throw new ArgumentException($"a PNG text is Latin-1 without NUL: {keyword}");
        return [.. Encoding.Latin1.GetBytes(keyword), 0, .. Encoding.Latin1.GetBytes(text)];
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(type, data));
        png.Write(number);
    }
}
