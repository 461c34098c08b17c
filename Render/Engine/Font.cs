using System.Buffers.Binary;
using System.IO.Compression;
using Silk.NET.OpenGL;

namespace ReptileGen.Render.Engine;

/// <summary>Where a character lies in the atlas (texels), and how it is set (ems, y down from the baseline).</summary>
public readonly record struct Glyph(float X, float Y, float Width, float Height, float Left, float Top, float Advance);

/// <summary>A signed-distance atlas of DejaVu Sans: sharp at every size (Assets/make_atlas.py says how it is laid out).</summary>
public sealed class Font : IDisposable
{
    private readonly Glyph[] _ascii = new Glyph[128];
    private readonly Dictionary<char, Glyph> _others = [];

    /// <summary>Loads the atlas that is built into the program.</summary>
    public Font(GL gl)
    {
        using Stream stream = typeof(Font).Assembly.GetManifestResourceStream("assets/font.atlas")
            ?? throw new InvalidOperationException("assets/font.atlas: not built into the program.");
        using var inflated = new MemoryStream();
        using (var deflate = new DeflateStream(stream, CompressionMode.Decompress))
        {
            deflate.CopyTo(inflated);
        }

        ReadOnlySpan<byte> data = inflated.GetBuffer().AsSpan(0, (int)inflated.Length);
        int width = Int(data, 0), height = Int(data, 4), count = Int(data, 8);
        Em = Float(data, 12);
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

        Atlas = Texture.Bytes(gl, width, height, data.Slice(20 + (32 * count), width * height));
    }

    /// <summary>The atlas.</summary>
    public Texture Atlas { get; }

    /// <summary>Texels an em.</summary>
    public float Em { get; }

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

    /// <summary>Releases the atlas.</summary>
    public void Dispose() => Atlas.Dispose();

    private static int Int(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt32LittleEndian(data[at..]);

    private static float Float(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadSingleLittleEndian(data[at..]);
}
