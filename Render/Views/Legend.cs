using System.Globalization;
using ReptileGen.Render.Engine;

namespace ReptileGen.Render.Views;

/// <summary>The colours of the weights with numbers.</summary>
internal static class Legend
{
    /// <summary>A ramp of the current map; <paramref name="range"/> 0: each tensor has its own.</summary>
    public static void Draw(Painter painter, HeatPainter heat, Area area, ViewerState state, float range)
    {
        if (!state.HasHud)
        {
            return;
        }

        heat.Ramp(painter, area, state);
        Span<char> line = stackalloc char[96];
        if (range > 0)
        {
            line.TryWrite(
                CultureInfo.InvariantCulture, $"±{range / state.Gain:G3}{(state.IsLog ? ", three decades" : "")}", out int length);
            painter.Text(area.Right + 12, area.Bottom, 12, Color.Muted, line[..length]);
        }
        else
        {
            line.TryWrite(
                CultureInfo.InvariantCulture, $"− 0 +  up to ± the range of each tensor{(state.IsLog ? ", logarithmic" : "")}, gain {state.Gain:G2}",
                out int length);
            painter.Text(area.Right + 12, area.Bottom, 12, Color.Muted, line[..length]);
        }
    }
}
