using ReptileGen.Model.Episodes;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Sampling;

namespace ReptileGen.Render.Simulation;

/// <summary>Watches the <see cref="Sampler"/> of a model.</summary>
public sealed class SamplerGenerator : IGenerator
{
    private readonly NetworkPlan _plan;
    private readonly double[] _dream;
    private readonly byte[] _modes;
    private readonly float[] _meta;
    private readonly Trainer? _trainer;
    private Sampler _sampler;

    /// <summary>A generator for a network and its meta vector; with a trainer every episode starts from the newest one.</summary>
    public SamplerGenerator(string name, NetworkPlan plan, ReadOnlySpan<float> meta, Trainer? trainer = null)
    {
        (_plan, _trainer, _meta) = (plan, trainer, meta.ToArray());
        _sampler = new Sampler(plan, meta, Threads());
        EpisodeLayout layout = plan.Layout;
        bool isImage = plan.Spec.Input is ImageInputSpec;
        _dream = new double[layout.Steps];
        _modes = new byte[layout.Steps];
        Info = new GeneratorInfo(
            name, isImage ? layout.IndexSizes[0] : 1, isImage ? layout.IndexSizes[1] : layout.Steps, isImage ? 2 : 256,
            isImage ? ImageEpisodes.PixelOfStep(layout) : [.. Enumerable.Range(0, layout.Steps)],
            [.. plan.Table.Tensors.Select(tensor => new TensorShape(tensor.Name, tensor.Rows, tensor.Columns, tensor.Offset, tensor.Adapts))],
            plan.Spec.Step.LossThreshold is not null, layout.ByColumns);
    }

    /// <summary>Threads for a network whose matrices are worth sharing: one core stays free for the picture, and training has its own.</summary>
    private int Threads() => _trainer is not null || Environment.ProcessorCount < 3 ? 1 : Environment.ProcessorCount > 4 ? 4 : 2;

    /// <inheritdoc />
    public GeneratorInfo Info { get; }

    /// <inheritdoc />
    public int Position => _sampler.Position;

    /// <inheritdoc />
    public bool Ended => _sampler.Ended;

    /// <inheritdoc />
    public ReadOnlySpan<double> Distribution => _sampler.Probabilities;

    /// <inheritdoc />
    public void Renew()
    {
        if (_trainer?.TryTake(_meta) == true)
        {
            _sampler = new Sampler(_plan, _meta, Threads());
        }
    }

    /// <inheritdoc />
    public void Start(ulong seed, int number, double temperature, ReadOnlySpan<short> condition) =>
        _sampler.Start(seed, number, temperature, condition);

    /// <inheritdoc />
    public bool Next(out Observation observation)
    {
        if (!_sampler.Next())
        {
            observation = default;
            return false;
        }

        ReadOnlySpan<double> probabilities = _sampler.Probabilities;
        double entropy = 0;
        foreach (double p in probabilities)
        {
            entropy -= p > 0 ? p * Math.Log(p) : 0;
        }

        observation = new Observation(
            _sampler.Position - 1, (byte)_sampler.Value, (float)probabilities[Info.IsText ? _sampler.Value : 1],
            (float)_sampler.Loss, (float)entropy, _sampler.Given);
        return true;
    }

    /// <inheritdoc />
    public void Rewind(int position) => _sampler.Rewind(position);

    /// <inheritdoc />
    public void Dream(Span<float> probability)
    {
        _sampler.Dream(_modes, _dream);
        for (int step = Position; step < _dream.Length; step++)
        {
            probability[step] = (float)_dream[step];
        }
    }

    /// <inheritdoc />
    public void CopyParameters(Span<float> parameters)
    {
        for (int i = 0; i < Info.Tensors.Count; i++)
        {
            TensorShape tensor = Info.Tensors[i];
            _sampler.Network.CopyTensor(i, parameters.Slice(tensor.Offset, tensor.Count));
        }
    }
}
