using ReptileGen.Render.Engine;

namespace ReptileGen.Render.Views;

/// <summary>One line in a box near the foot of the screen.</summary>
internal static class MessageBox
{
    /// <summary>Draws the line as wide as it is.</summary>
    public static void Draw(Painter painter, ReadOnlySpan<char> line)
    {
        float width = painter.Measure(line, 14) + 32;
        var box = new Area((painter.Screen.X - width) / 2, painter.Screen.Y - 84, width, 34);
        painter.Fill(box, Color.Panel.Fade(0.95f), 8);
        painter.Frame(box, Color.Line, 1, 8);
        painter.Text(box.X + 16, box.Y + 22, 14, Color.Text, line);
    }
}
