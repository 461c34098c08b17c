using System.Globalization;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Views;

/// <summary>The samples that are finished, newest first, with what each cost.</summary>
public sealed class GalleryView(HeatPainter heat) : Behaviour
{
    private Texture? _texture;
    private float[] _texels = [];
    private long _finished = -1;

    /// <inheritdoc />
    public override void Start()
    {
        GeneratorInfo info = Scene.Simulation.Info;
        if (!info.IsText)
        {
            _texture = Texture.Floats(Scene.Gl, info.Columns, info.Rows * Snapshot.GalleryCapacity, 2);
            _texels = new float[info.Steps * Snapshot.GalleryCapacity * 2];
        }
    }

    /// <inheritdoc />
    public override void Draw(Painter painter)
    {
        Area panel = Scene.Layout.Gallery;
        if (panel.IsEmpty)
        {
            return;
        }

        Snapshot snapshot = Scene.Snapshot;
        int count = (int)Math.Min(snapshot.Finished, Snapshot.GalleryCapacity);
        Span<char> line = stackalloc char[64];
        Span<char> brief = stackalloc char[48];
        string below = _texture is null ? "" : "; below: nats";
        line.TryWrite(CultureInfo.InvariantCulture, $"{snapshot.Finished} finished, newest first{below}", out int length);
        brief.TryWrite(CultureInfo.InvariantCulture, $"{snapshot.Finished} finished{below}", out int shorter);
        PanelTitle.Draw(painter, panel, "the gallery", line[..length], brief[..shorter]);
        if (_texture is null)
        {
            DrawLines(painter, panel, snapshot, count);
        }
        else
        {
            Upload(snapshot);
            DrawPictures(painter, panel, snapshot, count);
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _texture?.Dispose();
        base.Dispose();
    }

    private void DrawPictures(Painter painter, Area panel, Snapshot snapshot, int count)
    {
        GeneratorInfo info = snapshot.Info;
        bool isLarge = panel.Width > 700;
        int columns = isLarge ? 12 : 5;
        float gap = 8, letters = painter.Readable(isLarge ? 12 : 10), caption = letters + 2.5f;
        float width = (panel.Width - ((columns - 1) * gap)) / columns, height = width * info.Rows / info.Columns;
        Span<char> number = stackalloc char[12];
        for (int i = 0; i < count; i++)
        {
            int slot = (int)((snapshot.Finished - 1 - i) % Snapshot.GalleryCapacity);
            var area = new Area(
                panel.X + (i % columns * (width + gap)), panel.Y + (i / columns * (height + caption + 4)), width, height);
            if (area.Bottom > panel.Bottom + 1)
            {
                return;
            }

            heat.Draw(painter, _texture!, new Area(0, slot * info.Rows, info.Columns, info.Rows), area, 1.05f, false, 2, false);
            painter.Frame(area.Inset(-1), i == 0 ? Color.Amber.Fade(0.7f) : Color.Line, 1, 2);
            number.TryWrite(CultureInfo.InvariantCulture, $"{snapshot.GalleryNats[slot]:F1}", out int length);
            painter.Caption(area.X + (area.Width / 2), area.Bottom + caption - 1, letters, Color.Muted, number[..length], Align.Center);
        }
    }

    private static void DrawLines(Painter painter, Area panel, Snapshot snapshot, int count)
    {
        float size = painter.Readable(13);
        Span<char> text = stackalloc char[256];
        for (int i = 0; i < count; i++)
        {
            float y = panel.Y + 14 + (i * (size + 6));
            if (y > panel.Bottom)
            {
                return;
            }

            int slot = (int)((snapshot.Finished - 1 - i) % Snapshot.GalleryCapacity);
            int length = TextView.Length(snapshot.Gallery.AsSpan(slot * snapshot.Info.Steps, Math.Min(snapshot.GalleryLength[slot], text.Length)));
            for (int k = 0; k < length; k++)
            {
                text[k] = TextView.Show(snapshot.Gallery[(slot * snapshot.Info.Steps) + k]);
            }

            while (length > 1 && painter.Measure(text[..length], size) > panel.Width)
            {
                text[--length - 1] = '…';
            }

            painter.Text(panel.X, y, size, i == 0 ? Color.Text : Color.Muted, text[..length]);
        }
    }

    private void Upload(Snapshot snapshot)
    {
        if (_finished == snapshot.Finished)
        {
            return;
        }

        _finished = snapshot.Finished;
        GeneratorInfo info = snapshot.Info;
        for (int i = 0; i < snapshot.Gallery.Length; i++)
        {
            int slot = i / info.Steps, step = i % info.Steps;
            _texels[((slot * info.Steps) + info.PlaceOfStep[step]) * 2] = snapshot.Gallery[i];
        }

        _texture!.Set(_texels);
    }
}
