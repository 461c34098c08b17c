using ReptileGen.Model.Episodes;
using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Sampling;

/// <summary>Many binary images in one picture.</summary>
public static class SampleSheet
{
    private const int Gap = 2;
    private const byte GapGray = 64;

    /// <summary>A grid, row by row, white on black, with gray lines between the images.</summary>
    /// <param name="layout">Of the images.</param>
    /// <param name="images">Each in step order, <c>[T]</c>.</param>
    /// <param name="zoom">Side of a pixel in the picture, 1 or more.</param>
    /// <param name="imagesAcross">Images in a row of the grid, 1 or more, or null for as square as possible.</param>
    /// <returns>Width and height of the picture, and its gray pixels, row-major.</returns>
    public static (int Width, int Height, byte[] Pixels) Draw(EpisodeLayout layout, IReadOnlyList<byte[]> images, int zoom, int? imagesAcross = null)
    {
        int rows = layout.IndexSizes[0], columns = layout.IndexSizes[1];
        int across = imagesAcross ?? (int)Math.Ceiling(Math.Sqrt(images.Count)), down = (images.Count + across - 1) / across;
        int width = across * (columns * zoom + Gap) - Gap, height = down * (rows * zoom + Gap) - Gap;
        byte[] picture = new byte[checked(width * height)];
        picture.AsSpan().Fill(GapGray);
        int[] pixels = ImageEpisodes.PixelOfStep(layout);
        for (int i = 0; i < images.Count; i++)
        {
            int left = i % across * (columns * zoom + Gap), top = i / across * (rows * zoom + Gap);
            for (int t = 0; t < pixels.Length; t++)
            {
                int x = left + pixels[t] % columns * zoom, y = top + pixels[t] / columns * zoom;
                for (int line = y; line < y + zoom; line++)
                {
                    picture.AsSpan(line * width + x, zoom).Fill(images[i][t] == 0 ? (byte)0 : (byte)255);
                }
            }
        }

        return (width, height, picture);
    }
}
