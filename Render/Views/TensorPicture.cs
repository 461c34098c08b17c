using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;
using Silk.NET.OpenGL;
using Texture = ReptileGen.Render.Engine.Texture;

namespace ReptileGen.Render.Views;

/// <summary>One tensor as a texture: red is what the mode shows, green a glow that follows every change and fades.</summary>
internal sealed class TensorPicture(GL gl, TensorShape shape) : IDisposable
{
    private readonly float[] _texels = new float[shape.Count * 2];
    private readonly float[] _shown = new float[shape.Count];
    private readonly float[] _moved = new float[shape.Count];
    private readonly RobustRange _range = new();
    private int _episode = -1;
    private ulong _seed;

    /// <summary>Name and size.</summary>
    public TensorShape Shape => shape;

    /// <summary>The texture.</summary>
    public Texture Texture { get; } = Texture.Floats(gl, shape.Columns, shape.Rows, 2);

    /// <summary>The magnitude that is fully bright.</summary>
    public float Range { get; private set; } = 1;

    /// <summary>Whether something still glows.</summary>
    public bool IsGlowing { get; private set; }

    /// <summary>Takes a new publication: what changed since the last begins to glow.</summary>
    public void Take(Snapshot snapshot, WeightMode mode)
    {
        ReadOnlySpan<float> now = snapshot.Parameters.AsSpan(shape.Offset, shape.Count);
        bool isNew = snapshot.Episode != _episode || snapshot.Seed != _seed;
        (_episode, _seed) = (snapshot.Episode, snapshot.Seed);
        for (int i = 0; i < _shown.Length; i++)
        {
            _moved[i] = isNew ? 0 : Math.Abs(now[i] - _shown[i]);
            _shown[i] = now[i];
        }

        float most = _range.Of(_moved, 0.98);
        float scale = most > 1e-30f ? 1 / most : 0;
        for (int i = 0; i < _moved.Length; i++)
        {
            float glow = isNew ? 0 : Math.Max(_texels[(2 * i) + 1], Math.Min(1, _moved[i] * scale));
            _texels[(2 * i) + 1] = glow;
        }

        IsGlowing |= most > 0;
        Select(snapshot, mode);
    }

    /// <summary>Shows another mode of the same publication.</summary>
    public void Select(Snapshot snapshot, WeightMode mode)
    {
        ReadOnlySpan<float> now = snapshot.Parameters.AsSpan(shape.Offset, shape.Count);
        ReadOnlySpan<float> initial = snapshot.Initial.AsSpan(shape.Offset, shape.Count);
        ReadOnlySpan<float> update = snapshot.LastUpdate.AsSpan(shape.Offset, shape.Count);
        for (int i = 0; i < _moved.Length; i++)
        {
            float value = mode switch
            {
                WeightMode.Value => now[i],
                WeightMode.Change => now[i] - initial[i],
                _ => update[i],
            };
            _moved[i] = value;
            _texels[2 * i] = value;
        }

        float range = _range.Of(_moved);
        Range = range > 0 ? range : Range;
    }

    /// <summary>Lets the glow fade and sends the texture.</summary>
    public void Fade(float delta)
    {
        float decay = MathF.Exp(-delta / 0.30f);
        float most = 0;
        for (int i = 1; i < _texels.Length; i += 2)
        {
            _texels[i] *= decay;
            most = Math.Max(most, _texels[i]);
        }

        IsGlowing = most > 0.02f;
    }

    /// <summary>Sends the numbers to the GPU.</summary>
    public void Upload() => Texture.Set(_texels);

    /// <inheritdoc />
    public void Dispose() => Texture.Dispose();
}
