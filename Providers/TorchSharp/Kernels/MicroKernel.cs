using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

/// <summary>
/// The innermost product: eight rows of C times two vectors of columns, kept in registers over the depth of a block.
/// Sixteen independent sums hide the latency of the multiply-add units.
/// </summary>
internal static unsafe class MicroKernel
{
    /// <summary>Rows of a register tile.</summary>
    public const int Rows = 8;

    /// <summary>Columns of a register tile: two of the widest vectors.</summary>
    public static int Columns<T>() => Vector512.IsHardwareAccelerated ? 2 * Vector512<T>.Count : 2 * Vector256<T>.Count;

    /// <summary>C[rows, columns] += A-strip (depth x 8) times B-strip (depth x columns).</summary>
    public static void Run<T>(int depth, T* a, T* b, T* c, long stride, int rows, int columns) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var full = Columns<T>();
        if (rows == Rows && columns == full)
        {
            Tile(depth, a, b, c, stride);
            return;
        }

        var tile = stackalloc T[Rows * full];
        new Span<T>(tile, Rows * full).Clear();
        Tile(depth, a, b, tile, full);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                c[i * stride + j] += tile[i * full + j];
        }
    }

    private static void Tile<T>(int depth, T* a, T* b, T* c, long stride) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Wide(depth, a, b, c, stride);
        }
        else
        {
            Half(depth, a, b, c, stride, 0);
            Half(depth, a, b, c, stride, 4);
        }
    }

    private static void Wide<T>(int depth, T* a, T* b, T* c, long stride) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var n = Vector512<T>.Count;
        Vector512<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        Vector512<T> c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        for (var p = 0; p < depth; p++, a += Rows, b += 2 * n)
        {
            Vector512<T> b0 = Vector512.Load(b), b1 = Vector512.Load(b + n);
            var x = Vector512.Create(a[0]);
            c00 = Fma(x, b0, c00);
            c01 = Fma(x, b1, c01);
            x = Vector512.Create(a[1]);
            c10 = Fma(x, b0, c10);
            c11 = Fma(x, b1, c11);
            x = Vector512.Create(a[2]);
            c20 = Fma(x, b0, c20);
            c21 = Fma(x, b1, c21);
            x = Vector512.Create(a[3]);
            c30 = Fma(x, b0, c30);
            c31 = Fma(x, b1, c31);
            x = Vector512.Create(a[4]);
            c40 = Fma(x, b0, c40);
            c41 = Fma(x, b1, c41);
            x = Vector512.Create(a[5]);
            c50 = Fma(x, b0, c50);
            c51 = Fma(x, b1, c51);
            x = Vector512.Create(a[6]);
            c60 = Fma(x, b0, c60);
            c61 = Fma(x, b1, c61);
            x = Vector512.Create(a[7]);
            c70 = Fma(x, b0, c70);
            c71 = Fma(x, b1, c71);
        }

        Add(c, c00, c01);
        Add(c + stride, c10, c11);
        Add(c + 2 * stride, c20, c21);
        Add(c + 3 * stride, c30, c31);
        Add(c + 4 * stride, c40, c41);
        Add(c + 5 * stride, c50, c51);
        Add(c + 6 * stride, c60, c61);
        Add(c + 7 * stride, c70, c71);
    }

    /// <summary>Four of the eight rows with 256-bit vectors, of which there are only sixteen.</summary>
    private static void Half<T>(int depth, T* a, T* b, T* c, long stride, int first) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var n = Vector256<T>.Count;
        Vector256<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        a += first;
        c += first * stride;
        for (var p = 0; p < depth; p++, a += Rows, b += 2 * n)
        {
            Vector256<T> b0 = Vector256.Load(b), b1 = Vector256.Load(b + n);
            var x = Vector256.Create(a[0]);
            c00 = Fma(x, b0, c00);
            c01 = Fma(x, b1, c01);
            x = Vector256.Create(a[1]);
            c10 = Fma(x, b0, c10);
            c11 = Fma(x, b1, c11);
            x = Vector256.Create(a[2]);
            c20 = Fma(x, b0, c20);
            c21 = Fma(x, b1, c21);
            x = Vector256.Create(a[3]);
            c30 = Fma(x, b0, c30);
            c31 = Fma(x, b1, c31);
        }

        Add(c, c00, c01);
        Add(c + stride, c10, c11);
        Add(c + 2 * stride, c20, c21);
        Add(c + 3 * stride, c30, c31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T>(T* c, Vector512<T> x, Vector512<T> y) where T : unmanaged
    {
        (Vector512.Load(c) + x).Store(c);
        (Vector512.Load(c + Vector512<T>.Count) + y).Store(c + Vector512<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T>(T* c, Vector256<T> x, Vector256<T> y) where T : unmanaged
    {
        (Vector256.Load(c) + x).Store(c);
        (Vector256.Load(c + Vector256<T>.Count) + y).Store(c + Vector256<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Fma<T>(Vector512<T> x, Vector512<T> y, Vector512<T> z) => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Fma<T>(Vector256<T> x, Vector256<T> y, Vector256<T> z) => typeof(T) == typeof(float)
        ? Vector256.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
        : Vector256.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();
}
