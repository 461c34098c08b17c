using System.Numerics;
using ReptileGen.Formats;
using Silk.NET.OpenGL;

namespace ReptileGen.Render.Engine;

/// <summary>Where a line of text stands relative to its point.</summary>
public enum Align
{
    /// <summary>The point is at the left.</summary>
    Left,

    /// <summary>The point is in the middle.</summary>
    Center,

    /// <summary>The point is at the right.</summary>
    Right,
}

/// <summary>
/// Draws rectangles, frames and text in one batch, and numbers through materials. Coordinates are units; nothing is
/// allocated per frame.
/// </summary>
public sealed class Painter : GlObject
{
    private const int Floats = 16;
    private const int Capacity = 8192;

    /// <summary>Letters have at least so many pixels, but no more units than the panels have room for.</summary>
    private const float LeastPixels = 9.5f, MostUnits = 15.2f;

    private readonly GL _gl;
    private readonly Material _ui;
    private readonly Texture _letters;
    private readonly float[] _batch = new float[Capacity * Floats];
    private readonly uint _array;
    private readonly uint _buffer;
    private readonly uint _empty;
    private int _count;
    private Vector3 _camera = new(0, 0, 1);

    /// <summary>Makes buffers and the material of the batch.</summary>
    public Painter(GL gl, ShaderLibrary shaders)
    {
        _gl = gl;
        _ui = new Material(gl, shaders, "ui", "ui");
        _letters = Texture.Bytes(gl, Font.Width, Font.Height, Font.Distances.Span);
        _array = gl.GenVertexArray();
        _empty = gl.GenVertexArray();
        _buffer = gl.GenBuffer();
        gl.BindVertexArray(_array);
        gl.BindBuffer(BufferTargetARB.ArrayBuffer, _buffer);
        for (uint i = 0; i < 4; i++)
        {
            gl.EnableVertexAttribArray(i);
            gl.VertexAttribPointer(i, 4, VertexAttribPointerType.Float, false, Floats * sizeof(float), (nint)(i * 16));
            gl.VertexAttribDivisor(i, 1);
        }
    }

    /// <summary>The font.</summary>
    public FontAtlas Font => FontAtlas.DejaVuSans;

    /// <summary>The size of the screen in units.</summary>
    public Vector2 Screen { get; private set; }

    /// <summary>Pixels a unit.</summary>
    public float PixelsPerUnit { get; private set; }

    /// <summary>The batch's material, to be compiled anew.</summary>
    public Material Material => _ui;

    /// <summary>Whether captions are drawn.</summary>
    public bool HasCaptions { get; set; } = true;

    /// <summary>Clears the picture and starts a frame of so many pixels.</summary>
    public void Begin(int width, int height)
    {
        PixelsPerUnit = Math.Min(width / 1280f, height / 720f);
        Screen = new Vector2(width / PixelsPerUnit, height / PixelsPerUnit);
        _camera = new Vector3(0, 0, 1);
        _gl.Viewport(0, 0, (uint)width, (uint)height);
        _gl.ClearColor(Color.Night.R, Color.Night.G, Color.Night.B, 1);
        _gl.Clear(ClearBufferMask.ColorBufferBit);
        _gl.Enable(EnableCap.Blend);
        _gl.BlendFunc(BlendingFactor.SrcAlpha, BlendingFactor.OneMinusSrcAlpha);
    }

    /// <summary>Looks through a camera from here on; null: through none.</summary>
    public void Look(Camera2D? camera)
    {
        Flush();
        _camera = camera?.Transform ?? new Vector3(0, 0, 1);
    }

    /// <summary>A filled rectangle.</summary>
    public void Fill(Area area, Color color, float radius = 0) => Push(area, default, color, new Vector4(0, radius, 0, 0));

    /// <summary>A soft glow around a rectangle.</summary>
    public void Glow(Area area, Color color, float softness) =>
        Push(area.Inset(-softness), default, color, new Vector4(0, softness, 0, softness));

