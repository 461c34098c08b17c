using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Randomness;

namespace ReptileGen.Model.Episodes;

/// <summary>One gray image by number, row-major.</summary>
public delegate ReadOnlySpan<byte> GrayImage(int index);

/// <summary>Images as episodes of binary pixels in the order of a layout.</summary>
public sealed class ImageEpisodes : IEpisodeSource
{
    private readonly GrayImage images;
    private readonly int first;
    private readonly Protocol protocol;
    private readonly ulong key;
    private readonly int[] pixels;

    /// <summary>The images <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1 of a file.</summary>
    /// <param name="images">The file's images, of rows * columns pixels.</param>
    /// <param name="first">First image of the split.</param>
    /// <param name="count">Images of the split.</param>
    /// <param name="layout">Of an <see cref="ImageInputSpec"/> with the images' size.</param>
    /// <param name="protocol">How gray becomes bits.</param>
    /// <param name="seed">Of the random bits.</param>
    public ImageEpisodes(GrayImage images, int first, int count, EpisodeLayout layout, Protocol protocol, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        this.images = images;
        this.first = first;
        this.protocol = protocol;
        Count = count;
        Layout = layout;
        key = Philox.Key(seed, "bits");
        pixels = PixelOfStep(layout);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public EpisodeLayout Layout { get; }

    /// <inheritdoc/>
    public int Read(int index, int pass, Span<byte> targets, Span<byte> chances = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        Span<byte> bits = pixels.Length <= 4096 ? stackalloc byte[pixels.Length] : new byte[pixels.Length];
        ReadOnlySpan<byte> gray = images(first + index);
        Binarization.Apply(protocol, gray, key, first + index, pass, bits);
        for (int t = 0; t < pixels.Length; t++)
        {
            targets[t] = bits[pixels[t]];
        }

        for (int t = 0; t < chances.Length; t++)
        {
            chances[t] = protocol == Protocol.Dynamic ? gray[pixels[t]] : (byte)(255 * targets[t]);
        }

        return pixels.Length;
    }

    /// <summary>The pixel (row-major) that each step of an image's layout visits, <c>[T]</c>.</summary>
    public static int[] PixelOfStep(EpisodeLayout layout)
    {
        int[] pixels = new int[layout.Steps];
        for (int t = 0; t < pixels.Length; t++)
        {
            pixels[t] = layout.Indices[2 * t] * layout.IndexSizes[1] + layout.Indices[2 * t + 1];
        }

        return pixels;
    }

    /// <summary>Row-major pixels in step order, <c>[T]</c>.</summary>
    public static T[] InStepOrder<T>(EpisodeLayout layout, ReadOnlySpan<T> pixels)
    {
        T[] steps = new T[pixels.Length];
        int[] places = PixelOfStep(layout);
        for (int t = 0; t < places.Length; t++)
        {
            steps[t] = pixels[places[t]];
        }

        return steps;
    }

    /// <summary>The values of the steps, <c>[T]</c>, as row-major pixels.</summary>
    public static T[] RowMajor<T>(EpisodeLayout layout, ReadOnlySpan<T> steps)
    {
        T[] pixels = new T[steps.Length];
        int[] places = PixelOfStep(layout);
        for (int t = 0; t < places.Length; t++)
        {
            pixels[places[t]] = steps[t];
        }

        return pixels;
    }
}
