using System.IO.Compression;

namespace ReptileGen.Formats;

/// <summary>What the chunks of a PNG file say about its pixels: taken one after another, decoded at the end.</summary>
internal sealed class PngPixels(PngHeader header, string name)
{
    /// <summary>Deflate cannot make less of anything: 258 bytes out of 2 bits.</summary>
    private const int MostCompression = 1032;

    private readonly MemoryStream _data = new();
    private bool _isDataOver;
    private byte[]? _palette;
    private byte[]? _transparency;

    public void TakePalette(ReadOnlySpan<byte> data)
    {
        var most = header.Colour == PngColour.Palette ? 1 << header.Depth : 256;
        var isUsed = header.Colour is not (PngColour.Gray or PngColour.GrayAlpha);
        if (!isUsed || _palette is not null || _transparency is not null || _data.Length > 0)
            throw Wrong("PLTE", "once, in a picture of colours, before tRNS and IDAT", "another");
        if (data.Length % 3 != 0 || data.Length == 0 || data.Length > 3 * most)
            throw Wrong("PLTE", $"3 bytes for each of 1 to {most} colours", $"{data.Length} bytes");
        _palette = data.ToArray();
    }

    public void TakeTransparency(ReadOnlySpan<byte> data)
    {
        if (_transparency is not null || _data.Length > 0)
            throw Wrong("tRNS", "once, before IDAT", "another");
        var isRight = header.Colour switch
        {
            PngColour.Gray => data.Length == 2,
            PngColour.Rgb => data.Length == 6,
            PngColour.Palette => data.Length >= 1 && 3 * data.Length <= _palette?.Length,
            _ => false,
        };
        if (!isRight)
            throw Wrong("tRNS", "2 bytes for gray, 6 for RGB, at most one for each colour of a palette before it", $"{data.Length} in a picture of colour type {(byte)header.Colour}");
        _transparency = data.ToArray();
    }

    public void TakeData(ReadOnlySpan<byte> data)
    {
        if (_isDataOver || (header.Colour == PngColour.Palette && _palette is null))
            throw Wrong("IDAT", "after PLTE, and one right after another", "another order");
        _data.Write(data);
    }

    /// <summary>Another chunk came: no data may follow data.</summary>
    public void EndData() => _isDataOver |= _data.Length > 0;

    /// <summary>Inflates and unfilters row by row.</summary>
    public Picture Decode()
    {
        var least = Math.Max(1, header.Height * (1L + header.RowBytes) / MostCompression);
        if (_data.Length < least) // hence no small file makes us ask for much memory
            throw Wrong("image data", $"at least {least} bytes", $"{_data.Length}");
        var rgba = new byte[4 * header.Width * header.Height];
        byte[] row = new byte[1 + header.RowBytes], above = new byte[1 + header.RowBytes];
        var colours = header.Channels == 1 ? PngColours.OfIndices(header, _palette, _transparency) : PngColours.OfChannels(header, _transparency);
        _data.Position = 0;
        using var zlib = new ZLibStream(_data, CompressionMode.Decompress);
        for (var y = 0; y < header.Height; y++)
        {
            if (Inflate(zlib, row) < row.Length)
                throw Wrong("image data", $"{header.Height} rows", $"{y}");
            PngFilter.Undo(row, above.AsSpan(1), header.FilterBytes, name, y);
            colours.Expand(row.AsSpan(1), rgba.AsSpan(4 * header.Width * y, 4 * header.Width), name);
            (row, above) = (above, row);
        }
        if (Inflate(zlib, row.AsSpan(0, 1)) != 0)
            throw Wrong("image data", $"{header.Height} rows", "more");
        return new Picture(header.Width, header.Height, rgba);
    }

    private int Inflate(ZLibStream zlib, Span<byte> bytes)
    {
        try
        {
            return zlib.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new InvalidFileException(name, "image data", "what zlib can inflate", e.Message, e);
        }
    }

    private InvalidFileException Wrong(string field, string expected, string found) => new(name, field, expected, found);
}
