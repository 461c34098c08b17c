using System.Numerics;
using System.Numerics.Tensors;
using TorchSharp.Core;
using static TorchSharp.torch;

namespace TorchSharp.Kernels;

/// <summary>Folds along the middle of a contiguous block [outer, length, inner].</summary>
internal enum ReduceOp { Sum, Max, Min }

/// <summary>Reductions along one dimension of a contiguous tensor.</summary>
internal static class Reduce
{
    /// <summary>Folds dimension <paramref name="dim"/> to size 1; other dimensions stay.</summary>
    public static Impl Along(ReduceOp op, Impl x, int dim)
    {
        var (outer, length, inner) = Split(x.Sizes, dim);
        var sizes = (long[])x.Sizes.Clone();
        if (sizes.Length > 0)
            sizes[dim] = 1;
        var result = Impl.Empty(x.Type, sizes);
        switch (x.Type)
        {
            case ScalarType.Float32: Run<float>(op, x, outer, length, inner, result); break;
            case ScalarType.Float64: Run<double>(op, x, outer, length, inner, result); break;
            case ScalarType.Int64: Run<long>(op, x, outer, length, inner, result); break;
            case ScalarType.Int32: Run<int>(op, x, outer, length, inner, result); break;
            default: throw Types.Unsupported(x.Type);
        }

        return result;
    }

    /// <summary>Index of the first largest (or smallest) element along a dimension, which becomes 1.</summary>
    public static Impl Arg(Impl x, int dim, bool largest)
    {
        var (outer, length, inner) = Split(x.Sizes, dim);
        var sizes = (long[])x.Sizes.Clone();
        if (sizes.Length > 0)
            sizes[dim] = 1;
        var result = Impl.Empty(ScalarType.Int64, sizes);
        switch (x.Type)
        {
            case ScalarType.Float32: Find<float>(x, outer, length, inner, result, largest); break;
            case ScalarType.Float64: Find<double>(x, outer, length, inner, result, largest); break;
            case ScalarType.Int64: Find<long>(x, outer, length, inner, result, largest); break;
            default: throw Types.Unsupported(x.Type);
        }

        return result;
    }

    public static (int Outer, int Length, int Inner) Split(long[] sizes, int dim) => sizes.Length == 0 ? (1, 1, 1)
        : ((int)Shape.Count(sizes.AsSpan(0, dim)), (int)sizes[dim], (int)Shape.Count(sizes.AsSpan(dim + 1)));

    private static void Run<T>(ReduceOp op, Impl x, int outer, int length, int inner, Impl result) where T : unmanaged, INumber<T>
    {
        Span<T> from = x.Span<T>(), to = result.Span<T>();
        if (length == 0)
        {
            if (op is ReduceOp.Max or ReduceOp.Min)
                throw Types.Error("Expected reduction dim to be specified for input.numel() == 0.");
            to.Fill(T.Zero);
            return;
        }

        for (var o = 0; o < outer; o++)
        {
            var block = from.Slice(o * length * inner, length * inner);
            if (inner == 1)
            {
                to[o] = op switch
                {
                    ReduceOp.Sum => TensorPrimitives.Sum<T>(block),
                    ReduceOp.Max => TensorPrimitives.Max<T>(block),
                    _ => TensorPrimitives.Min<T>(block),
                };
                continue;
            }

            var fold = to.Slice(o * inner, inner);
            block[..inner].CopyTo(fold);
            for (var i = 1; i < length; i++)
            {
                var row = block.Slice(i * inner, inner);
                switch (op)
                {
                    case ReduceOp.Sum: TensorPrimitives.Add(fold, row, fold); break;
                    case ReduceOp.Max: TensorPrimitives.Max(fold, row, fold); break;
                    default: TensorPrimitives.Min(fold, row, fold); break;
                }
            }
        }
    }

    private static void Find<T>(Impl x, int outer, int length, int inner, Impl result, bool largest) where T : unmanaged, INumber<T>
    {
        var from = x.Span<T>();
        var to = result.Span<long>();
        for (var o = 0; o < outer; o++)
        {
            for (var k = 0; k < inner; k++)
            {
                var best = 0;
                for (var i = 1; i < length; i++)
                {
                    T value = from[(o * length + i) * inner + k], held = from[(o * length + best) * inner + k];
                    if (!T.IsNaN(held) && (largest ? !(value <= held) : !(value >= held)))
                        best = i;
                }

                to[o * inner + k] = best;
            }
        }
    }
}
