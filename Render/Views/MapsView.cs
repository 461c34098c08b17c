using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Views;

/// <summary>Three maps of the image: what was expected, how unsure the network was, how surprised it was.</summary>
public sealed class MapsView(HeatPainter heat) : Behaviour
{
    /// <summary>What the maps show, from the longest words to those that fit anywhere.</summary>
    private static readonly string[][] Titles =
    [
        ["dream: p(ink) with the weights of now", "doubt: entropy, 0 to 0.69 nats", "surprise: cost of what was drawn, 0 to 3 nats"],
        ["dream: p(ink)", "doubt, 0–0.7 nats", "surprise, 0–3 nats"],
        ["dream", "doubt", "surprise"],
    ];

    private readonly Texture[] _textures = new Texture[3];
    private float[] _texels = [];
    private long _version = -1;

    /// <inheritdoc />
    public override void Start()
    {
        GeneratorInfo info = Scene.Simulation.Info;
        _texels = new float[info.Steps * 2];
        for (int i = 0; i < _textures.Length; i++)
        {
            _textures[i] = Texture.Floats(Scene.Gl, info.Columns, info.Rows, 2);
        }
    }

    /// <inheritdoc />
    public override void Draw(Painter painter)
    {
        Area panel = Scene.Layout.Maps;
        GeneratorInfo info = Scene.Simulation.Info;
        if (panel.IsEmpty || info.IsText)
        {
            return;
        }

        Upload(Scene.Snapshot);
        float aspect = info.Columns / (float)info.Rows;
        bool isRow = panel.Width > panel.Height;
        float gap = Scene.State.View == 7 ? 36 : isRow ? 14 : 34;
        float size = isRow
            ? Math.Min((panel.Width - (2 * gap)) / 3, (panel.Height - 16) * aspect)
            : Math.Min(panel.Width, (panel.Height - (2 * gap) - 16) / 3 * aspect);
        float start = isRow ? panel.X + ((panel.Width - (3 * size) - (2 * gap)) * (Scene.State.View == 1 ? 0 : 0.5f)) : panel.X;
        float top = Scene.State.View == 7 ? panel.Y + ((panel.Height - size) * 0.4f) : panel.Y;
        float font = painter.Readable(Math.Clamp(size * 0.085f, 11.5f, 15));
        string[] titles = Fitting(painter, font, size + gap - 10);
        for (int i = 0; i < 3; i++)
        {
            float step = (isRow ? size : size / aspect) + gap;
            Area area = isRow
                ? new Area(start + (i * step), top, size, size / aspect)
                : new Area(panel.X, panel.Y + (i * step), size, size / aspect);
            painter.Frame(area.Inset(-1.5f), Color.Line, 1.5f, 3);
            heat.Draw(
                painter, _textures[i], new Area(0, 0, info.Columns, info.Rows), area, i switch { 0 => 1f, 1 => 0.6931f, _ => 3f },
                false, Scene.State.ColorMap, false);
            painter.Caption(area.X, area.Bottom + font + 4, font, Color.Muted, titles[i]);
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        foreach (Texture texture in _textures)
        {
            texture?.Dispose();
        }

        base.Dispose();
    }

    private static string[] Fitting(Painter painter, float font, float room)
    {
        int i = 0;
        while (i < Titles.Length - 1 && painter.Measure(Titles[i][^1], font) > room)
        {
            i++;
        }

        return Titles[i];
    }

    private void Upload(Snapshot snapshot)
    {
        if (_version == snapshot.Version)
        {
            return;
        }

        _version = snapshot.Version;
        for (int map = 0; map < 3; map++)
        {
            for (int step = 0; step < snapshot.Info.Steps; step++)
            {
                bool isDone = step < snapshot.Position;
                float p = isDone ? snapshot.Probability[step] : snapshot.Dream[step];
                _texels[snapshot.Info.PlaceOfStep[step] * 2] = map switch
                {
                    0 => p,
                    1 => isDone ? snapshot.Entropy[step] : Entropy(p),
                    _ => isDone ? snapshot.Nats[step] : 0,
                };
            }

            _textures[map].Set(_texels);
        }
    }

    private static float Entropy(float p) =>
        p is > 1e-6f and < 1 - 1e-6f ? (-p * MathF.Log(p)) - ((1 - p) * MathF.Log(1 - p)) : 0;
}
