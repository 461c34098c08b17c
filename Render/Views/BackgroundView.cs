using System.Numerics;
using ReptileGen.Model.Art;
using ReptileGen.Render.Engine;

namespace ReptileGen.Render.Views;

/// <summary>
/// The picture of a random network (<see cref="Cppn"/>) behind everything, so dim that all texts stay easy to read. The
/// network runs as a shader, once per network, size and text of the shader; every frame shows the texture.
/// </summary>
public sealed class BackgroundView : Behaviour
{
    internal const float Opacity = 0.15f;
    private const int Samples = 2;

    private Texture? _picture;
    private (ulong Seed, int Shaders, int Width, int Height) _shown;

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
        var wanted = (Scene.State.BackgroundSeed, Scene.Shaders.Version, width, height);
        if (_shown != wanted)
        {
            _shown = wanted;
            Renew(Cppn.Create(Scene.State.BackgroundSeed), width, height);
        }

        if (_picture is null)
        {
            return;
        }

        Material.Use();
        Material.Set("uOpacity", Opacity);
        _picture.Bind();
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

    /// <summary>Paints the picture anew; if its shader does not compile, says why and keeps the old one.</summary>
    private void Renew(Cppn network, int width, int height)
    {
        Texture picture = Texture.Colours(Scene.Gl, width, height);
        try
        {
            picture.Paint(() => Paint(Scene, network, width, height, Samples));
        }
        catch (ShaderException exception)
        {
            picture.Dispose();
            Scene.State.Say(exception.Message.ReplaceLineEndings(" "), Scene.Time.Now);
            return;
        }

        _picture?.Dispose();
        _picture = picture;
    }
}
