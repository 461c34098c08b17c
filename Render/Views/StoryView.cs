using System.Globalization;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Views;

/// <summary>What every step cost, in nats, and what the whole has cost so far.</summary>
public sealed class StoryView : Behaviour
{
    private const float Most = 4;

    /// <inheritdoc />
    public override void Draw(Painter painter)
    {
        Area panel = Scene.Layout.Story;
        if (panel.IsEmpty)
        {
            return;
        }

        Snapshot snapshot = Scene.Snapshot;
        bool isText = snapshot.Info.IsText;
        PanelTitle.Draw(
            painter, panel, "the story", isText
                ? "each bar: how surprised it was by one letter, before learning it"
                : "each bar: how surprised it was by one pixel, before learning it",
            isText ? "nats each letter cost" : "nats each pixel cost");
        Span<char> line = stackalloc char[96];
        line.TryWrite(CultureInfo.InvariantCulture, $"{snapshot.TotalNats:F1} nats", out int length);
        float big = Math.Clamp(panel.Height * 0.16f, 24, 44);
        painter.Caption(panel.X, panel.Y + big, big, Color.Text, line[..length], weight: 0.02f);
        line.TryWrite(
            CultureInfo.InvariantCulture,
            $"{snapshot.TotalNats / Math.Max(1, snapshot.Position) / Math.Log(2):F3} bits per {(isText ? "letter" : "pixel")} after {snapshot.Position} steps",
            out length);
        painter.Caption(panel.X, panel.Y + big + 20, 13, Color.Muted, line[..length]);
        var chart = new Area(panel.X, panel.Y + big + 32, panel.Width - 26, panel.Height - big - 46);
        DrawChart(painter, chart, snapshot);
    }

    private static void DrawChart(Painter painter, Area chart, Snapshot snapshot)
    {
        int steps = snapshot.Info.Steps, rows = snapshot.Info.IsText ? 8 : steps / snapshot.Info.LineLength;
        float most = snapshot.Info.IsText ? 2 * Most : Most;
        painter.Fill(new Area(chart.X, chart.Bottom, chart.Width, 1), Color.Line);
        for (int row = 0; row <= rows; row += Math.Max(1, rows / 8))
        {
            painter.Fill(new Area(chart.X + (chart.Width * row / rows), chart.Y, 1, chart.Height), Color.Line.Fade(0.6f));
        }

        Span<char> digit = stackalloc char[4];
        for (int nat = 1; nat <= most; nat += most > 4 ? 2 : 1)
        {
            float y = chart.Bottom - (chart.Height * nat / most);
            painter.Fill(new Area(chart.X, y, chart.Width, 1), Color.Line.Fade(0.5f));
            nat.TryFormat(digit, out int length, provider: CultureInfo.InvariantCulture);
            painter.Caption(chart.Right + 6, y + 4, 11, Color.Muted, digit[..length]);
        }

        float width = chart.Width / steps;
        for (int step = 0; step < snapshot.Position; step++)
        {
            float nats = Math.Min(snapshot.Nats[step], most);
            float height = Math.Max(chart.Height * nats / most, 0.6f);
            Color color = snapshot.Given[step]
                ? Color.Mint
                : Color.Mix(Color.Sky, Color.Amber, Math.Clamp(nats / 1.8f, 0, 1));
            painter.Fill(
                new Area(chart.X + (step * width), chart.Bottom - height, Math.Max(width * 0.86f, 0.75f), height),
                color.Fade(0.35f + (0.65f * Math.Clamp(nats / 0.7f, 0, 1))));
        }

        if (snapshot.Position < steps)
        {
            painter.Fill(new Area(chart.X + (snapshot.Position * width) - 0.75f, chart.Y, 1.5f, chart.Height), Color.Amber);
        }
    }
}
