using ReptileGen.Render.Engine;

namespace ReptileGen.Render.Views;

/// <summary>With <c>--shaders DIR</c>: compiles the materials anew when a file changes, and shows the compiler's answer.</summary>
public sealed class ShaderWatch(Func<IEnumerable<Material>> materials) : Behaviour
{
    private double _nextLook;

    /// <inheritdoc />
    public override void Update(float delta)
    {
        if (!Scene.Shaders.IsWatched)
        {
            return;
        }

        Scene.Touch();
        if (Scene.Time.Now >= _nextLook)
        {
            _nextLook = Scene.Time.Now + 0.5;
            if (Scene.ReloadShaders(materials()) is { } error)
            {
                Scene.State.Say(error.ReplaceLineEndings(" "), Scene.Time.Now);
            }
        }
    }
}
