namespace ReptileGen.Pipeline.Images;

/// <summary>Counts and ink for each class of images, for the metadata of a packed file.</summary>
public sealed class ImageStatistics
{
    private readonly SortedDictionary<byte, (long Images, long Ink)> _classes = [];

    /// <summary>Takes one image into account.</summary>
    /// <param name="label">Its class.</param>
    /// <param name="ink">How many of its pixels are ink.</param>
    public void Add(byte label, int ink)
    {
        var (images, sum) = _classes.GetValueOrDefault(label);
        _classes[label] = (images + 1, sum + ink);
    }

    /// <summary>The classes that occur, in order: <c>0,1,2</c>.</summary>
    public string Classes => string.Join(',', _classes.Keys.Select(label => PackedFile.Invariant(label)));

    /// <summary>Images of each class: <c>5923,6742,5958</c>.</summary>
    public string Counts => string.Join(',', _classes.Values.Select(value => PackedFile.Invariant(value.Images)));

    /// <summary>The mean share of ink pixels in each class: <c>0.1731,0.0760,0.1490</c>.</summary>
    /// <param name="pixels">Pixels of one image.</param>
    public string MeanInk(int pixels) => string.Join(
        ',', _classes.Values.Select(value => PackedFile.Invariant((double)value.Ink / value.Images / pixels, "0.0000")));
}
