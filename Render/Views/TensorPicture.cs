using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;
using Silk.NET.OpenGL;
using Texture = ReptileGen.Render.Engine.Texture;

namespace ReptileGen.Render.Views;

/// <summary>One tensor as a texture: red is what the mode shows (of a slow tensor always its value), green a glow that follows every change and fades.</summary>
internal sealed class TensorPicture(GL gl, TensorShape shape) : IDisposable
{
    /// <summary>Changes smaller than this share of the weights are not worth a picture: they would flash at the start of every sample.</summary>
    private const float Rounding = 1e-5f;

    private readonly float[] _texels = new float[shape.Count * 2];
    private readonly float[] _shown = new float[shape.Count];
    private readonly float[] _moved = new float[shape.Count];
    private readonly RobustRange _range = new();
    private float _least;
    private bool _isSent = true;
    private int _episode = -1;
    private ulong _seed;

    /// <summary>Name and size.</summary>
    public TensorShape Shape => shape;

    /// <summary>The texture.</summary>
    public Texture Texture { get; } = Texture.Floats(gl, shape.Columns, shape.Rows, 2);

    /// <summary>The magnitude that is fully bright; never 0.</summary>
    public float Range { get; private set; } = 1;

    /// <summary>The range of what is shown; 0 if that is nothing but rounding.</summary>
    public float Most { get; private set; }

    /// <summary>Whether something still glows.</summary>
    public bool IsGlowing { get; private set; }

    /// <summary>Takes a new publication: what changed since the last begins to glow.</summary>
    public void Take(Snapshot snapshot, WeightMode mode)
    {
        ReadOnlySpan<float> now = snapshot.Parameters.AsSpan(shape.Offset, shape.Count);
        bool isNew = snapshot.Episode != _episode || snapshot.Seed != _seed;
        if (!isNew && !shape.Adapts)
        {
            return;
        }

        (_episode, _seed) = (snapshot.Episode, snapshot.Seed);
        _least = isNew ? Rounding * _range.Of(snapshot.Initial.AsSpan(shape.Offset, shape.Count)) : _least;
        for (int i = 0; i < _shown.Length; i++)
        {
            _moved[i] = isNew ? 0 : Math.Abs(now[i] - _shown[i]);
            _shown[i] = now[i];
        }

        float most = _range.Of(_moved, 0.98);
        float scale = most > _least ? 1 / most : 0;
        for (int i = 0; i < _moved.Length; i++)
        {
            float glow = isNew ? 0 : Math.Max(_texels[(2 * i) + 1], Math.Min(1, _moved[i] * scale));
            _texels[(2 * i) + 1] = glow;
        }

        IsGlowing |= scale > 0;
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
                _ when !shape.Adapts => now[i],
                WeightMode.Value => now[i],
                WeightMode.Change => now[i] - initial[i],
                _ => update[i],
            };
            _moved[i] = value;
            _texels[2 * i] = value;
        }

        float range = _range.Of(_moved);
        Most = range > _least ? range : 0;
        Range = Most > 0 ? Most : _least > 0 ? _least : 1;
        _isSent = false;
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
        _isSent = false;
    }

    /// <summary>Sends the numbers to the GPU if they have changed.</summary>
    public void Upload()
    {
        if (!_isSent)
        {
            Texture.Set(_texels);
            _isSent = true;
        }
    }

    /// <inheritdoc />
    public void Dispose() => Texture.Dispose();
}
