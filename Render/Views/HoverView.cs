using System.Globalization;
using System.Numerics;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Views;

/// <summary>Says what is under the pointer; a click keeps it shown, a click elsewhere lets it go.</summary>
public sealed class HoverView(WeightsView weights) : Behaviour
{
    private readonly char[] _first = new char[128];
    private readonly char[] _second = new char[128];
    private Vector2? _pinned;
    private Vector2 _downAt;
    private bool _hasPointer;

    /// <inheritdoc />
    public override bool OnPointer(Pointer pointer)
    {
        _hasPointer = true;
        if (pointer is { Action: PointerAction.Down, Button: 0 })
        {
            _downAt = pointer.Screen;
        }

        if (pointer is { Action: PointerAction.Up, Button: 0 } && Vector2.Distance(_downAt, pointer.Screen) < 3 && !Scene.State.IsDrawing)
        {
            bool hits = Describe(pointer.Position, out _, out _, out _);
            _pinned = hits && _pinned is null ? pointer.Position : null;
        }

        return false;
    }

    /// <inheritdoc />
    public override bool IsOverlay => true;

    /// <inheritdoc />
    public override void Draw(Painter painter)
    {
        if (_pinned is { } pinned)
        {
            Show(painter, pinned, Color.Mint);
        }
        else if (_hasPointer && !Scene.State.HasHelp && !Scene.State.IsDrawing)
        {
            Show(painter, Scene.PointerInScene, Color.Line);
        }
    }

    private void Show(Painter painter, Vector2 point, Color border)
    {
        if (!Describe(point, out int first, out int second, out Area cell))
        {
            return;
        }

        float zoom = Scene.Camera.Zoom;
        var outline = new Area(
            (cell.X * zoom) + Scene.Camera.Offset.X, (cell.Y * zoom) + Scene.Camera.Offset.Y, cell.Width * zoom, cell.Height * zoom);
        painter.Frame(outline.Inset(-1.5f), Color.Mint, 1.5f, 1);
        Vector2 at = (point * zoom) + Scene.Camera.Offset;
        float width = Math.Max(painter.Measure(_first.AsSpan(0, first), 13), painter.Measure(_second.AsSpan(0, second), 13));
        var box = new Area(at.X + 18, at.Y + 18, width + 24, 50);
        box = box with
        {
            X = box.Right > Scene.Screen.X ? at.X - 18 - box.Width : box.X,
            Y = box.Bottom > Scene.Screen.Y ? at.Y - 18 - box.Height : box.Y,
        };
        painter.Fill(box, Color.Panel.Fade(0.96f), 7);
        painter.Frame(box, border, 1.2f, 7);
        painter.Text(box.X + 12, box.Y + 20, 13, Color.Text, _first.AsSpan(0, first));
        painter.Text(box.X + 12, box.Y + 39, 13, Color.Muted, _second.AsSpan(0, second));
    }

    private bool Describe(Vector2 point, out int first, out int second, out Area cell) =>
        DescribePixel(point, out first, out second, out cell) || DescribeWeight(point, out first, out second, out cell);

    private bool DescribePixel(Vector2 point, out int first, out int second, out Area cell)
    {
        (first, second, cell) = (0, 0, default);
        Snapshot snapshot = Scene.Snapshot;
        GeneratorInfo info = snapshot.Info;
        Area area = Scene.Layout.Canvas.IsEmpty || info.IsText ? default : CanvasView.Place(Scene);
        if (!area.Contains(point))
        {
            return false;
        }

        float size = area.Width / info.Columns;
        int column = Math.Min(info.Columns - 1, (int)((point.X - area.X) / size));
        int row = Math.Min(info.Rows - 1, (int)((point.Y - area.Y) / size));
        int step = Array.IndexOf(info.PlaceOfStep, (row * info.Columns) + column);
        cell = new Area(area.X + (column * size), area.Y + (row * size), size, size);
        _first.AsSpan().TryWrite(CultureInfo.InvariantCulture, $"row {row}, column {column}  (step {step + 1})", out first);
        if (step < snapshot.Position)
        {
            _second.AsSpan().TryWrite(
                CultureInfo.InvariantCulture,
                $"p(ink) {snapshot.Probability[step]:F3}, {(snapshot.Given[step] ? "given" : "drew")} {snapshot.Values[step]}, {snapshot.Nats[step]:F3} nats",
                out second);
        }
        else
        {
            _second.AsSpan().TryWrite(CultureInfo.InvariantCulture, $"not drawn yet, p(ink) now {snapshot.Dream[step]:F3}", out second);
        }

        return true;
    }

    private bool DescribeWeight(Vector2 point, out int first, out int second, out Area cell)
    {
        (first, second) = (0, 0);
        if (!weights.Find(point, out TensorShape shape, out int index, out Area area))
        {
            cell = default;
            return false;
        }

        int row = index / shape.Columns, column = index % shape.Columns;
        float width = area.Width / shape.Columns, height = area.Height / shape.Rows;
        cell = new Area(area.X + (column * width), area.Y + (row * height), width, height);
        Snapshot snapshot = Scene.Snapshot;
        int at = shape.Offset + index;
        _first.AsSpan().TryWrite(CultureInfo.InvariantCulture, $"{shape.Name} [{row}, {column}]", out first);
        _second.AsSpan().TryWrite(
            CultureInfo.InvariantCulture,
            $"value {snapshot.Parameters[at]:G4}, change {snapshot.Parameters[at] - snapshot.Initial[at]:G3}, last step {snapshot.LastUpdate[at]:G3}",
            out second);
        return true;
    }
}
