using System.Globalization;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Views;

/// <summary>What this is, which model, seed and speed; and at the foot the keys that matter most. Messages are not part of a film.</summary>
public sealed class HudView(Recorder recorder) : Behaviour
{
    private readonly char[] _line = new char[256];
    private string[] _what = [];

    /// <inheritdoc />
    public override void Start()
    {
        GeneratorInfo info = Scene.Simulation.Info;
        string step = $"every {info.Learned} is one step of SGD", weights = " on the network's weights";
        _what = [$"a network that learns while it {(info.IsText ? "writes" : "draws")}: {step}{weights}", step + weights, step];
    }

    /// <inheritdoc />
    public override bool IsOverlay => true;

    /// <inheritdoc />
    public override void Draw(Painter painter)
    {
        ViewerState state = Scene.State;
        if (Scene.Time.Now < state.MessageUntil && !recorder.IsFilming)
        {
            MessageBox.Draw(painter, state.Message);
            Scene.Touch();
        }

        if (!state.HasHud)
        {
            return;
        }

        if (Scene.Camera.Zoom > 1)
        {
            painter.Fill(new Area(0, 0, Scene.Screen.X, 58), Color.Night.Fade(0.85f));
            painter.Fill(new Area(0, Scene.Screen.Y - 36, Scene.Screen.X, 36), Color.Night.Fade(0.85f));
        }

        Snapshot snapshot = Scene.Snapshot;
        float left = 24 + painter.Text(24, 40, 24, Color.Text, "ReptileGen", weight: 0.03f) + 16;
        float right = Scene.Screen.X - 24 - Status(painter, snapshot) - 20;
        foreach (string what in _what)
        {
            if (painter.Measure(what, 14) <= right - left)
            {
                painter.Text(left, 39, 14, Color.Muted, what);
                break;
            }
        }

        int last = state.IsTraining ? 8 : snapshot.Info.IsText ? 6 : 7;
        string draw = snapshot.Info.IsText ? "" : "D draw   ";
        _line.AsSpan().TryWrite(
            CultureInfo.InvariantCulture,
            $"Space play   ← → step   + − speed   1–{last} views   W weights   C colours   {draw}N new   H all keys   Esc leave",
            out int length);
        painter.Text(24, Scene.Screen.Y - 14, 12.5f, Color.Muted, _line.AsSpan(0, length));
    }

    private float Status(Painter painter, Snapshot snapshot)
    {
        ViewerState state = Scene.State;
        Span<char> speed = stackalloc char[32];
        int used = state.WriteSpeed(speed);
        _line.AsSpan().TryWrite(
            CultureInfo.InvariantCulture,
            $"{snapshot.Info.Name}  ·  {snapshot.Info.WeightCount:N0} weights  ·  seed {snapshot.Seed}  ·  sample {snapshot.Episode + 1}  ·  temperature {snapshot.Temperature:F2}  ·  {speed[..used]}",
            out int length);
        return painter.Text(Scene.Screen.X - 24, 39, 13, state.IsPaused ? Color.Amber : Color.Text, _line.AsSpan(0, length), Align.Right);
    }
}
