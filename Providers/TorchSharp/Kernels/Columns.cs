using System.Numerics;
using TorchSharp.Core;
using static TorchSharp.torch;

namespace TorchSharp.Kernels;

/// <summary>Sizes of a two-dimensional convolution.</summary>
internal readonly record struct Window(
    int Count, int Channels, int Height, int Width, int KernelY, int KernelX, int StrideY, int StrideX, int PadY, int PadX, int DilationY, int DilationX)
{
    public int OutY => (Height + 2 * PadY - DilationY * (KernelY - 1) - 1) / StrideY + 1;

    public int OutX => (Width + 2 * PadX - DilationX * (KernelX - 1) - 1) / StrideX + 1;

    public long[] Image => [Count, Channels, Height, Width];

    public long[] Columns => [Count, Channels * KernelY * KernelX, OutY * OutX];
}

/// <summary>What every place of a convolution sees, as columns of a matrix (im2col), and the transposed sum.</summary>
internal static class Columns
{
    /// <summary>Images [n, c, h, w] to [n, c ky kx, oy ox], zeros outside.</summary>
    public static Impl Spread(Impl image, Window window)
    {
        var result = Impl.Empty(image.Type, window.Columns);
        if (image.Type == ScalarType.Float32)
            Walk<float>(image, result, window, back: false);
        else
            Walk<double>(image, result, window, back: false);
        return result;
    }

    /// <summary>Adds every column back to the places that it came from.</summary>
    public static Impl Collect(Impl columns, Window window)
    {
        var result = Impl.Empty(columns.Type, window.Image);
        if (columns.Type == ScalarType.Float32)
            Walk<float>(result, columns, window, back: true);
        else
            Walk<double>(result, columns, window, back: true);
        return result;
    }

    private static void Walk<T>(Impl image, Impl columns, Window w, bool back) where T : unmanaged, INumber<T>
    {
        Span<T> pixels = image.Span<T>(), places = columns.Span<T>();
        if (back)
            pixels.Clear();
        var at = 0;
        for (var plane = 0; plane < w.Count * w.Channels; plane++)
        {
            for (var kernel = 0; kernel < w.KernelY * w.KernelX; kernel++)
            {
                int ky = kernel / w.KernelX * w.DilationY - w.PadY, kx = kernel % w.KernelX * w.DilationX - w.PadX;
                for (var oy = 0; oy < w.OutY; oy++)
                {
                    var y = oy * w.StrideY + ky;
                    for (var ox = 0; ox < w.OutX; ox++, at++)
                    {
                        var x = ox * w.StrideX + kx;
                        var inside = (uint)y < (uint)w.Height && (uint)x < (uint)w.Width;
                        if (back && inside)
                            pixels[(plane * w.Height + y) * w.Width + x] += places[at];
                        else if (!back)
                            places[at] = inside ? pixels[(plane * w.Height + y) * w.Width + x] : T.Zero;
                    }
                }
            }
        }
    }
}
