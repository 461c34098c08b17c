using System.Buffers.Binary;
using System.IO.Compression;

namespace ReptileGen.Formats;

/// <summary>Where a character lies in the atlas (texels), and how it is set (ems, y down from the baseline).</summary>
public readonly record struct Glyph(float X, float Y, float Width, float Height, float Left, float Top, float Advance);

/// <summary>A signed-distance atlas of DejaVu Sans: sharp at every size (Assets/make_atlas.py says how it is laid out).</summary>
public sealed class FontAtlas
{
    private readonly Glyph[] _ascii = new Glyph[128];
    private readonly Dictionary<char, Glyph> _others = [];

    private FontAtlas(ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> data = file.Span;
        (Width, Height) = (Int(data, 0), Int(data, 4));
        (Em, Spread) = (Float(data, 12), Float(data, 16));
        int count = Int(data, 8);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = data.Slice(20 + (32 * i), 32);
            var glyph = new Glyph(
                Float(entry, 4), Float(entry, 8), Float(entry, 12), Float(entry, 16), Float(entry, 20),
                Float(entry, 24), Float(entry, 28));
            char character = (char)Int(entry, 0);
            if (character < _ascii.Length)
            {
                _ascii[character] = glyph;
            }
            else
            {
                _others[character] = glyph;
            }
        }

        Distances = file.Slice(20 + (32 * count), Width * Height);
    }

    /// <summary>The atlas that is built into this assembly.</summary>
    public static FontAtlas DejaVuSans { get; } = new(Inflate());

    /// <summary>Texels across.</summary>
    public int Width { get; }

    /// <summary>Texels down.</summary>
    public int Height { get; }

    /// <summary>Texels an em.</summary>
    public float Em { get; }

    /// <summary>The distance in texels from the outline (128) to full (255) inside.</summary>
    public float Spread { get; }

    /// <summary>The distances, <c>[Height, Width]</c>: 128 on an outline, more inside.</summary>
    public ReadOnlyMemory<byte> Distances { get; }

    /// <summary>The glyph of a character; a question mark for unknown ones.</summary>
    public Glyph this[char character] =>
        character < _ascii.Length
            ? _ascii[character].Advance > 0 ? _ascii[character] : _ascii['?']
            : _others.TryGetValue(character, out Glyph glyph) ? glyph : _ascii['?'];

    /// <summary>Width of a line in ems.</summary>
    public float Measure(ReadOnlySpan<char> text)
    {
        float width = 0;
        foreach (char character in text)
        {
            width += this[character].Advance;
        }

        return width;
    }

    /// <summary>How far a place of a glyph's cell is inside the outline, in texels (outside: less than 0), between texels bilinearly.</summary>
    /// <param name="glyph">One of this atlas.</param>
    /// <param name="x">Texels from the left of the cell; places outside count as the nearest in it.</param>
    /// <param name="y">Texels from its top.</param>
    public double Distance(Glyph glyph, double x, double y)
    {
        x = Math.Clamp(x - 0.5, 0, glyph.Width - 1);
        y = Math.Clamp(y - 0.5, 0, glyph.Height - 1);
        int left = (int)x, top = (int)y, right = Math.Min(left + 1, (int)glyph.Width - 1), bottom = Math.Min(top + 1, (int)glyph.Height - 1);
        double above = Between(At(glyph, left, top), At(glyph, right, top), x - left);
        double below = Between(At(glyph, left, bottom), At(glyph, right, bottom), x - left);
        return (Between(above, below, y - top) - 128) * Spread / 127;
    }

    private static double Between(double a, double b, double part) => a + ((b - a) * part);

    private static ReadOnlyMemory<byte> Inflate()
    {
        using Stream stream = typeof(FontAtlas).Assembly.GetManifestResourceStream("assets/font.atlas")
            ?? throw new InvalidOperationException("assets/font.atlas: not built into the program.");
        using var inflated = new MemoryStream();
        using (var deflate = new DeflateStream(stream, CompressionMode.Decompress))
        {
            deflate.CopyTo(inflated);
        }

        return inflated.ToArray();
    }

    private byte At(Glyph glyph, int x, int y) => Distances.Span[(((int)glyph.Y + y) * Width) + (int)glyph.X + x];

    private static int Int(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt32LittleEndian(data[at..]);

    private static float Float(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadSingleLittleEndian(data[at..]);
}
