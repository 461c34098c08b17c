using ReptileGen.Render.Engine;

namespace ReptileGen.Render.Views;

/// <summary>The line above a panel.</summary>
internal static class PanelTitle
{
    /// <summary>What it is, and in a quieter colour what that means: in brief where there is little room, not at all where there is less.</summary>
    public static void Draw(Painter painter, Area area, ReadOnlySpan<char> title, ReadOnlySpan<char> meaning, ReadOnlySpan<char> brief = default)
    {
        float x = area.X + painter.Caption(area.X, area.Y - 9, 14, Color.Text, title, weight: 0.02f) + 10;
        ReadOnlySpan<char> shown = x + painter.Measure(meaning, 12) <= area.Right ? meaning : brief;
        if (x + painter.Measure(shown, 12) <= area.Right)
        {
            painter.Caption(x, area.Y - 9, 12, Color.Muted, shown);
        }
    }
}
