using System.Numerics;
using ReptileGen.Render.Engine;

namespace ReptileGen.Render.Views;

/// <summary>Shows textures of numbers as colours; one material for all views.</summary>
public sealed class HeatPainter : Behaviour
{
    /// <summary>The material.</summary>
    public Material Material { get; private set; } = null!;

    private const int RampTexels = 128;

    private Texture _ramp = null!;

    /// <inheritdoc />
    public override void Start()
    {
        Material = new Material(Scene.Gl, Scene.Shaders, "quad", "heat");
        _ramp = Texture.Floats(Scene.Gl, RampTexels, 1, 2);
        float[] texels = new float[RampTexels * 2];
        for (int i = 0; i < RampTexels; i++)
        {
            texels[2 * i] = (2f * i / (RampTexels - 1)) - 1;
        }

        _ramp.Set(texels);
    }

    /// <summary>All colours of the current map from -1 to 1.</summary>
    public void Ramp(Painter painter, Area area, ViewerState state) =>
        Draw(painter, _ramp, new Area(0, 0, RampTexels, 1), area, 1, true, state.ColorMap, state.IsLog);

    /// <summary>Draws a part (texels) of a texture into an area.</summary>
    /// <param name="painter">Draws.</param>
    /// <param name="texture">Red: values; green: glow.</param>
    /// <param name="source">Which texels.</param>
    /// <param name="area">Where to, in units.</param>
    /// <param name="range">The magnitude that is fully bright.</param>
    /// <param name="isSigned">Diverging around 0, or sequential from 0.</param>
    /// <param name="map">Which colours.</param>
    /// <param name="isLog">Logarithmic magnitude.</param>
    public void Draw(
        Painter painter, Texture texture, Area source, Area area, float range, bool isSigned, int map, bool isLog)
    {
        painter.Flush();
        float texelsPerUnit = Math.Max(source.Width / area.Width, source.Height / area.Height);
        float texelsPerPixel = texelsPerUnit / (painter.PixelsPerUnit * Scene.Camera.Zoom);
        Material.Use();
        Material.Set("uSource", new Vector4(source.X, source.Y, source.Width, source.Height));
        Material.Set("uRange", range);
        Material.Set("uLog", isLog ? 1f : 0f);
        Material.Set("uMap", map);
        Material.Set("uSigned", isSigned ? 1 : 0);
        Material.Set("uTaps", Math.Clamp((int)MathF.Ceiling(texelsPerPixel - 0.01f), 1, 4));
        painter.Quad(Material, texture, area);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _ramp?.Dispose();
        Material?.Dispose();
        base.Dispose();
    }
}
