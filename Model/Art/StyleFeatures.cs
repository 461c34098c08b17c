using static TorchSharp.torch;

namespace ReptileGen.Model.Art;

/// <summary>What a picture looks like to a network, at several depths or scales.</summary>
/// <param name="Style">Maps [1, channels, height, width] whose correlations between channels are the style.</param>
/// <param name="Content">Maps that themselves, place by place, are the content.</param>
public sealed record FeatureMaps(IReadOnlyList<Tensor> Style, IReadOnlyList<Tensor> Content);

/// <summary>A network that two pictures are compared by.</summary>
public abstract class StyleFeatures : IDisposable
{
    /// <summary>Rows and columns of pictures are multiples of this, so that their size can be halved four times.</summary>
    public const int Multiple = 16;

    /// <summary>Pictures need at least so many rows and columns.</summary>
    public const int LeastSide = 2 * Multiple;

    /// <summary>What this is, in a few words.</summary>
    public abstract string Description { get; }

    /// <summary>The maps of a picture.</summary>
    /// <param name="picture">[1, 3, height, width], red, green, blue in [0, 1], sRGB; sizes as <see cref="Multiple"/> and <see cref="LeastSide"/> say.</param>
    public abstract FeatureMaps Of(Tensor picture);

    /// <summary>Draws other weights, if they are random.</summary>
    /// <returns>Whether the maps of a picture are other ones now.</returns>
    public virtual bool Redraw() => false;

    /// <summary>Releases the weights.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the weights.</summary>
    protected abstract void Dispose(bool disposing);
}
