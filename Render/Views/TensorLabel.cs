using System.Globalization;
using ReptileGen.Formats;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Views;

/// <summary>The line above a small picture of a tensor: its name, then as much of its size and range as there is room for.</summary>
internal static class TensorLabel
{
    private const string Prefix = "layers.";

    /// <summary>Writes the line; returns its length. A name that does not fit ends in an ellipsis.</summary>
    /// <param name="line">Takes it.</param>
    /// <param name="shape">The tensor.</param>
    /// <param name="range">The magnitude that is fully bright; 0: nothing is.</param>
    /// <param name="room">Room in ems.</param>
    public static int Write(Span<char> line, TensorShape shape, float range, float room)
    {
        ReadOnlySpan<char> name = shape.Name.AsSpan(shape.Name.StartsWith(Prefix, StringComparison.Ordinal) ? Prefix.Length : 0);
        line.TryWrite(CultureInfo.InvariantCulture, $"{name} {shape.Rows}×{shape.Columns}{(shape.Adapts ? "" : " slow")} ±{range:G2}", out int length);
        while (length > name.Length && !Fits(line[..length], room))
        {
            length = Math.Max(name.Length, line[..length].LastIndexOf(' '));
        }

        while (length > 2 && !Fits(line[..length], room))
        {
            line[--length - 1] = '…';
        }

        return length;
    }

    private static bool Fits(ReadOnlySpan<char> line, float room) => FontAtlas.DejaVuSans.Measure(line) <= room;
}
