using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using TorchSharp.Core;
using static TorchSharp.torch;

namespace TorchSharp.Kernels;

/// <summary>
/// Matrix products, packed and blocked: panels of B stay in L2, strips of A in L1, and a register tile of C is kept
/// over the whole depth of a block. The order of additions does not depend on the number of threads.
/// </summary>
internal static unsafe class Gemm
{
    /// <summary>Rows of a packed panel of B.</summary>
    public const int Depth = 256;

    /// <summary>Columns of a packed panel of B.</summary>
    public const int Width = 2048;

    /// <summary>Multiply-adds from which on threads pay.</summary>
    public const long ParallelWork = 1L << 21;

    private const int Height = 96;

    [ThreadStatic] private static void* _packedA;
    [ThreadStatic] private static void* _packedB;

    /// <summary>C[batch..., m, n] = A[batch..., m, k] B[batch..., k, n]; batch dimensions broadcast.</summary>
    public static Impl Batched(Impl a, Impl b, long[] batch)
    {
        long m = a.Sizes[^2], k = a.Sizes[^1], n = b.Sizes[^1];
        var result = Impl.Empty(a.Type, [.. batch, m, n]);
        if (result.Count == 0)
            return result;
        switch (a.Type)
        {
            case ScalarType.Float32: Run<float>(a, b, result, batch); break;
            case ScalarType.Float64: Run<double>(a, b, result, batch); break;
            default: throw Types.Error($"matmul is defined for Float32 and Float64, not for {a.Type}");
        }

        return result;
    }

    private static void Run<T>(Impl a, Impl b, Impl c, long[] batch) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = (int)a.Sizes[^2], k = (int)a.Sizes[^1], n = (int)b.Sizes[^1];
        var count = (int)Shape.Count(batch);
        long[] stepsA = Shape.Expand(a.Sizes[..^2], a.Strides[..^2], batch), stepsB = Shape.Expand(b.Sizes[..^2], b.Strides[..^2], batch);
        fixed (T* pa = a.Window<T>(), pb = b.Window<T>(), pc = c.Window<T>())
        {
            T* xa = pa, xb = pb, xc = pc;
            long ars = a.Strides[^2], acs = a.Strides[^1], brs = b.Strides[^2], bcs = b.Strides[^1];
            void Item(int i)
            {
                long oa = 0, ob = 0, rest = i;
                for (var d = batch.Length - 1; d >= 0; d--)
                {
                    var at = rest % batch[d];
                    rest /= batch[d];
                    oa += at * stepsA[d];
                    ob += at * stepsB[d];
                }

                Multiply(m, n, k, xa + oa, ars, acs, xb + ob, brs, bcs, xc + (long)i * m * n);
            }

            var work = (long)m * n * k;
            if (count > 1 && work * count >= ParallelWork && get_num_threads() > 1)
            {
                Parallel.For(0, count, Threads.Options, Item);
            }
            else if (count == 1 && work >= ParallelWork && get_num_threads() > 1 && m >= 2 * MicroKernel.Rows)
            {
                Threads.Share(m, MicroKernel.Rows, (row, rows) =>
                {
                    if (n == 1)
                        Vector(rows, k, xa + row * ars, ars, acs, xb, brs, xc + row);
                    else
                        Tiled(rows, n, k, xa + row * ars, ars, acs, xb, brs, bcs, xc + (long)row * n);
                });
            }
            else
            {
                for (var i = 0; i < count; i++)
                    Item(i);
            }
        }
    }

    /// <summary>C (row-major, dense) = A B for matrices of any strides.</summary>
    private static void Multiply<T>(int m, int n, int k, T* a, long ars, long acs, T* b, long brs, long bcs, T* c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (n == 1)
        {
            Vector(m, k, a, ars, acs, b, brs, c);
            return;
        }

        if (m == 1)
        {
            Vector(n, k, b, bcs, brs, a, acs, c);
            return;
        }

        Tiled(m, n, k, a, ars, acs, b, brs, bcs, c);
    }

    private static void Tiled<T>(int m, int n, int k, T* a, long ars, long acs, T* b, long brs, long bcs, T* c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        new Span<T>(c, m * n).Clear();
        var packed = Buffer<T>(ref _packedB, Depth * Width);
        for (var jc = 0; jc < n; jc += Width)
        {
            var nc = Math.Min(Width, n - jc);
            for (var pc = 0; pc < k; pc += Depth)
            {
                var kc = Math.Min(Depth, k - pc);
                Packing.Strips(b + jc * bcs + pc * brs, bcs, brs, nc, kc, MicroKernel.Columns<T>(), packed);
                Panel(m, nc, kc, a + pc * acs, ars, acs, packed, c + jc, n);
            }
        }
    }

    /// <summary>Columns as they are packed: a multiple of a register tile's.</summary>
    public static int Round<T>(int columns) => (columns + MicroKernel.Columns<T>() - 1) / MicroKernel.Columns<T>() * MicroKernel.Columns<T>();

    /// <summary>C[m, nc] += A[m, kc] times a packed panel of B; rows of C are <paramref name="stride"/> apart.</summary>
    public static void Panel<T>(int m, int nc, int kc, T* a, long ars, long acs, T* panel, T* c, long stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = MicroKernel.Rows, columns = MicroKernel.Columns<T>();
        var strip = Buffer<T>(ref _packedA, Depth * (Height + rows));
        for (var ic = 0; ic < m; ic += Height)
        {
            var mc = Math.Min(Height, m - ic);
            Packing.Strips(a + ic * ars, ars, acs, mc, kc, rows, strip);
            for (var j = 0; j < nc; j += columns)
            {
                for (var i = 0; i < mc; i += rows)
                    MicroKernel.Run(kc, strip + i * kc, panel + j * kc, c + (ic + i) * stride + j, stride, Math.Min(rows, mc - i), Math.Min(columns, nc - j));
            }
        }
    }

    /// <summary>y = A x, by dot products along rows or by adding columns, whichever is contiguous.</summary>
    private static void Vector<T>(int m, int k, T* a, long ars, long acs, T* x, long xs, T* y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = new Span<T>(y, m);
        if (ars == 1)
        {
            result.Clear();
            for (var p = 0; p < k; p++)
                TensorPrimitives.MultiplyAdd(new ReadOnlySpan<T>(a + p * acs, m), x[p * xs], result, result);
            return;
        }

        var direct = acs == 1 && xs == 1;
        for (var i = 0; i < m; i++)
        {
            if (direct)
            {
                result[i] = TensorPrimitives.Dot(new ReadOnlySpan<T>(a + i * ars, k), new ReadOnlySpan<T>(x, k));
                continue;
            }

            var sum = T.Zero;
            for (var p = 0; p < k; p++)
                sum += a[i * ars + p * acs] * x[p * xs];
            result[i] = sum;
        }
    }

    private static T* Buffer<T>(ref void* buffer, int count) where T : unmanaged
    {
        if (buffer == null)
            buffer = NativeMemory.AlignedAlloc((nuint)count * sizeof(double), 64);
        return (T*)buffer;
    }
}
