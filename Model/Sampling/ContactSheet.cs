namespace ReptileGen.Model.Sampling;

/// <summary>Many small gray images in one picture.</summary>
/// <param name="rows">Height of an image.</param>
/// <param name="columns">Width of an image.</param>
/// <param name="count">How many images, 1 or more.</param>
/// <param name="zoom">Side of a pixel in the picture, 1 or more.</param>
/// <param name="across">Images in a row of the grid, 1 or more, or null for as square as possible.</param>
public sealed class ContactSheet(int rows, int columns, int count, int zoom = 1, int? across = null)
{
    /// <summary>The most pixels of a picture.</summary>
    public const long MostPixels = 1L << 29;

    private const int Gap = 2;
    private const byte GapGray = 64;
    private readonly int across = across ?? (int)Math.Ceiling(Math.Sqrt(count));

    /// <summary>Width of the picture in pixels.</summary>
    public long Width => across * ((long)columns * zoom + Gap) - Gap;

    /// <summary>Height of the picture in pixels.</summary>
    public long Height => (count + across - 1) / across * ((long)rows * zoom + Gap) - Gap;

    /// <summary>Whether the picture can be drawn.</summary>
    public bool Fits => Width * Height <= MostPixels;

    /// <summary>The images row by row, with gray lines between them.</summary>
    /// <param name="image">The gray pixels of image i, <c>[rows, columns]</c> row-major.</param>
    /// <returns>Width and height of the picture, and its gray pixels, row-major.</returns>
    /// <exception cref="InvalidOperationException">It does not fit.</exception>
    public (int Width, int Height, byte[] Pixels) Draw(Func<int, byte[]> image)
    {
        if (!Fits)
        {
            throw new InvalidOperationException($"a picture of {Width} x {Height} pixels has more than {MostPixels}");
        }

        int width = (int)Width;
        byte[] picture = new byte[Width * Height];
        picture.AsSpan().Fill(GapGray);
        for (int i = 0; i < count; i++)
        {
            byte[] pixels = image(i);
            int left = i % across * (columns * zoom + Gap), top = i / across * (rows * zoom + Gap);
            for (int y = 0; y < rows * zoom; y++)
            {
                Span<byte> line = picture.AsSpan((top + y) * width + left, columns * zoom);
                for (int x = 0; x < columns; x++)
                {
                    line.Slice(x * zoom, zoom).Fill(pixels[y / zoom * columns + x]);
                }
            }
        }

        return (width, (int)Height, picture);
    }
}
