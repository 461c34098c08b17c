using System.Numerics;
using TorchSharp.Core;
using static TorchSharp.torch;

namespace TorchSharp.Kernels;

/// <summary>Comparisons, which give Bool.</summary>
internal enum CompareOp { Eq, Ne, Lt, Le, Gt, Ge }

/// <summary>Elementwise comparison and choice, with broadcasting.</summary>
internal static class Compare
{
    public static Impl Apply(CompareOp op, Impl a, Impl b)
    {
        var result = Impl.Empty(ScalarType.Bool, Shape.Broadcast(a.Sizes, b.Sizes));
        switch (a.Type)
        {
            case ScalarType.Float32: Run<float>(op, a, b, result); break;
            case ScalarType.Float64: Run<double>(op, a, b, result); break;
            case ScalarType.Int64: Run<long>(op, a, b, result); break;
            case ScalarType.Int32: Run<int>(op, a, b, result); break;
            case ScalarType.Byte or ScalarType.Bool: Run<byte>(op, a, b, result); break;
            default: throw Types.Unsupported(a.Type);
        }

        return result;
    }

    /// <summary>Where the condition holds a, elsewhere b.</summary>
    public static Impl Where(Impl condition, Impl a, Impl b)
    {
        var result = Impl.Empty(a.Type, Shape.Broadcast(condition.Sizes, Shape.Broadcast(a.Sizes, b.Sizes)));
        switch (Types.Size(a.Type))
        {
            case 1: Choose<byte>(condition, a, b, result); break;
            case 4: Choose<int>(condition, a, b, result); break;
            default: Choose<long>(condition, a, b, result); break;
        }

        return result;
    }

    private static void Choose<T>(Impl condition, Impl a, Impl b, Impl result) where T : unmanaged
    {
        var loop = Loop.Over(result.Sizes, condition, a, b, result);
        var (sc, sa, sb, sr) = (loop.Strides[0][^1], loop.Strides[1][^1], loop.Strides[2][^1], loop.Strides[3][^1]);
        var test = condition.Window<byte>();
        Span<T> wa = a.Window<T>(), wb = b.Window<T>(), wr = result.Window<T>();
        for (long run = 0, runs = result.Count == 0 ? 0 : loop.Runs; run < runs; run++)
        {
            var (c, x, y, r) = (loop.Start(0, run), loop.Start(1, run), loop.Start(2, run), loop.Start(3, run));
            for (var i = 0; i < loop.Inner; i++)
                wr[(int)(r + i * sr)] = test[(int)(c + i * sc)] != 0 ? wa[(int)(x + i * sa)] : wb[(int)(y + i * sb)];
        }
    }

    private static void Run<T>(CompareOp op, Impl a, Impl b, Impl result) where T : unmanaged, INumber<T>
    {
        var loop = Loop.Over(result.Sizes, a, b, result);
        var (sa, sb, sr) = (loop.Strides[0][^1], loop.Strides[1][^1], loop.Strides[2][^1]);
        Span<T> wa = a.Window<T>(), wb = b.Window<T>();
        var wr = result.Window<bool>();
        for (long run = 0, runs = result.Count == 0 ? 0 : loop.Runs; run < runs; run++)
        {
            var (x, y, r) = (loop.Start(0, run), loop.Start(1, run), loop.Start(2, run));
            for (var i = 0; i < loop.Inner; i++)
            {
                T left = wa[(int)(x + i * sa)], right = wb[(int)(y + i * sb)];
                wr[(int)(r + i * sr)] = op switch
                {
                    CompareOp.Eq => left == right,
                    CompareOp.Ne => left != right,
                    CompareOp.Lt => left < right,
                    CompareOp.Le => left <= right,
                    CompareOp.Gt => left > right,
                    _ => left >= right,
                };
            }
        }
    }
}
