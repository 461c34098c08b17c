using System.Buffers.Binary;

namespace ReptileGen.Formats;

/// <summary>The IHDR chunk of a PNG file that <see cref="PngReader"/> reads.</summary>
internal readonly record struct PngHeader(int Width, int Height, int Depth, PngColour Colour)
{
    private const int Length = 13;

    /// <summary>Numbers per pixel.</summary>
    public int Channels => Colour switch { PngColour.GrayAlpha => 2, PngColour.Rgb => 3, PngColour.Rgba => 4, _ => 1 };

    /// <summary>Bytes of a row, without its filter type.</summary>
    public int RowBytes => (int)(((long)Width * Channels * Depth + 7) / 8);

    /// <summary>How far back "the pixel to the left" is for a filter, in bytes.</summary>
    public int FilterBytes => Math.Max(1, Channels * Depth / 8);

    public static PngHeader Parse(ReadOnlySpan<byte> data, string name)
    {
        if (data.Length != Length)
            throw new InvalidFileException(name, "IHDR", $"{Length} bytes", $"{data.Length}");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data), height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (width == 0 || height == 0 || (ulong)width * height > PngReader.MostPixels)
            throw new InvalidFileException(name, "size", $"1x1 to {PngReader.MostPixels} pixels", $"{width}x{height}");
        byte depth = data[8], colour = data[9];
        if (!Enum.IsDefined((PngColour)colour))
            throw new InvalidFileException(name, "colour type", "0, 2, 3, 4 or 6", $"{colour}");
        var isSmall = (PngColour)colour is PngColour.Gray or PngColour.Palette && depth is 1 or 2 or 4;
        if (depth != 8 && !isSmall)
            throw new InvalidFileException(name, "bits per channel", "8, or 1, 2, 4 of gray or palette (save the picture with 8 bits)", $"{depth}");
        if (data[10] != 0 || data[11] != 0)
            throw new InvalidFileException(name, "compression and filter method", "0 0", $"{data[10]} {data[11]}");
        if (data[12] != 0)
            throw new InvalidFileException(name, "interlace method", "0 (save the picture without interlacing)", $"{data[12]}");
        return new PngHeader((int)width, (int)height, depth, (PngColour)colour);
    }
}

/// <summary>The colour types of PNG.</summary>
internal enum PngColour : byte
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    Rgba = 6,
}
