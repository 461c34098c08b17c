using System.Buffers.Binary;

namespace ReptileGen.Formats;

/// <summary>From the numbers of a PNG row to red, green, blue, alpha.</summary>
internal sealed class PngColours
{
    private const byte Opaque = 255;
    private readonly PngHeader _header;
    private readonly byte[] _table = [];
    private readonly byte[]? _key;

    private PngColours(PngHeader header, byte[] table, byte[]? key) => (_header, _table, _key) = (header, table, key);

    /// <summary>One number a pixel, gray or palette: a table of colours.</summary>
    public static PngColours OfIndices(PngHeader header, byte[]? palette, byte[]? transparency)
    {
        int most = (1 << header.Depth) - 1, key = -1;
        var isGray = header.Colour == PngColour.Gray;
        if (isGray && transparency is not null)
            key = BinaryPrimitives.ReadUInt16BigEndian(transparency) & most;
        var table = new byte[4 * (isGray ? most + 1 : palette!.Length / 3)];
        for (var i = 0; 4 * i < table.Length; i++)
        {
            var gray = (byte)(i * 255 / most);
            ReadOnlySpan<byte> colour = isGray ? [gray, gray, gray] : palette.AsSpan(3 * i, 3);
            colour.CopyTo(table.AsSpan(4 * i));
            table[4 * i + 3] = isGray ? i == key ? (byte)0 : Opaque : i < transparency?.Length ? transparency[i] : Opaque;
        }
        return new PngColours(header, table, null);
    }

    /// <summary>Two to four numbers of 8 bits a pixel; RGB may have a colour that is transparent.</summary>
    public static PngColours OfChannels(PngHeader header, byte[]? transparency) =>
        new(header, [], transparency is null ? null : [transparency[1], transparency[3], transparency[5]]);

    /// <summary>Writes a row of <c>[width, 4]</c>.</summary>
    /// <exception cref="InvalidFileException">A number is beyond the palette.</exception>
    public void Expand(ReadOnlySpan<byte> row, Span<byte> rgba, string name)
    {
        for (var x = 0; x < _header.Width; x++)
        {
            var pixel = rgba.Slice(4 * x, 4);
            switch (_header.Channels)
            {
                case 1:
                    Entry(row, x, name).CopyTo(pixel);
                    break;
                case 2:
                    pixel[..3].Fill(row[2 * x]);
                    pixel[3] = row[2 * x + 1];
                    break;
                case 3:
                    var rgb = row.Slice(3 * x, 3);
                    rgb.CopyTo(pixel);
                    pixel[3] = _key is not null && rgb.SequenceEqual(_key) ? (byte)0 : Opaque;
                    break;
                default:
                    row.Slice(4 * x, 4).CopyTo(pixel);
                    break;
            }
        }
    }

    /// <summary>The colour of a pixel of 1 to 8 bits, the leftmost in the highest bits of its byte.</summary>
    private ReadOnlySpan<byte> Entry(ReadOnlySpan<byte> row, int x, string name)
    {
        int depth = _header.Depth, bit = x * depth;
        var index = (row[bit / 8] >> (8 - depth - bit % 8)) & ((1 << depth) - 1);
        return 4 * index < _table.Length
            ? _table.AsSpan(4 * index, 4)
            : throw new InvalidFileException(name, "pixel", $"a colour below {_table.Length / 4}, the size of the palette", $"{index}");
    }
}
