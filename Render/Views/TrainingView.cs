using System.Globalization;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Views;

/// <summary>The loss curve of the outer loop that runs in the background.</summary>
public sealed class TrainingView(Trainer trainer) : Behaviour
{
    private readonly float[] _nats = new float[2048];

    /// <inheritdoc />
    public override void Update(float delta) => trainer.Check();

    /// <inheritdoc />
    public override void Draw(Painter painter)
    {
        Area panel = Scene.Layout.Training;
        (int length, long steps) = trainer.Curve(_nats);
        if (panel.IsEmpty)
        {
            return;
        }

        PanelTitle.Draw(painter, panel, "the training", Scene.Simulation.Info.IsText
            ? "what a line costs while it is learned; the start of every sample gets better"
            : "what an image costs while it is learned; the start of every sample gets better");
        Span<char> line = stackalloc char[96];
        if (length == 0)
        {
            painter.Caption(panel.X, panel.Y + 24, 14, Color.Muted, "first outer step ...");
            return;
        }

        float big = Math.Clamp(panel.Height * 0.14f, 22, 44);
        line.TryWrite(CultureInfo.InvariantCulture, $"{trainer.Progress().Nats:F1} nats", out int written);
        painter.Caption(panel.X, panel.Y + big, big, Color.Text, line[..written], weight: 0.02f);
        line.TryWrite(CultureInfo.InvariantCulture, $"outer step {steps:N0}", out written);
        painter.Caption(panel.X, panel.Y + big + 18, 12.5f, Color.Muted, line[..written]);
        DrawCurve(painter, new Area(panel.X, panel.Y + big + 28, panel.Width - 40, panel.Height - big - 34), length);
    }

    private void DrawCurve(Painter painter, Area chart, int length)
    {
        float low = float.MaxValue, high = 0;
        for (int i = 0; i < length; i++)
        {
            (low, high) = (Math.Min(low, _nats[i]), Math.Max(high, _nats[i]));
        }

        float room = Math.Max((high - low) * 0.08f, 0.5f);
        (low, high) = (low - room, high + room);
        Span<char> label = stackalloc char[16];
        for (int i = 0; i <= 4; i++)
        {
            float y = chart.Y + (chart.Height * i / 4);
            painter.Fill(new Area(chart.X, y, chart.Width, 1), Color.Line.Fade(0.6f));
            label.TryWrite(CultureInfo.InvariantCulture, $"{high - ((high - low) * i / 4):F0}", out int written);
            painter.Caption(chart.Right + 6, y + 4, 11, Color.Muted, label[..written]);
        }

        int columns = (int)(chart.Width / 1.5f);
        float last = Height(chart, low, high, 0);
        for (int column = 0; column < columns; column++)
        {
            int at = length == 1 ? 0 : (int)((long)column * (length - 1) / Math.Max(1, columns - 1));
            float y = Height(chart, low, high, at);
            float top = Math.Min(y, last), bottom = Math.Max(y, last);
            painter.Fill(new Area(chart.X + (column * 1.5f), top - 1, 2, bottom - top + 2), Color.Amber, 1);
            last = y;
        }
    }

    private float Height(Area chart, float low, float high, int at) =>
        chart.Bottom - (chart.Height * (_nats[at] - low) / (high - low));
}
