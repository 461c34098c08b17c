using ReptileGen.Model.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ReptileGen.Model.Baselines;

/// <summary>
/// A recurrent baseline: LSTM layers (Hochreiter and Schmidhuber 1997) over the pixels in row-major order. A step sees learned
/// vectors of its row, its column and the previous pixel.
/// </summary>
public sealed class LstmBaseline : Baseline
{
    private const int Width = 32;
    private readonly Parameter row;
    private readonly Parameter column;
    private readonly Parameter previous;
    private readonly LSTM lstm;
    private readonly Linear logit;

    /// <summary>A model of images of the spec's size, with <c>Layers</c> layers of <c>Hidden</c> units.</summary>
    public LstmBaseline(BaselineSpec spec) : base(spec)
    {
        var random = new RandomStream(spec.Seed, "baseline/lstm");
        row = Uniform(random, 1, spec.Rows, Width);
        column = Uniform(random, 1, spec.Columns, Width);
        previous = Uniform(random, 1, 3, Width);
        lstm = nn.LSTM(3 * Width, spec.Hidden, spec.Layers, batchFirst: true);
        logit = nn.Linear(spec.Hidden, 1);
        using (no_grad())
        {
            foreach (var parameter in lstm.parameters().Concat(logit.parameters()))
                parameter.copy_(Uniform(random, 1 / Math.Sqrt(spec.Hidden), parameter.shape));
        }

        RegisterComponents();
    }

    /// <summary>The setting of the original experiment.</summary>
    public static (BaselineSpec Spec, BaselineTraining Training) Reproduce { get; } =
        (new BaselineSpec("lstm", Hidden: 256, Layers: 3), new BaselineTraining(50, 16, 1e-3));

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var before = cat([previous[0].expand(input.shape[0], 1, Width), Seen(input.slice(1, 0, Spec.Pixels - 1, 1).unsqueeze(2))], 1);
        var (hidden, _, _) = lstm.call(cat([Places(0, Spec.Pixels, input.shape[0]), before], 2));
        return logit.call(hidden).squeeze(2);
    }

    /// <inheritdoc/>
    public override float[,] Sample(int count, RandomStream random, double temperature, CancellationToken token = default)
    {
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        var images = new float[count, Spec.Pixels];
        (Tensor, Tensor)? state = null;
        for (var t = 0; t < Spec.Pixels; t++)
        {
            token.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            Tensor before = previous[0].expand(count, 1, Width);
            if (t > 0)
            {
                var bits = new float[count, 1, 1];
                for (var i = 0; i < count; i++)
                    bits[i, 0, 0] = images[i, t - 1];
                before = Seen(tensor(bits).to(row.device));
            }

            var (hidden, h, c) = lstm.call(cat([Places(t, 1, count), before], 2), state);
            state?.Item1.Dispose();
            state?.Item2.Dispose();
            state = (h.MoveToOuterDisposeScope(), c.MoveToOuterDisposeScope());
            Toss(images, t, logit.call(hidden).reshape(-1).cpu().data<float>().ToArray(), random, temperature);
        }

        return images;
    }

    /// <summary>The vector of a pixel: that of 0, that of 1, or (for a derivative) between.</summary>
    private Tensor Seen(Tensor pixels) => previous[1] + pixels * (previous[2] - previous[1]);

    /// <summary>Row and column vectors of a run of pixels, [images, pixels, 2 Width].</summary>
    private Tensor Places(int first, int count, long images)
    {
        var rows = Enumerable.Range(first, count).Select(t => (long)(t / Spec.Columns)).ToArray();
        var columns = Enumerable.Range(first, count).Select(t => (long)(t % Spec.Columns)).ToArray();
        var both = cat([row.index_select(0, tensor(rows).to(row.device)), column.index_select(0, tensor(columns).to(row.device))], 1);
        return both.unsqueeze(0).expand(images, count, 2 * Width);
    }
}
