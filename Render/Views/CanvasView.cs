using System.Globalization;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Views;

/// <summary>The image that is being generated, and behind it what the network expects in the rest of it.</summary>
public sealed class CanvasView : Behaviour
{
    private Material _material = null!;
    private Texture _texture = null!;
    private float[] _texels = [];
    private float[] _fresh = [];
    private long _version = -1;
    private float _dream = 1;

    /// <summary>The material, to be compiled anew.</summary>
    public Material Material => _material;

    /// <inheritdoc />
    public override void Start()
    {
        GeneratorInfo info = Scene.Simulation.Info;
        _material = new Material(Scene.Gl, Scene.Shaders, "quad", "canvas");
        _texture = Texture.Floats(Scene.Gl, info.Columns, info.Rows, 4);
        _texels = new float[info.Steps * 4];
        _fresh = new float[info.Steps];
    }

    /// <inheritdoc />
    public override void Update(float delta)
    {
        Snapshot snapshot = Scene.Snapshot;
        float wanted = Scene.State.HasDream ? 1 : 0;
        _dream = Math.Abs(wanted - _dream) < 0.02f ? wanted : _dream + ((wanted - _dream) * Math.Min(1, delta * 10));
        float decay = MathF.Exp(-delta / 0.12f);
        float strongest = 0;
        for (int step = 0; step < _fresh.Length; step++)
        {
            bool isNew = _version != snapshot.Version && step >= snapshot.PreviousPosition && step < snapshot.Position;
            _fresh[step] = isNew ? 1 : step >= snapshot.Position ? 0 : _fresh[step] * decay;
            strongest = Math.Max(strongest, _fresh[step]);
        }

        if (strongest > 0.01f || _dream != wanted)
        {
            Scene.Touch();
        }

        _version = snapshot.Version;
    }

    /// <inheritdoc />
    public override void Draw(Painter painter)
    {
        Snapshot snapshot = Scene.Snapshot;
        GeneratorInfo info = snapshot.Info;
        if (info.IsText || Scene.Layout.Canvas.IsEmpty)
        {
            return;
        }

        Area panel = Scene.Layout.Canvas;
        Area area = Place(Scene);
        Upload(snapshot);
        painter.Fill(area.Inset(-3), Color.Line, 6);
        painter.Flush();
        _material.Use();
        _material.Set("uDream", _dream);
        painter.Quad(_material, _texture, area);
        float cell = area.Width / info.Columns;
        if (!snapshot.Ended && snapshot.Position < info.Steps)
        {
            int place = info.PlaceOfStep[snapshot.Position];
            var here = new Area(area.X + (place % info.Columns * cell), area.Y + (place / info.Columns * cell), cell, cell);
            painter.Glow(here, Color.Amber.Fade(0.55f), cell * 0.45f);
            painter.Frame(here.Inset(-cell * 0.12f), Color.Amber, Math.Max(1.5f, cell * 0.12f), cell * 0.15f);
        }

        if (snapshot.GivenSteps > 0 && snapshot.GivenSteps < info.Steps)
        {
            painter.Fill(Edge(info, snapshot.GivenSteps, area, cell), Color.Mint.Fade(0.8f));
        }

        PanelTitle.Draw(
            painter, new Area(area.X, panel.Y, area.Width, area.Height), "the image", Scene.State.IsDrawing
                ? "paint with the mouse; the network learns it and goes on"
                : "white: drawn and learned; colour: what it expects next",
            Scene.State.IsDrawing ? "paint with the mouse" : "white: drawn; colour: expected");
        Caption(painter, area, snapshot);
    }

    /// <summary>The line between the rows or columns that are given and those to be drawn.</summary>
    private static Area Edge(GeneratorInfo info, int given, Area area, float cell)
    {
        int last = info.PlaceOfStep[given - 1], next = info.PlaceOfStep[given];
        return info.ByColumns
            ? new Area(area.X + (Math.Max(last % info.Columns, next % info.Columns) * cell) - 1, area.Y, 2, area.Height)
            : new Area(area.X, area.Y + (Math.Max(last / info.Columns, next / info.Columns) * cell) - 1, area.Width, 2);
    }

    /// <summary>Where the pixels are.</summary>
    internal static Area Place(Scene scene)
    {
        GeneratorInfo info = scene.Simulation.Info;
        Area fitted = scene.Layout.Canvas.Fit(info.Columns / (float)info.Rows);
        return fitted with { Y = scene.Layout.Canvas.Y };
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _texture?.Dispose();
        _material?.Dispose();
        base.Dispose();
    }

    private void Upload(Snapshot snapshot)
    {
        GeneratorInfo info = snapshot.Info;
        for (int step = 0; step < info.Steps; step++)
        {
            Span<float> texel = _texels.AsSpan(info.PlaceOfStep[step] * 4, 4);
            bool isDone = step < snapshot.Position;
            texel[0] = isDone ? snapshot.Values[step] : -1;
            texel[1] = isDone ? snapshot.Probability[step] : snapshot.Dream[step];
            texel[2] = _fresh[step];
            texel[3] = snapshot.Given[step] ? 1 : 0;
        }

        _texture.Set(_texels);
    }

    private static void Caption(Painter painter, Area area, Snapshot snapshot)
    {
        int step = snapshot.Position - 1;
        Span<char> line = stackalloc char[96];
        if (step < 0)
        {
            return;
        }

        line.TryWrite(
            CultureInfo.InvariantCulture,
            $"pixel {snapshot.Position} of {snapshot.Info.Steps}   p(ink) {snapshot.Probability[step]:F2}   {(snapshot.Given[step] ? "given" : "drew")} {snapshot.Values[step]}   cost {snapshot.Nats[step]:F2} nats",
            out int length);
        painter.Caption(area.X, area.Bottom + 17, 12.5f, Color.Muted, line[..length]);
    }
}
