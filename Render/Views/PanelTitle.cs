using ReptileGen.Render.Engine;

namespace ReptileGen.Render.Views;

/// <summary>The line above a panel.</summary>
internal static class PanelTitle
{
    /// <summary>What it is, and in a quieter colour what that means.</summary>
    public static void Draw(Painter painter, Area area, ReadOnlySpan<char> title, ReadOnlySpan<char> meaning)
    {
        float width = painter.Caption(area.X, area.Y - 9, 14, Color.Text, title, weight: 0.02f);
        if (area.X + width + 10 + (painter.Font.Measure(meaning) * 12) <= area.Right)
        {
            painter.Caption(area.X + width + 10, area.Y - 9, 12, Color.Muted, meaning);
        }
    }
}
