using System.Numerics;
using System.Runtime.InteropServices;

namespace TorchSharp.Kernels;

/// <summary>The right side of many products, laid out once in the order in which <see cref="MicroKernel"/> reads it.</summary>
internal sealed unsafe class PackedMatrix<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _depth;
    private readonly int _columns;
    private readonly T* _panels;

    /// <summary>Copies the matrix [depth, columns] with these strides.</summary>
    public PackedMatrix(T* from, long rowStride, long columnStride, int depth, int columns)
    {
        (_depth, _columns) = (depth, columns);
        _panels = (T*)NativeMemory.AlignedAlloc((nuint)depth * (nuint)(Gemm.Round<T>(columns) * sizeof(T)), 64);
        foreach (var (first, width, top, height, start) in Panels())
            Packing.Strips(from + first * columnStride + top * rowStride, columnStride, rowStride, width, height, MicroKernel.Columns<T>(), _panels + start);
    }

    /// <summary>C += A times this matrix; A [rows, depth] and C [rows, columns] are dense.</summary>
    public void AddProduct(int rows, T* a, T* c)
    {
        foreach (var (first, width, top, height, start) in Panels())
            Gemm.Panel(rows, width, height, a + top, _depth, 1, _panels + start, c + first, _columns);
    }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.AlignedFree(_panels);

    /// <summary>First column, columns, first row, rows, and where the panel begins.</summary>
    private IEnumerable<(int First, int Width, int Top, int Height, long Start)> Panels()
    {
        var start = 0L;
        for (var first = 0; first < _columns; first += Gemm.Width)
        {
            var width = Math.Min(Gemm.Width, _columns - first);
            for (var top = 0; top < _depth; top += Gemm.Depth)
            {
                var height = Math.Min(Gemm.Depth, _depth - top);
                yield return (first, width, top, height, start);
                start += (long)height * Gemm.Round<T>(width);
            }
        }
    }
}
