using System.Text.Json.Serialization;

namespace ReptileGen.Model.FastWeights;

/// <summary>The order in which the pixels of an image are visited.</summary>
public enum PixelOrder
{
    /// <summary>Row by row, left to right.</summary>
    [JsonStringEnumMemberName("raster")]
    Raster,

    /// <summary>Row by row, every second row from right to left.</summary>
    [JsonStringEnumMemberName("serpentine")]
    Serpentine,

    /// <summary>A fixed permutation that scatters neighbours: step t visits pixel <c>k t mod n</c>, k prime to n.</summary>
    [JsonStringEnumMemberName("scattered")]
    Scattered,

    /// <summary>Column by column, top to bottom: <see cref="Raster"/> of the transposed image.</summary>
    [JsonStringEnumMemberName("columns")]
    Columns,

    /// <summary><see cref="Raster"/> backwards, from the bottom right: that of the image turned by 180 degrees.</summary>
    [JsonStringEnumMemberName("reversed")]
    Reversed,

    /// <summary><see cref="Columns"/> backwards, from the bottom right.</summary>
    [JsonStringEnumMemberName("columns-reversed")]
    ColumnsReversed,
}

/// <summary>What a step of an episode sees. Pure data (JSON); <see cref="EpisodeLayout"/> gives the numbers.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ImageInputSpec), "image")]
[JsonDerivedType(typeof(TextInputSpec), "text")]
public abstract record InputSpec;

/// <summary>One binary pixel a step, at a row and a column.</summary>
/// <param name="Rows">Image height.</param>
/// <param name="Columns">Image width.</param>
/// <param name="ContextRadius">
/// r > 0 gives the layer <see cref="ContextSpec"/> the pixels of the r rows above, from column -r to +r, and the r
/// pixels to the left: <c>r (2 r + 1) + r</c> values, as far as they come earlier in the order. An order by columns or
/// backwards has its window transposed or turned likewise.
/// </param>
/// <param name="Order">The order of the pixels.</param>
/// <param name="ContextReach">Beyond the radius, as far as this many rows and columns away, the context has every <paramref name="ContextStride"/>th row and column.</param>
/// <param name="ContextStride">See <paramref name="ContextReach"/>.</param>
public sealed record ImageInputSpec(
    int Rows = 28, int Columns = 28, int ContextRadius = 0, PixelOrder Order = PixelOrder.Raster, int ContextReach = 0, int ContextStride = 3) : InputSpec;

/// <summary>One byte a step, at a position of the line. An episode ends with the first NUL byte.</summary>
/// <param name="Length">Steps at most.</param>
/// <param name="ContextBytes">How many previous bytes the embedding sees beside the position (0 before the line).</param>
/// <param name="StopAtNul">False: the padding after the end is learned and counted too, as the original does.</param>
public sealed record TextInputSpec(int Length = 128, int ContextBytes = 0, bool StopAtNul = true) : InputSpec;
