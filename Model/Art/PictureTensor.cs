using ReptileGen.Formats;
using ReptileGen.Model.Episodes;
using static TorchSharp.torch;

namespace ReptileGen.Model.Art;

/// <summary>Pictures as tensors and back.</summary>
public static class PictureTensor
{
    /// <summary>A picture over black, of the size that <see cref="Size"/> says.</summary>
    /// <param name="picture">Any size.</param>
    /// <param name="longest">Most rows or columns.</param>
    /// <returns>[1, 3, height, width], red, green, blue in [0, 1].</returns>
    public static Tensor Of(Picture picture, int longest)
    {
        var (width, height) = Size(picture, longest);
        var values = new float[3 * width * height];
        var plane = new byte[picture.Width * picture.Height];
        for (var channel = 0; channel < 3; channel++)
        {
            var rgba = picture.Rgba.Span;
            for (var i = 0; i < plane.Length; i++)
                plane[i] = (byte)((rgba[4 * i + channel] * rgba[4 * i + 3] + 127) / 255);
            var scaled = AreaAverage.Scale(plane, picture.Width, picture.Height, width, height);
            for (var i = 0; i < scaled.Length; i++)
                values[channel * scaled.Length + i] = scaled[i] / 255f;
        }

        return tensor(values, (long[])[1, 3, height, width]);
    }

    /// <summary>
    /// The size of a picture whose longer side is at most <paramref name="longest"/>, never larger than it is; each side is
    /// rounded down to a multiple of <see cref="StyleFeatures.Multiple"/>, 0 if it is too short.
    /// </summary>
    public static (int Width, int Height) Size(Picture picture, int longest)
    {
        var scale = Math.Min(1, (double)longest / Math.Max(picture.Width, picture.Height));
        return (Scaled(picture.Width), Scaled(picture.Height));

        int Scaled(int side) => (int)Math.Round(side * scale) / StyleFeatures.Multiple * StyleFeatures.Multiple;
    }

    /// <summary>The pixels <c>[height, width, 3]</c> of a tensor [1, 3, height, width], rounded to 8 bits.</summary>
    public static byte[] Rgb(Tensor picture)
    {
        using var scope = NewDisposeScope();
        var values = picture.detach().cpu().permute(0, 2, 3, 1).contiguous().data<float>().ToArray();
        return [.. values.Select(v => (byte)Math.Clamp(Math.Round(v * 255), 0, 255))];
    }
}
