using ReptileGen.Model.Episodes;
using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Sampling;

/// <summary>Many binary images in one picture, white on black.</summary>
public static class SampleSheet
{
    /// <summary>The sheet for so many images of a layout; parameters as for <see cref="ContactSheet"/>.</summary>
    public static ContactSheet For(EpisodeLayout layout, int count, int zoom, int? across = null) =>
        new(layout.IndexSizes[0], layout.IndexSizes[1], count, zoom, across);

    /// <summary>Draws them.</summary>
    /// <param name="sheet">From <see cref="For"/>.</param>
    /// <param name="layout">Of the images.</param>
    /// <param name="images">Each in step order, <c>[T]</c>, 0 or 1.</param>
    /// <returns>Width and height of the picture, and its gray pixels, row-major.</returns>
    public static (int Width, int Height, byte[] Pixels) Draw(this ContactSheet sheet, EpisodeLayout layout, IReadOnlyList<byte[]> images) =>
        sheet.Draw(i => Array.ConvertAll(ImageEpisodes.RowMajor<byte>(layout, images[i]), bit => bit == 0 ? (byte)0 : (byte)255));
}
