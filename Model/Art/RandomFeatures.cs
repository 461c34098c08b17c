using ReptileGen.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Art;

/// <summary>
/// Rectified random filters on a pyramid of the picture: one layer of random filters of several scales is enough for textures
/// (Ustyuzhaninov, Brendel, Gatys and Bethge 2016). Nothing is learned. The filters are drawn in a space in which patches of
/// the style picture vary alike in all directions, so that what it lacks (noise) is as visible as what it has; every step
/// sees other filters, so that nothing can hide from them.
/// </summary>
public sealed class RandomFeatures : StyleFeatures
{
    private const int Filters = 64;
    private const int Side = 7;
    private const int Patch = 3 * Side * Side;
    private const int Levels = 4;

    /// <summary>Added to the variance in each direction, as a part of the mean variance: half of the filters see fine detail, half see mostly colours and coarse shapes.</summary>
    private static readonly double[] Floors = [0.01, 1];

    /// <summary>Of a filter's variance on the style's patches, as a part of what noise would give: a picture of one colour gives none.</summary>
    private const double LeastAnswer = 1e-6;

    private readonly ulong _seed;
    private readonly RandomStream _random;
    private readonly Tensor _blur;
    private readonly List<PatchStatistics> _statistics = [];
    private readonly List<(Tensor Weight, Tensor Bias)> _levels = [];

    /// <summary>Draws the first filters.</summary>
    /// <param name="seed">The same seed gives the same filters.</param>
    /// <param name="style">The picture whose patches decide what the filters look for, as for <see cref="Of"/>.</param>
    public RandomFeatures(ulong seed, Tensor style)
    {
        _seed = seed;
        _random = new RandomStream(seed, "art/style");
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        _blur = Blur().to(style.device).DetachFromDisposeScope();
        var picture = style - 0.5;
        for (var level = 0; level < Levels; level++)
        {
            _statistics.Add(Measure(picture));
            picture = Smaller(picture);
        }

        Redraw();
    }

    /// <summary>Of the patches of the style picture at one scale.</summary>
    /// <param name="Mean">[patch, 1].</param>
    /// <param name="Covariance">[patch, patch].</param>
    /// <param name="Variance">Mean over the directions, and a little, so that one colour has some too.</param>
    /// <param name="Roots">The Cholesky factor of the covariance, for each of the floors.</param>
    private sealed record PatchStatistics(Tensor Mean, Tensor Covariance, double Variance, double[][] Roots);

    /// <inheritdoc/>
    public override string Description => $"random filters {Side} x {Side} at {Levels} scales, new ones for every step, seed {_seed}";

    /// <inheritdoc/>
    public override FeatureMaps Of(Tensor picture)
    {
        var maps = new List<Tensor>();
        var x = picture - 0.5;
        foreach (var (weight, bias) in _levels)
        {
            maps.Add(nn.functional.conv2d(Padded(x, Side / 2), weight, bias).relu());
            x = Smaller(x);
        }

        return new FeatureMaps(maps, maps[1..3]);
    }

    /// <inheritdoc/>
    public override bool Redraw()
    {
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        Forget();
        foreach (var patches in _statistics)
        {
            var filters = cat([.. patches.Roots.Select(root => Draw(root, Filters / Floors.Length))], 0).to(_blur.device);
            var least = filters.square().sum(1, true) * (LeastAnswer * patches.Variance);
            var answers = (filters.matmul(patches.Covariance) * filters).sum(1, true).maximum(least);
            filters = filters * answers.rsqrt();
            var threshold = tensor(Normal(Filters), ScalarType.Float32).to(_blur.device);
            var bias = threshold - filters.matmul(patches.Mean).squeeze(1);
            _levels.Add((filters.reshape(Filters, 3, Side, Side).DetachFromDisposeScope(), bias.DetachFromDisposeScope()));
        }

        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Forget();
        _blur.Dispose();
        foreach (var (mean, covariance, _, _) in _statistics)
        {
            mean.Dispose();
            covariance.Dispose();
        }
    }

    private void Forget()
    {
        foreach (var (weight, bias) in _levels)
        {
            weight.Dispose();
            bias.Dispose();
        }

        _levels.Clear();
    }

    private static PatchStatistics Measure(Tensor picture)
    {
        var unit = eye(Patch, device: picture.device).reshape(Patch, 3, Side, Side);
        var patches = nn.functional.conv2d(Padded(picture, Side / 2), unit).reshape(Patch, -1);
        var mean = patches.mean([1], true);
        var centred = patches - mean;
        var covariance = centred.matmul(centred.t()) / centred.shape[1];
        var values = covariance.to(ScalarType.Float64).cpu().data<double>().ToArray();
        var variance = Enumerable.Range(0, Patch).Average(i => values[i * Patch + i]) + 1e-6;
        return new PatchStatistics(mean.DetachFromDisposeScope(), covariance.DetachFromDisposeScope(), variance, [.. Floors.Select(Root)]);

        double[] Root(double floor)
        {
            var raised = (double[])values.Clone();
            for (var i = 0; i < Patch; i++)
                raised[i * Patch + i] += floor * variance;
            return Whitening.Cholesky(raised, Patch);
        }
    }

    private Tensor Draw(double[] root, int count)
    {
        var rows = Normal(count * Patch);
        Whitening.Solve(root, rows, Patch);
        return tensor(rows, (long[])[count, Patch], ScalarType.Float32);
    }

    private double[] Normal(int count) => [.. Enumerable.Range(0, count).Select(_ => _random.NextNormal())];

    /// <summary>Half the size, after a blur that keeps what the smaller picture cannot show from showing as something else.</summary>
    private Tensor Smaller(Tensor picture) => nn.functional.conv2d(Padded(picture, 1), _blur, strides: [2, 2]);

    /// <summary>The border repeated outwards, so that the pixels there are seen as often as the others.</summary>
    private static Tensor Padded(Tensor x, int by)
    {
        foreach (var dim in (int[])[2, 3])
        {
            long[] shape = [.. x.shape];
            shape[dim] = by;
            x = cat([x.narrow(dim, 0, 1).expand(shape), x, x.narrow(dim, x.shape[dim] - 1, 1).expand(shape)], dim);
        }

        return x;
    }

    /// <summary>Binomial weights of 4 x 4 places, each channel on its own.</summary>
    private static Tensor Blur()
    {
        float[] binomial = [1, 3, 3, 1];
        var weight = new float[3, 3, 16];
        for (var i = 0; i < 3 * 16; i++)
            weight[i / 16, i / 16, i % 16] = binomial[i % 4] * binomial[i / 4 % 4] / 64;
        return tensor(weight).reshape(3, 3, 4, 4);
    }
}
