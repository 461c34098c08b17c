using System.Numerics;
using System.Numerics.Tensors;
using TorchSharp.Core;
using static TorchSharp.torch;

namespace TorchSharp.Kernels;

/// <summary>Elementwise operations on two operands of one type.</summary>
internal enum BinaryOp { Add, Sub, Mul, Div, Pow, Max, Min }

/// <summary>Two-operand arithmetic with broadcasting.</summary>
internal static class Arithmetic
{
    /// <summary>A new tensor of the operands' common shape; both have the same type.</summary>
    public static Impl Apply(BinaryOp op, Impl a, Impl b)
    {
        var result = Impl.Empty(a.Type, Shape.Broadcast(a.Sizes, b.Sizes));
        Into(op, a, b, result);
        return result;
    }

    /// <summary><c>a = a op b</c>; b broadcasts to a's shape.</summary>
    public static void InPlace(BinaryOp op, Impl a, Impl b)
    {
        if (a.Count > 0)
            Into(op, a, b, a);
        a.Storage.Version++;
    }

    private static void Into(BinaryOp op, Impl a, Impl b, Impl result)
    {
        switch (a.Type)
        {
            case ScalarType.Float32: Run<float>(op, a, b, result, Float); break;
            case ScalarType.Float64: Run<double>(op, a, b, result, Float); break;
            case ScalarType.Int64: Run<long>(op, a, b, result, Integer); break;
            case ScalarType.Int32: Run<int>(op, a, b, result, Integer); break;
            case ScalarType.Byte: Run<byte>(op, a, b, result, Integer); break;
            default: throw Types.Unsupported(a.Type);
        }
    }

    private delegate void Inner<T>(BinaryOp op, ReadOnlySpan<T> a, bool one, ReadOnlySpan<T> b, bool other, Span<T> result);

    private static void Run<T>(BinaryOp op, Impl a, Impl b, Impl result, Inner<T> inner) where T : unmanaged
    {
        if (result.Count == 0)
            return;
        var loop = Loop.Over(result.Sizes, a, b, result);
        long sa = loop.Strides[0][^1], sb = loop.Strides[1][^1], sr = loop.Strides[2][^1];
        if (sr != 1 && loop.Inner > 1)
        {
            var temporary = Impl.Empty(result.Type, result.Sizes);
            Run(op, a, b, temporary, inner);
            Copy.Into(temporary, result);
            temporary.Release();
            return;
        }

        using var dense = new Dense(ref a, sa, ref b, sb, result.Sizes);
        if (dense.Changed)
        {
            Run(op, a, b, result, inner);
            return;
        }

        var n = loop.Inner;
        Span<T> wa = a.Window<T>(), wb = b.Window<T>(), wr = result.Window<T>();
        bool one = sa == 0 || n == 1, other = sb == 0 || n == 1;
        for (long run = 0, runs = loop.Runs; run < runs; run++)
        {
            inner(op, wa.Slice((int)loop.Start(0, run), one ? 1 : n), one, wb.Slice((int)loop.Start(1, run), other ? 1 : n), other,
                wr.Slice((int)loop.Start(2, run), n));
        }
    }

    private static void Float<T>(BinaryOp op, ReadOnlySpan<T> a, bool one, ReadOnlySpan<T> b, bool other, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (op == BinaryOp.Pow)
        {
            if (other)
                Power(a, b[0], one, result);
            else if (one)
                TensorPrimitives.Pow(a[0], b, result);
            else
                TensorPrimitives.Pow(a, b, result);
        }
        else
        {
            Integer(op, a, one, b, other, result);
        }
    }

    private static void Power<T>(ReadOnlySpan<T> a, T exponent, bool one, Span<T> result) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (one && result.Length > 1)
            result.Fill(T.Pow(a[0], exponent));
        else if (exponent == T.CreateTruncating(2))
            TensorPrimitives.Multiply(a, a, result);
        else if (exponent == T.One)
            a.CopyTo(result);
        else if (exponent == T.Zero)
            result.Fill(T.One);
        else if (exponent == -T.One)
            TensorPrimitives.Divide(T.One, a, result);
        else
            TensorPrimitives.Pow(a, exponent, result);
    }

    private static void Integer<T>(BinaryOp op, ReadOnlySpan<T> a, bool one, ReadOnlySpan<T> b, bool other, Span<T> result)
        where T : unmanaged, INumber<T>
    {
        switch (op)
        {
            case BinaryOp.Add when other: Spread(a, one, result, b[0], static (x, y, r) => TensorPrimitives.Add(x, y, r)); break;
            case BinaryOp.Add when one: TensorPrimitives.Add(b, a[0], result); break;
            case BinaryOp.Add: TensorPrimitives.Add(a, b, result); break;
            case BinaryOp.Sub when other: Spread(a, one, result, b[0], static (x, y, r) => TensorPrimitives.Subtract(x, y, r)); break;
            case BinaryOp.Sub when one: TensorPrimitives.Subtract(a[0], b, result); break;
            case BinaryOp.Sub: TensorPrimitives.Subtract(a, b, result); break;
            case BinaryOp.Mul when other: Spread(a, one, result, b[0], static (x, y, r) => TensorPrimitives.Multiply(x, y, r)); break;
            case BinaryOp.Mul when one: TensorPrimitives.Multiply(b, a[0], result); break;
            case BinaryOp.Mul: TensorPrimitives.Multiply(a, b, result); break;
            case BinaryOp.Div when other: Spread(a, one, result, b[0], static (x, y, r) => TensorPrimitives.Divide(x, y, r)); break;
            case BinaryOp.Div when one: TensorPrimitives.Divide(a[0], b, result); break;
            case BinaryOp.Div: TensorPrimitives.Divide(a, b, result); break;
            case BinaryOp.Max when other: Spread(a, one, result, b[0], static (x, y, r) => TensorPrimitives.Max(x, y, r)); break;
            case BinaryOp.Max when one: TensorPrimitives.Max(b, a[0], result); break;
            case BinaryOp.Max: TensorPrimitives.Max(a, b, result); break;
            case BinaryOp.Min when other: Spread(a, one, result, b[0], static (x, y, r) => TensorPrimitives.Min(x, y, r)); break;
            case BinaryOp.Min when one: TensorPrimitives.Min(b, a[0], result); break;
            case BinaryOp.Min: TensorPrimitives.Min(a, b, result); break;
            default: throw Types.Error($"{op} is not defined for elements of type {typeof(T).Name}");
        }
    }

    private delegate void Scaled<T>(ReadOnlySpan<T> a, T b, Span<T> result);

    private static void Spread<T>(ReadOnlySpan<T> a, bool one, Span<T> result, T b, Scaled<T> operation)
    {
        if (one && result.Length > 1)
        {
            operation(a, b, result[..1]);
            result.Fill(result[0]);
        }
        else
        {
            operation(a, b, result);
        }
    }
}
