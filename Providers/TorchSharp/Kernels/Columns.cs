using System.Numerics;
using System.Numerics.Tensors;
using TorchSharp.Core;
using static TorchSharp.torch;

namespace TorchSharp.Kernels;

/// <summary>Sizes of a two-dimensional convolution.</summary>
internal readonly record struct Window(
    int Count, int Channels, int Height, int Width, int KernelY, int KernelX, int StrideY, int StrideX, int PadY, int PadX, int DilationY, int DilationX)
{
    public int OutY => (Height + 2 * PadY - DilationY * (KernelY - 1) - 1) / StrideY + 1;

    public int OutX => (Width + 2 * PadX - DilationX * (KernelX - 1) - 1) / StrideX + 1;

    /// <summary>Whether every place sees itself only, so that the columns are the image.</summary>
    public bool IsPointwise => (KernelY, KernelX, StrideY, StrideX, PadY, PadX) == (1, 1, 1, 1, 0, 0);

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
        for (var plane = 0; plane < w.Count * w.Channels; plane++)
        {
            for (var kernel = 0; kernel < w.KernelY * w.KernelX; kernel++)
            {
                int ky = kernel / w.KernelX * w.DilationY - w.PadY, kx = kernel % w.KernelX * w.DilationX - w.PadX;
                int first = Math.Clamp(Ceiling(-kx, w.StrideX), 0, w.OutX), last = Math.Clamp(Ceiling(w.Width - kx, w.StrideX), first, w.OutX);
                for (var oy = 0; oy < w.OutY; oy++)
                {
                    var y = oy * w.StrideY + ky;
                    var row = places[..w.OutX];
                    places = places[w.OutX..];
                    if ((uint)y >= (uint)w.Height || first == last)
                    {
                        if (!back)
                            row.Clear();
                        continue;
                    }

                    var line = pixels.Slice((plane * w.Height + y) * w.Width + first * w.StrideX + kx, (last - first - 1) * w.StrideX + 1);
                    if (back)
                        Add(row[first..last], line, w.StrideX);
                    else
                        Take(row, first, last, line, w.StrideX);
                }
            }
        }
    }

    /// <summary>A row of places: zeros, every <paramref name="stride"/>th pixel of the line, zeros.</summary>
    private static void Take<T>(Span<T> row, int first, int last, ReadOnlySpan<T> line, int stride) where T : unmanaged
    {
        row[..first].Clear();
        row[last..].Clear();
        if (stride == 1)
        {
            line.CopyTo(row[first..]);
            return;
        }

        for (int x = first, from = 0; x < last; x++, from += stride)
            row[x] = line[from];
    }

    /// <summary>Adds places to every <paramref name="stride"/>th pixel of the line.</summary>
    private static void Add<T>(ReadOnlySpan<T> places, Span<T> line, int stride) where T : unmanaged, INumber<T>
    {
        if (stride == 1)
        {
            TensorPrimitives.Add(line, places, line);
            return;
        }

        for (int x = 0, to = 0; x < places.Length; x++, to += stride)
            line[to] += places[x];
    }

    /// <summary>The quotient rounded up; below 0 the division of integers does that by itself.</summary>
    private static int Ceiling(int numerator, int denominator) => numerator <= 0 ? numerator / denominator : (numerator + denominator - 1) / denominator;
}
