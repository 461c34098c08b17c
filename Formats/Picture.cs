namespace ReptileGen.Formats;

/// <summary>A picture in memory.</summary>
/// <param name="Width">Pixels per row, 1 or more.</param>
/// <param name="Height">Rows, 1 or more.</param>
/// <param name="Rgba"><c>[Height, Width, 4]</c>: red, green, blue (not multiplied by alpha), alpha (255: opaque).</param>
public sealed record Picture(int Width, int Height, ReadOnlyMemory<byte> Rgba)
{
    /// <summary>The gray levels <c>[Height, Width]</c> over black: luma of ITU-R BT.601 (0.299 red, 0.587 green, 0.114 blue) times alpha, rounded.</summary>
    public byte[] Gray()
    {
        var gray = new byte[Width * Height];
        var rgba = Rgba.Span;
        for (var i = 0; i < gray.Length; i++)
        {
            var pixel = rgba.Slice(4 * i, 4);
            gray[i] = (byte)(((299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2]) * pixel[3] + 127_500) / 255_000);
        }
        return gray;
    }
}
