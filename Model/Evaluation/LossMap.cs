using ReptileGen.Formats;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Evaluation;

/// <summary>A picture of where an image's nats are spent.</summary>
public static class LossMap
{
    private const int Zoom = 8;

    /// <summary>Writes the mean loss of each pixel as a gray PNG, black 0 and white ln 2 (a fair coin) or more.</summary>
    /// <param name="path">The target.</param>
    /// <param name="layout">Of an image.</param>
    /// <param name="positionNats">Mean nats of each step, <c>[T]</c>.</param>
    public static void Write(string path, EpisodeLayout layout, ReadOnlySpan<double> positionNats)
    {
        int rows = layout.IndexSizes[0], columns = layout.IndexSizes[1], width = columns * Zoom;
        int[] pixels = ImageEpisodes.PixelOfStep(layout);
        byte[] picture = new byte[rows * Zoom * width];
        for (int t = 0; t < pixels.Length; t++)
        {
            byte level = (byte)Math.Round(255 * Math.Clamp(positionNats[t] / Math.Log(2), 0, 1));
            int y = pixels[t] / columns * Zoom, x = pixels[t] % columns * Zoom;
            for (int line = y; line < y + Zoom; line++)
            {
                picture.AsSpan(line * width + x, Zoom).Fill(level);
            }
        }

        Png.WriteGray(path, width, rows * Zoom, picture);
    }
}
