using ReptileGen.Render.Engine;

namespace ReptileGen.Render.Views;

/// <summary>All keys (H).</summary>
public sealed class HelpView : Behaviour
{
    private static readonly (string Keys, string Meaning)[] Lines =
    [
        ("Space", "play or pause"),
        ("→    Shift →    Ctrl →", "one step, one row or word, one sample"),
        ("←", "one step back (exact)"),
        ("+    −", "speed, from 1 step a second to no limit"),
        ("R    N", "again with the same seed; new seed"),
        ("1 … 7", "overview, canvas, weights, tensor, story, gallery, dream; 8 training"),
        ("W", "weights: value, change since θ₀, last update"),
        (",    .", "previous, next tensor"),
        ("C    L", "colours; logarithmic scale"),
        ("E    Shift E", "gain up, down"),
        ("T    Shift T", "temperature up, down"),
        ("P", "show or hide what the network expects"),
        ("B    Shift B", "a random network paints the background; the next one"),
        ("D", "draw: paint the beginning, the network completes it"),
        ("Backspace", "forget what was painted"),
        ("Tab    H", "hide all texts; these keys"),
        ("F11, Alt Enter    M", "full screen; next monitor"),
        ("F12    Ctrl R", "screenshot; record a film"),
        ("wheel, drag, double click", "zoom, move, back to the whole"),
        ("hover, click", "read a value; keep it shown"),
        ("Esc", "close this list; leave"),
    ];

    /// <inheritdoc />
    public override bool IsOverlay => true;

    /// <inheritdoc />
    public override void Draw(Painter painter)
    {
        if (!Scene.State.HasHelp)
        {
            return;
        }

        float row = 27, width = 860, height = (Lines.Length * row) + 74;
        var box = new Area((Scene.Screen.X - width) / 2, (Scene.Screen.Y - height) / 2, width, height);
        painter.Fill(new Area(0, 0, Scene.Screen.X, Scene.Screen.Y), Color.Night.Fade(0.72f));
        painter.Fill(box, Color.Panel, 12);
        painter.Frame(box, Color.Line, 1.5f, 12);
        painter.Text(box.X + 32, box.Y + 40, 20, Color.Text, "Keys and mouse", weight: 0.02f);
        for (int i = 0; i < Lines.Length; i++)
        {
            float y = box.Y + 74 + (i * row);
            painter.Text(box.X + 262, y, 14.5f, Color.Amber, Lines[i].Keys, Align.Right);
            painter.Text(box.X + 284, y, 14.5f, Color.Text, Lines[i].Meaning);
        }
    }
}
