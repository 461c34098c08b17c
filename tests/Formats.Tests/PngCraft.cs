using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ReptileGen.Formats.Tests;

/// <summary>PNG files made by hand: any header, any filter in any row, any chunks.</summary>
internal static class PngCraft
{
    public static byte[] File(params (string Type, byte[] Data)[] chunks)
    {
        List<byte> file = [137, 80, 78, 71, 13, 10, 26, 10];
        foreach (var (type, data) in chunks)
            file.AddRange(Chunk(type, data));
        return [.. file];
    }

    public static (string, byte[]) Header(int width, int height, int depth, int colour, int interlace = 0)
    {
        var data = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(data, width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), height);
        (data[8], data[9], data[12]) = ((byte)depth, (byte)colour, (byte)interlace);
        return ("IHDR", data);
    }

    public static (string, byte[]) End => ("IEND", []);

    public static (string, byte[]) Data(byte[] rows) => ("IDAT", Deflate(rows));

    /// <summary>Filters rows as the standard says, row y with type <c>types[y % types.Length]</c>.</summary>
    public static byte[] Filter(byte[] raw, int rowBytes, int step, params int[] types)
    {
        var height = raw.Length / rowBytes;
        var result = new List<byte>();
        for (var y = 0; y < height; y++)
        {
            var type = types[y % types.Length];
            result.Add((byte)type);
            for (var i = 0; i < rowBytes; i++)
            {
                int a = i < step ? 0 : raw[y * rowBytes + i - step];
                int b = y == 0 ? 0 : raw[(y - 1) * rowBytes + i];
                int c = y == 0 || i < step ? 0 : raw[(y - 1) * rowBytes + i - step];
                int[] predictions = [0, a, b, (a + b) >> 1, new[] { a, b, c }.MinBy(p => Math.Abs(a + b - c - p))];
                result.Add((byte)(raw[y * rowBytes + i] - predictions[type]));
            }
        }
        return [.. result];
    }

    public static byte[] Deflate(byte[] bytes)
    {
        var result = new MemoryStream();
        using (var zlib = new ZLibStream(result, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(bytes);
        return result.ToArray();
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type).CopyTo(chunk, 4);
        data.CopyTo(chunk, 8);
        Repair(chunk);
        return chunk;
    }

    /// <summary>Makes the checksum of one chunk right.</summary>
    public static void Repair(Span<byte> chunk) =>
        BinaryPrimitives.WriteUInt32BigEndian(chunk[^4..], Crc32.Of(chunk.Slice(4, 4), chunk[8..^4]));
}