    /// <summary>The border of a rectangle, drawn inside it.</summary>
    public void Frame(Area area, Color color, float thickness, float radius = 0) =>
        Push(area, default, color, new Vector4(1, radius, thickness, 0));

    /// <summary>The size in which letters of this size are drawn: larger where the screen is small.</summary>
    public float Readable(float size) => Math.Max(size, Math.Min(LeastPixels / PixelsPerUnit, MostUnits));

    /// <summary>The width of a line of text.</summary>
    public float Measure(ReadOnlySpan<char> text, float size) => Font.Measure(text) * Readable(size);

    /// <summary>A line of text with its baseline at <paramref name="y"/>; returns its width.</summary>
    public float Text(float x, float y, float size, Color color, ReadOnlySpan<char> text, Align align = Align.Left, float weight = 0)
    {
        size = Readable(size);
        float width = Font.Measure(text) * size;
        float pen = x - (align == Align.Center ? width / 2 : align == Align.Right ? width : 0);
        foreach (char character in text)
        {
            Glyph glyph = Font[character];
            if (character != ' ')
            {
                float scale = size / Font.Em;
                Push(
                    new Area(pen + (glyph.Left * size), y + (glyph.Top * size), glyph.Width * scale, glyph.Height * scale),
                    new Vector4(glyph.X, glyph.Y, glyph.X + glyph.Width, glyph.Y + glyph.Height), color,
                    new Vector4(2, 0, weight + 0.025f, 0));
            }

            pen += glyph.Advance * size;
        }

        return width;
    }

    /// <summary>A line of text that explains the picture and is no part of it: drawn, and as wide as it is, only where captions are.</summary>
    public float Caption(float x, float y, float size, Color color, ReadOnlySpan<char> text, Align align = Align.Left, float weight = 0) =>
        HasCaptions ? Text(x, y, size, color, text, align, weight) : 0;

    /// <summary>A quad with a texture, drawn by a material (other uniforms are set by the caller before).</summary>
    public void Quad(Material material, Texture texture, Area area)
    {
        material.Set("uRect", new Vector4(area.X, area.Y, area.Width, area.Height));
        material.Set("uScreen", Screen);
        material.Set("uCamera", _camera);
        texture.Bind();
        Cover();
    }

    /// <summary>One quad over the whole viewport, drawn by the current material.</summary>
    public void Cover()
    {
        _gl.BindVertexArray(_empty);
        _gl.DrawArrays(PrimitiveType.TriangleStrip, 0, 4);
    }

    /// <summary>Draws what waits in the batch.</summary>
    public void Flush()
    {
        if (_count == 0)
        {
            return;
        }

        _ui.Use();
        _ui.Set("uScreen", Screen);
        _ui.Set("uCamera", _camera);
        _letters.Bind();
        _gl.BindVertexArray(_array);
        _gl.BindBuffer(BufferTargetARB.ArrayBuffer, _buffer);
        _gl.BufferData<float>(BufferTargetARB.ArrayBuffer, _batch.AsSpan(0, _count * Floats), BufferUsageARB.StreamDraw);
        _gl.DrawArraysInstanced(PrimitiveType.TriangleStrip, 0, 4, (uint)_count);
        _count = 0;
    }

    /// <inheritdoc />
    protected override void Release()
    {
        _gl.DeleteBuffer(_buffer);
        _gl.DeleteVertexArray(_array);
        _gl.DeleteVertexArray(_empty);
        _letters.Dispose();
        _ui.Dispose();
    }

    private void Push(Area area, Vector4 uv, Color color, Vector4 style)
    {
        if (_count == Capacity)
        {
            Flush();
        }

        Span<float> target = _batch.AsSpan(_count * Floats, Floats);
        target[0] = area.X;
        target[1] = area.Y;
        target[2] = area.Width;
        target[3] = area.Height;
        uv.CopyTo(target[4..]);
        target[8] = color.R;
        target[9] = color.G;
        target[10] = color.B;
        target[11] = color.A;
        style.CopyTo(target[12..]);
        _count++;
    }
}
