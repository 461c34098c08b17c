using System.Globalization;
using System.Numerics;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Views;

/// <summary>
/// Every weight of the network, tensor by tensor: its value, what this episode changed, or what the last step changed.
/// A step of SGD on one value is a matrix of rank 1: look for whole rows and columns that light up together.
/// Slow tensors, which SGD leaves alone, show their values, dim beside changes.
/// </summary>
public sealed class WeightsView(HeatPainter heat) : Behaviour
{
    private const float Dim = 0.3f;

    private TensorPicture[] _pictures = [];
    private Area[] _areas = [];
    private Area _panel;
    private long _version = -1;
    private WeightMode _mode;
    private bool _hasSlow;

    /// <inheritdoc />
    public override void Start()
    {
        _pictures = [.. Scene.Simulation.Info.Tensors.Select(shape => new TensorPicture(Scene.Gl, shape))];
        _areas = new Area[_pictures.Length];
        _hasSlow = _pictures.Any(p => !p.Shape.Adapts);
    }

    /// <inheritdoc />
    public override void Update(float delta)
    {
        Scene.State.Tensor = Math.Clamp(Scene.State.Tensor, 0, Math.Max(0, _pictures.Length - 1));
        bool isNew = _version != Scene.Snapshot.Version, isOther = _mode != Scene.State.Weights;
        foreach (TensorPicture picture in _pictures)
        {
            bool wasGlowing = picture.IsGlowing;
            if (wasGlowing)
            {
                picture.Fade(delta);
            }

            if (isNew)
            {
                picture.Take(Scene.Snapshot, Scene.State.Weights);
            }
            else if (isOther)
            {
                picture.Select(Scene.Snapshot, Scene.State.Weights);
            }

            if (isNew || isOther || wasGlowing)
            {
                picture.Upload();
                Scene.Touch();
            }
        }

        (_version, _mode) = (Scene.Snapshot.Version, Scene.State.Weights);
    }

    /// <inheritdoc />
    public override void Draw(Painter painter)
    {
        if (_pictures.Length == 0)
        {
            return;
        }

        if (!Scene.Layout.Tensor.IsEmpty)
        {
            DrawOne(painter, Scene.Layout.Tensor);
        }
        else if (!Scene.Layout.Weights.IsEmpty)
        {
            DrawAll(painter, Scene.Layout.Weights);
        }
    }

    /// <summary>The weight under a point of the scene; false if there is none.</summary>
    internal bool Find(Vector2 point, out TensorShape shape, out int index, out Area area)
    {
        for (int i = 0; i < _pictures.Length; i++)
        {
            bool isShown = Scene.Layout.Tensor.IsEmpty ? !Scene.Layout.Weights.IsEmpty : i == Scene.State.Tensor;
            area = _areas[i];
            shape = _pictures[i].Shape;
            if (isShown && area.Contains(point))
            {
                int column = Math.Min(shape.Columns - 1, (int)((point.X - area.X) / area.Width * shape.Columns));
                int row = Math.Min(shape.Rows - 1, (int)((point.Y - area.Y) / area.Height * shape.Rows));
                index = (row * shape.Columns) + column;
                return true;
            }
        }

        (shape, index, area) = (null!, 0, default);
        return false;
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        foreach (TensorPicture picture in _pictures)
        {
            picture.Dispose();
        }

        base.Dispose();
    }

    private void DrawAll(Painter painter, Area panel)
    {
        if (panel != _panel)
        {
            TensorLayout.Place(Scene.Simulation.Info.Tensors, panel with { Height = panel.Height - 22 }, _areas);
            _panel = panel;
        }

        PanelTitle.Draw(painter, panel, "the weights", Meaning(_hasSlow));
        for (int i = 0; i < _pictures.Length; i++)
        {
            DrawPicture(painter, i, _areas[i]);
        }

        Legend.Draw(painter, heat, new Area(panel.X, panel.Bottom - 13, Math.Min(300, panel.Width * 0.5f), 8), Scene.State, 0);
    }

    private void DrawOne(Painter painter, Area panel)
    {
        _panel = default;
        TensorPicture picture = _pictures[Scene.State.Tensor];
        Area body = panel with { Height = panel.Height - 40, Y = panel.Y + 6 };
        float scale = Math.Min(body.Width / picture.Shape.Columns, body.Height / picture.Shape.Rows);
        float height = Math.Max(picture.Shape.Rows * scale, 40), width = picture.Shape.Columns * scale;
        Area area = new(body.X + ((body.Width - width) / 2), body.Y + ((body.Height - height) / 2), width, height);
        _areas[Scene.State.Tensor] = area;
        Span<char> line = stackalloc char[128];
        line.TryWrite(
            CultureInfo.InvariantCulture,
            $"{picture.Shape.Name}   {picture.Shape.Rows} × {picture.Shape.Columns}   ({Scene.State.Tensor + 1} of {_pictures.Length}; , and . change)",
            out int length);
        PanelTitle.Draw(painter, panel, line[..length], picture.Shape.Adapts ? Meaning(false) : "value: a slow layer, which SGD leaves alone");
        Paint(painter, picture, area, 1);
        Legend.Draw(painter, heat, new Area(panel.X, panel.Bottom - 16, Math.Min(420, panel.Width * 0.5f), 10), Scene.State, picture.Range);
    }

    private void DrawPicture(Painter painter, int index, Area area)
    {
        TensorPicture picture = _pictures[index];
        if (Scene.State.HasHud)
        {
            const float Size = 10.5f;
            Span<char> line = stackalloc char[96];
            float room = Math.Max(area.Width, 74) + 6;
            int length = TensorLabel.Write(line, picture.Shape, picture.Most / Scene.State.Gain, room / painter.Readable(Size));
            painter.Text(area.X, area.Y - 4.5f, Size, Color.Muted, line[..length]);
        }

        Paint(painter, picture, area, picture.Shape.Adapts || Scene.State.Weights == WeightMode.Value ? 1 : Dim);
        if (index == Scene.State.Tensor && Scene.State.View == 3)
        {
            painter.Frame(area.Inset(-3), Color.Mint, 1.5f, 3);
        }
    }

    private void Paint(Painter painter, TensorPicture picture, Area area, float light) =>
        heat.Draw(
            painter, picture.Texture, new Area(0, 0, picture.Shape.Columns, picture.Shape.Rows), area,
            picture.Range / (Scene.State.Gain * light), true, Scene.State.ColorMap, Scene.State.IsLog);

    private ReadOnlySpan<char> Meaning(bool hasSlow) => (Scene.State.Weights, Scene.Simulation.Info.IsText, hasSlow) switch
    {
        (WeightMode.Value, _, _) => "value: what the network knows now (W changes)",
        (WeightMode.Change, true, false) => "change: what it learned from this line so far (W changes)",
        (WeightMode.Change, false, false) => "change: what it learned from this image so far (W changes)",
        (WeightMode.Change, true, true) => "change: what it learned from this line so far; dim: slow layers, which stay (W changes)",
        (WeightMode.Change, false, true) => "change: what it learned from this image so far; dim: slow layers, which stay (W changes)",
        (_, _, false) => "update: what the last step changed, a matrix of rank 1 (W changes)",
        _ => "update: what the last step changed, a matrix of rank 1; dim: slow layers, which stay (W changes)",
    };
}
