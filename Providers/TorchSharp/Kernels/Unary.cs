using System.Numerics;
using System.Numerics.Tensors;
using TorchSharp.Core;
using static TorchSharp.torch;

namespace TorchSharp.Kernels;

/// <summary>Elementwise functions of one argument.</summary>
internal enum UnaryOp { Neg, Abs, Sign, Exp, Expm1, Log, Log1p, Sqrt, Rsqrt, Reciprocal, Sin, Cos, Tanh, Sigmoid, Relu, Step, Softplus, Floor, Ceil, Round }

/// <summary>One-operand arithmetic.</summary>
internal static class Unary
{
    private const int Block = 256;

    /// <summary>A new contiguous tensor.</summary>
    public static Impl Apply(UnaryOp op, Impl x)
    {
        var dense = x.IsContiguous ? x.Retain() : Copy.Contiguous(x);
        var result = Impl.Empty(x.Type, x.Sizes);
        switch (x.Type)
        {
            case ScalarType.Float32: Run(op, dense.Span<float>(), result.Span<float>()); break;
            case ScalarType.Float64: Run(op, dense.Span<double>(), result.Span<double>()); break;
            case ScalarType.Int64: Integer(op, dense.Span<long>(), result.Span<long>()); break;
            case ScalarType.Int32: Integer(op, dense.Span<int>(), result.Span<int>()); break;
            default: throw Types.Unsupported(x.Type);
        }

        dense.Release();
        return result;
    }

    private static void Run<T>(UnaryOp op, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (op)
        {
            case UnaryOp.Exp: TensorPrimitives.Exp(x, y); break;
            case UnaryOp.Expm1:
                for (var i = 0; i < x.Length; i++)
                    y[i] = Expm1(x[i]);
                break;
            case UnaryOp.Log: TensorPrimitives.Log(x, y); break;
            case UnaryOp.Log1p: Log1p(x, y); break;
            case UnaryOp.Sqrt: TensorPrimitives.Sqrt(x, y); break;
            case UnaryOp.Rsqrt: TensorPrimitives.ReciprocalSqrt(x, y); break;
            case UnaryOp.Reciprocal: TensorPrimitives.Reciprocal(x, y); break;
            case UnaryOp.Sin: TensorPrimitives.Sin(x, y); break;
            case UnaryOp.Cos: TensorPrimitives.Cos(x, y); break;
            case UnaryOp.Tanh: TensorPrimitives.Tanh(x, y); break;
            case UnaryOp.Sigmoid: TensorPrimitives.Sigmoid(x, y); break;
            case UnaryOp.Relu: TensorPrimitives.Max(x, T.Zero, y); break;
            case UnaryOp.Step: Step(x, y); break;
            case UnaryOp.Floor: TensorPrimitives.Floor(x, y); break;
            case UnaryOp.Ceil: TensorPrimitives.Ceiling(x, y); break;
            case UnaryOp.Round: TensorPrimitives.Round(x, MidpointRounding.ToEven, y); break;
            case UnaryOp.Softplus: Softplus(x, y); break;
            default: Integer(op, x, y); break;
        }
    }

    /// <summary>1 above 0, else 0 (also for NaN).</summary>
    private static void Step<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var i = 0;
        for (; i + Vector<T>.Count <= x.Length; i += Vector<T>.Count)
            Vector.ConditionalSelect(Vector.GreaterThan(new Vector<T>(x[i..]), Vector<T>.Zero), Vector<T>.One, Vector<T>.Zero).CopyTo(y[i..]);
        for (; i < x.Length; i++)
            y[i] = x[i] > T.Zero ? T.One : T.Zero;
    }

    /// <summary>max(x, 0) + log(1 + exp(-|x|)): no overflow, and no loss for large negative x.</summary>
    private static void Softplus<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> small = stackalloc T[Block];
        for (; x.Length > 0; x = x[Math.Min(Block, x.Length)..], y = y[Math.Min(Block, y.Length)..])
        {
            var block = x[..Math.Min(Block, x.Length)];
            var part = small[..block.Length];
            TensorPrimitives.Abs(block, part);
            TensorPrimitives.Negate(part, part);
            TensorPrimitives.Exp(part, part);
            Log1p(part, part);
            TensorPrimitives.Max(block, T.Zero, y[..block.Length]);
            TensorPrimitives.Add(y[..block.Length], part, y[..block.Length]);
        }
    }

    /// <summary>log(1 + x) exact near 0, after Kahan: the rounding error of 1 + x is divided out.</summary>
    private static void Log1p<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> logs = stackalloc T[Block], sums = stackalloc T[Block];
        for (; x.Length > 0; x = x[Math.Min(Block, x.Length)..], y = y[Math.Min(Block, y.Length)..])
        {
            var block = x[..Math.Min(Block, x.Length)];
            TensorPrimitives.Add(block, T.One, sums[..block.Length]);
            TensorPrimitives.Log(sums[..block.Length], logs);
            TensorPrimitives.Subtract(sums[..block.Length], T.One, sums);
            for (var i = 0; i < block.Length; i++)
                y[i] = sums[i] == T.Zero || T.IsInfinity(sums[i]) ? block[i] : logs[i] * (block[i] / sums[i]);
        }
    }

    /// <summary>exp(x) - 1 exact near 0, after Kahan.</summary>
    internal static T Expm1<T>(T x) where T : IFloatingPointIeee754<T>
    {
        var power = T.Exp(x);
        var less = power - T.One;
        return power == T.One ? x : less == -T.One || !T.IsFinite(power) ? less : less * x / T.Log(power);
    }

    private static void Integer<T>(UnaryOp op, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>
    {
        switch (op)
        {
            case UnaryOp.Neg: TensorPrimitives.Negate(x, y); break;
            case UnaryOp.Abs: TensorPrimitives.Abs(x, y); break;
            case UnaryOp.Relu: TensorPrimitives.Max(x, T.Zero, y); break;
            case UnaryOp.Sign:
                for (var i = 0; i < x.Length; i++)
                    y[i] = x[i] > T.Zero ? T.One : x[i] < T.Zero ? -T.One : T.Zero;
                break;
            case UnaryOp.Floor or UnaryOp.Ceil or UnaryOp.Round: x.CopyTo(y); break;
            default: throw Types.Error($"{op} is not defined for elements of type {typeof(T).Name}");
        }
    }
}
