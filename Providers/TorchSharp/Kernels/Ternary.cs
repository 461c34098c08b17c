using System.Numerics;
using System.Numerics.Tensors;
using TorchSharp.Core;
using static TorchSharp.torch;

namespace TorchSharp.Kernels;

/// <summary>Fused three-operand updates.</summary>
internal static class Ternary
{
    /// <summary><c>target += value a b</c>; a and b broadcast to the target's shape.</summary>
    public static void MultiplyAdd(Impl target, Impl a, Impl b, double value)
    {
        switch (target.Type)
        {
            case ScalarType.Float32: Run<float>(target, a, b, (float)value); break;
            case ScalarType.Float64: Run<double>(target, a, b, value); break;
            default: throw Types.Unsupported(target.Type);
        }

        target.Storage.Version++;
    }

    private static void Run<T>(Impl target, Impl a, Impl b, T value) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (target.Count == 0)
            return;
        var loop = Loop.Over(target.Sizes, target, a, b);
        var n = loop.Inner;
        var (st, sa, sb) = (loop.Strides[0][^1], loop.Strides[1][^1], loop.Strides[2][^1]);
        if (n > 1 && (st != 1 || sa is not (0 or 1) || sb is not (0 or 1)))
        {
            Impl whole = Copy.Contiguous(target), x = Copy.Contiguous(a), y = Copy.Contiguous(b);
            Run(whole, x, y, value);
            Copy.Into(whole, target);
            whole.Release();
            x.Release();
            y.Release();
            return;
        }

        Span<T> wt = target.Window<T>(), wa = a.Window<T>(), wb = b.Window<T>();
        var scratch = sa == 1 && sb == 1 && n > 1 && value != T.One ? new T[n] : [];
        for (long run = 0, runs = loop.Runs; run < runs; run++)
        {
            var to = wt.Slice((int)loop.Start(0, run), n);
            int ia = (int)loop.Start(1, run), ib = (int)loop.Start(2, run);
            if (n == 1 || (sa == 0 && sb == 0))
            {
                TensorPrimitives.Add(to, value * wa[ia] * wb[ib], to);
            }
            else if (sa == 0)
            {
                TensorPrimitives.MultiplyAdd(wb.Slice(ib, n), value * wa[ia], to, to);
            }
            else if (sb == 0)
            {
                TensorPrimitives.MultiplyAdd(wa.Slice(ia, n), value * wb[ib], to, to);
            }
            else if (scratch.Length == 0)
            {
                TensorPrimitives.MultiplyAdd(wa.Slice(ia, n), wb.Slice(ib, n), to, to);
            }
            else
            {
                TensorPrimitives.Multiply(wa.Slice(ia, n), value, scratch);
                TensorPrimitives.MultiplyAdd(scratch, wb.Slice(ib, n), to, to);
            }
        }
    }
}
