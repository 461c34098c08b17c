using static TorchSharp.torch;

namespace ReptileGen.Model.Art;

/// <summary>How far a picture is from what is wanted; 0: it is reached.</summary>
/// <param name="Style">Squared distance of the correlations to those of the style picture, as a part of what it was for the content picture.</param>
/// <param name="Content">Squared distance of the maps to those of the content picture, as a part of their variance.</param>
public sealed record StyleLoss(double Style, double Content);

/// <summary>What the maps of a picture should become: the content's maps, and the correlations of the style's.</summary>
internal sealed class StyleAim : IDisposable
{
    private const double Tiny = 1e-6;

    private readonly Tensor[] _contents;
    private readonly Tensor[] _contentScales;
    private readonly Tensor[] _grams;
    private readonly Tensor[] _gramScales;

    /// <summary>Measures both pictures.</summary>
    public StyleAim(StyleFeatures features, Tensor content, Tensor style)
    {
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        var start = features.Of(content);
        _contents = [.. start.Content];
        _contentScales = [.. _contents.Select(maps => (maps - maps.mean([2, 3], true)).square().sum() + Tiny)];
        _grams = [.. features.Of(style).Style.Select(Gram)];
        _gramScales = [.. start.Style.Zip(_grams, (maps, gram) => (Gram(maps) - gram).square().sum() + Tiny)];
        foreach (var tensor in All)
            tensor.DetachFromDisposeScope();
    }

    private IEnumerable<Tensor> All => [.. _contents, .. _contentScales, .. _grams, .. _gramScales];

    /// <summary>The two losses of a picture's maps.</summary>
    public (Tensor Style, Tensor Content) Loss(FeatureMaps maps) =>
        (Distance(maps.Style.Select(Gram), _grams, _gramScales), Distance(maps.Content, _contents, _contentScales));

    /// <summary>Mean products of all pairs of channels over all places, [channels, channels].</summary>
    internal static Tensor Gram(Tensor maps)
    {
        var flat = maps.reshape(maps.shape[1], -1);
        return flat.matmul(flat.t()) / flat.shape[1];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in All)
            tensor.Dispose();
    }

    private static Tensor Distance(IEnumerable<Tensor> found, Tensor[] wanted, Tensor[] scales) =>
        found.Select((f, i) => (f - wanted[i]).square().sum() / scales[i]).Aggregate((sum, next) => sum + next) / wanted.Length;
}
