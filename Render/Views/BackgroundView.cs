using System.Numerics;
using ReptileGen.Model.Art;
using ReptileGen.Render.Engine;

namespace ReptileGen.Render.Views;

/// <summary>
/// The picture of a random network (<see cref="Cppn"/>) behind everything, so dim that all texts stay easy to read. The
/// network runs as a shader, once per network and size; every frame shows the texture.
/// </summary>
public sealed class BackgroundView : Behaviour
{
    internal const float Opacity = 0.15f;
    private const int Samples = 2;

    private Texture? _picture;
    private ulong _seed;

    /// <summary>The material that shows the picture, to be compiled anew.</summary>
    public Material Material { get; private set; } = null!;

    /// <inheritdoc />
    public override void Start() => Material = new Material(Scene.Gl, Scene.Shaders, "screen", "picture");

    /// <inheritdoc />
    public override void Draw(Painter painter)
    {
        if (!Scene.State.HasBackground)
        {
            return;
        }

        painter.Flush();
        (int width, int height) = Scene.Pixels;
        if (_picture is null || _seed != Scene.State.BackgroundSeed || (_picture.Width, _picture.Height) != (width, height))
        {
            Renew(width, height);
        }

        Material.Use();
        Material.Set("uOpacity", Opacity);
        _picture!.Bind();
        painter.Cover();
    }

    /// <summary>Paints a network over the whole viewport, which has this size.</summary>
    internal static void Paint(Scene scene, Cppn network, int width, int height, int samples)
    {
        using var material = new Material(scene.Gl, scene.Shaders, "screen", "cppn", CppnGlsl.Write(network));
        material.Use();
        material.Set("uSize", new Vector2(width, height));
        material.Set("uSamples", samples);
        scene.Painter.Cover();
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _picture?.Dispose();
        Material?.Dispose();
        base.Dispose();
    }

    private void Renew(int width, int height)
    {
        _picture?.Dispose();
        _picture = Texture.Colours(Scene.Gl, width, height);
        _seed = Scene.State.BackgroundSeed;
        _picture.Paint(() => Paint(Scene, Cppn.Create(_seed), width, height, Samples));
    }
}
