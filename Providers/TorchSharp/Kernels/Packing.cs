using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

/// <summary>Copies of parts of a matrix in the order in which <see cref="MicroKernel"/> reads them.</summary>
internal static unsafe class Packing
{
    /// <summary>Copies strips of <paramref name="tile"/> lines side by side: [line / tile][depth][line % tile], zero-padded.</summary>
    public static void Strips<T>(T* from, long lineStride, long depthStride, int lines, int depth, int tile, T* to) where T : unmanaged
    {
        for (var first = 0; first < lines; first += tile, to += tile * depth)
        {
            var count = Math.Min(tile, lines - first);
            var strip = from + first * lineStride;
            if (count < tile)
                new Span<T>(to, tile * depth).Clear();
            if (lineStride == 1)
            {
                for (var p = 0; p < depth; p++)
                    new ReadOnlySpan<T>(strip + p * depthStride, count).CopyTo(new Span<T>(to + p * tile, count));
            }
            else
            {
                int lines4 = 0, depth4 = 0;
                if (depthStride == 1 && sizeof(T) == sizeof(float) && Vector512.IsHardwareAccelerated)
                {
                    (lines4, depth4) = (count / 4 * 4, depth / 4 * 4);
                    Transpose((float*)strip, lineStride, lines4, depth4, tile, (float*)to);
                }

                for (var i = 0; i < count; i++)
                {
                    var line = strip + i * lineStride;
                    for (var p = i < lines4 ? depth4 : 0; p < depth; p++)
                        to[p * tile + i] = line[p * depthStride];
                }
            }
        }
    }

    /// <summary>Lines of contiguous numbers become columns of the strip, four by four in one register; both counts are multiples of 4.</summary>
    private static void Transpose(float* from, long lineStride, int lines, int depth, int tile, float* to)
    {
        var turned = Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        for (var i = 0; i < lines; i += 4, from += 4 * lineStride)
        {
            var target = to + i;
            for (var p = 0; p < depth; p += 4, target += 4 * tile)
            {
                var low = Vector256.Create(Vector128.Load(from + p), Vector128.Load(from + lineStride + p));
                var high = Vector256.Create(Vector128.Load(from + 2 * lineStride + p), Vector128.Load(from + 3 * lineStride + p));
                var block = Vector512.Shuffle(Vector512.Create(low, high), turned);
                block.GetLower().GetLower().Store(target);
                block.GetLower().GetUpper().Store(target + tile);
                block.GetUpper().GetLower().Store(target + 2 * tile);
                block.GetUpper().GetUpper().Store(target + 3 * tile);
            }
        }
    }
}
