using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp.Core;
using static TorchSharp.torch;

namespace TorchSharp.Kernels;

/// <summary>Copies between layouts and element types.</summary>
internal static class Copy
{
    /// <summary>A new contiguous tensor of the same values.</summary>
    public static Impl Contiguous(Impl source)
    {
        var result = Impl.Empty(source.Type, source.Sizes);
        Into(source, result);
        return result;
    }

    /// <summary>The same values in another element type (truncating toward zero, true for everything but 0).</summary>
    public static Impl Convert(Impl source, ScalarType type)
    {
        var result = Impl.Empty(type, source.Sizes);
        Into(source, result);
        return result;
    }

    /// <summary>Writes source, broadcast and converted, over target.</summary>
    public static void Into(Impl source, Impl target)
    {
        if (target.Count == 0)
            return;
        switch (target.Type)
        {
            case ScalarType.Float32: To<float>(source, target); break;
            case ScalarType.Float64: To<double>(source, target); break;
            case ScalarType.Int64: To<long>(source, target); break;
            case ScalarType.Int32: To<int>(source, target); break;
            case ScalarType.Byte: To<byte>(source, target); break;
            case ScalarType.Bool: To<Truth>(source, target); break;
            default: throw Types.Unsupported(target.Type);
        }
    }

    private static void To<TTo>(Impl source, Impl target) where TTo : unmanaged
    {
        switch (source.Type)
        {
            case ScalarType.Float32: Run<float, TTo>(source, target); break;
            case ScalarType.Float64: Run<double, TTo>(source, target); break;
            case ScalarType.Int64: Run<long, TTo>(source, target); break;
            case ScalarType.Int32: Run<int, TTo>(source, target); break;
            case ScalarType.Byte: Run<byte, TTo>(source, target); break;
            case ScalarType.Bool: Run<Truth, TTo>(source, target); break;
            default: throw Types.Unsupported(source.Type);
        }
    }

    private static void Run<TFrom, TTo>(Impl source, Impl target) where TFrom : unmanaged where TTo : unmanaged
    {
        var loop = Loop.Over(target.Sizes, source, target);
        var n = loop.Inner;
        long from = loop.Strides[0][^1], to = loop.Strides[1][^1];
        Span<TFrom> read = source.Window<TFrom>();
        Span<TTo> write = target.Window<TTo>();
        for (long run = 0, runs = loop.Runs; run < runs; run++)
        {
            int s = (int)loop.Start(0, run), t = (int)loop.Start(1, run);
            if (from == 1 && to == 1 && typeof(TFrom) == typeof(TTo))
            {
                var same = System.Runtime.InteropServices.MemoryMarshal.Cast<TFrom, TTo>(read.Slice(s, n));
                same.CopyTo(write[t..]);
                continue;
            }

            if (from == 0 && to == 1)
            {
                write.Slice(t, n).Fill(Cast<TFrom, TTo>(read[s]));
                continue;
            }

            for (var i = 0; i < n; i++)
                write[(int)(t + i * to)] = Cast<TFrom, TTo>(read[(int)(s + i * from)]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTo Cast<TFrom, TTo>(TFrom value) where TFrom : unmanaged where TTo : unmanaged
    {
        if (typeof(TFrom) == typeof(TTo))
            return Unsafe.BitCast<TFrom, TTo>(value);
        if (typeof(TTo) == typeof(float))
            return Unsafe.BitCast<float, TTo>(Number<TFrom, float>(value));
        if (typeof(TTo) == typeof(double))
            return Unsafe.BitCast<double, TTo>(Number<TFrom, double>(value));
        if (typeof(TTo) == typeof(long))
            return Unsafe.BitCast<long, TTo>(Number<TFrom, long>(value));
        if (typeof(TTo) == typeof(int))
            return Unsafe.BitCast<int, TTo>(Number<TFrom, int>(value));
        if (typeof(TTo) == typeof(byte))
            return Unsafe.BitCast<byte, TTo>((byte)Number<TFrom, long>(value));
        return Unsafe.BitCast<byte, TTo>(Number<TFrom, double>(value) != 0 ? (byte)1 : (byte)0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Number<TFrom, T>(TFrom value) where TFrom : unmanaged where T : unmanaged, INumber<T>
    {
        if (typeof(TFrom) == typeof(float))
            return T.CreateTruncating(Unsafe.BitCast<TFrom, float>(value));
        if (typeof(TFrom) == typeof(double))
            return T.CreateTruncating(Unsafe.BitCast<TFrom, double>(value));
        if (typeof(TFrom) == typeof(long))
            return T.CreateTruncating(Unsafe.BitCast<TFrom, long>(value));
        if (typeof(TFrom) == typeof(int))
            return T.CreateTruncating(Unsafe.BitCast<TFrom, int>(value));
        return T.CreateTruncating(Unsafe.BitCast<TFrom, byte>(value));
    }

    /// <summary>A stored truth value; distinct from a byte, because a conversion to it is not a truncation.</summary>
    private enum Truth : byte { False, True }
}
