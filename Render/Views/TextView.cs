using System.Globalization;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Views;

/// <summary>The line of text that is growing, coloured by surprise, and the letters that were expected next.</summary>
public sealed class TextView : Behaviour
{
    private const int Bars = 10;

    private readonly int[] _best = new int[Bars];
    private (int Row, int Column)[] _places = [];

    /// <summary>How a byte is shown; 0 ends a text.</summary>
    public static char Show(byte value) => value is >= 32 and < 127 ? (char)value : value == 0 ? '¶' : '·';

    /// <summary>The length of a text without its end and the spaces before it.</summary>
    public static int Length(ReadOnlySpan<byte> text) => (text is [.., 0] ? text[..^1] : text).TrimEnd((byte)' ').Length;

    /// <inheritdoc />
    public override void Start() => _places = new (int, int)[Scene.Simulation.Info.Steps + 1];

    /// <inheritdoc />
    public override void Draw(Painter painter)
    {
        Area panel = Scene.Layout.Canvas;
        if (panel.IsEmpty || !Scene.Snapshot.Info.IsText)
        {
            return;
        }

        PanelTitle.Draw(painter, panel, "the line", "amber letters surprised the network; it learned each one", "amber: a surprise");
        float bottom = DrawLine(painter, panel, Scene.Snapshot);
        DrawBars(painter, new Area(panel.X, bottom + 34, panel.Width, panel.Bottom - bottom - 40), Scene.Snapshot);
    }

    private float DrawLine(Painter painter, Area panel, Snapshot snapshot)
    {
        float size = panel.Width > 700 ? 34 : 24, advance = size * 0.62f, left = panel.X + (advance * 0.3f);
        int columns = Math.Max(8, (int)((panel.Right - left) / advance));
        WordWrap.Place(snapshot.Values.AsSpan(0, snapshot.Position), columns, _places);
        Span<char> letter = stackalloc char[1];
        for (int step = 0; step < snapshot.Position; step++)
        {
            letter[0] = Show(snapshot.Values[step]);
            float x = left + ((_places[step].Column + 0.5f) * advance), y = panel.Y + size + (_places[step].Row * size * 1.45f);
            Color color = snapshot.Given[step]
                ? Color.Mint
                : Color.Mix(Color.Text, Color.Amber, Math.Clamp((snapshot.Nats[step] - 1) / 4, 0, 1));
            painter.Text(x, y, size, color, letter, Align.Center);
        }

        (int row, int column) = _places[snapshot.Position];
        if (!snapshot.Ended)
        {
            float x = left + (column * advance), y = panel.Y + (row * size * 1.45f);
            painter.Fill(new Area(x + 1, y + (size * 0.2f), 2.5f, size), Color.Amber);
        }

        return panel.Y + ((row + 1) * size * 1.45f);
    }

    private void DrawBars(Painter painter, Area area, Snapshot snapshot)
    {
        if (snapshot.Position == 0 || area.Height < 60)
        {
            return;
        }

        Rank(snapshot.Next);
        painter.Caption(area.X, area.Y - 8, 12, Color.Muted, "what it expected for the last letter");
        float row = Math.Min(30, area.Height / Bars);
        byte drawn = snapshot.Values[snapshot.Position - 1];
        Span<char> label = stackalloc char[16];
        for (int i = 0; i < Bars; i++)
        {
            float y = area.Y + (i * row), p = snapshot.Next[_best[i]];
            bool isDrawn = _best[i] == drawn;
            label[0] = _best[i] == ' ' ? '_' : Show((byte)_best[i]);
            painter.Text(area.X + 10, y + (row * 0.72f), row * 0.7f, isDrawn ? Color.Amber : Color.Text, label[..1], Align.Center);
            float width = Math.Max(2, (area.Width - 110) * p);
            painter.Fill(new Area(area.X + 30, y + (row * 0.2f), width, row * 0.6f), isDrawn ? Color.Amber : Color.Sky.Fade(0.7f), 3);
            label.TryWrite(CultureInfo.InvariantCulture, $"{p * 100:F1}%", out int length);
            painter.Caption(area.X + 38 + width, y + (row * 0.68f), row * 0.45f, Color.Muted, label[..length]);
        }
    }

    private void Rank(float[] probabilities)
    {
        for (int i = 0; i < Bars; i++)
        {
            int best = -1;
            for (int value = 0; value < probabilities.Length; value++)
            {
                bool isTaken = _best.AsSpan(0, i).Contains(value);
                best = !isTaken && (best < 0 || probabilities[value] > probabilities[best]) ? value : best;
            }

            _best[i] = best;
        }
    }
}
