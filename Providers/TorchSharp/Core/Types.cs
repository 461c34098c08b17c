using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Core;

/// <summary>Element types: sizes, promotion, names.</summary>
internal static class Types
{
    public static int Size(ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Bool or ScalarType.Int8 => 1,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 => 8,
        _ => throw Unsupported(type),
    };

    public static bool IsFloating(ScalarType type) => type is ScalarType.Float32 or ScalarType.Float64;

    public static ScalarType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? ScalarType.Float32
        : typeof(T) == typeof(double) ? ScalarType.Float64
        : typeof(T) == typeof(long) ? ScalarType.Int64
        : typeof(T) == typeof(int) ? ScalarType.Int32
        : typeof(T) == typeof(bool) ? ScalarType.Bool
        : typeof(T) == typeof(byte) ? ScalarType.Byte
        : throw new NotSupportedException($"Element type {typeof(T).Name} is not supported by the managed TorchSharp provider.");

    public static NotSupportedException Unsupported(ScalarType type) =>
        new($"Element type {type} is not supported by the managed TorchSharp provider (Float32, Float64, Int64, Int32, Byte, Bool are).");

    /// <summary>The common type of two operands; a tensor without dimensions yields to one with dimensions of the same or a higher category.</summary>
    public static ScalarType Promote(Impl a, Impl b)
    {
        if (a.Type == b.Type)
            return a.Type;
        if (a.Rank == 0 && b.Rank > 0 && Category(a.Type) <= Category(b.Type))
            return b.Type;
        if (b.Rank == 0 && a.Rank > 0 && Category(b.Type) <= Category(a.Type))
            return a.Type;
        return Promote(a.Type, b.Type);
    }

    /// <summary>The type that holds the values of both.</summary>
    public static ScalarType Promote(ScalarType a, ScalarType b) => Rank(a) >= Rank(b) ? a : b;

    /// <summary>The type of a tensor of <paramref name="type"/> combined with a number.</summary>
    public static ScalarType Promote(ScalarType type, Scalar scalar)
    {
        if (Category(scalar.Type) <= Category(type))
            return type;
        return Category(scalar.Type) == 2 ? torch.get_default_dtype() : ScalarType.Int64;
    }

    /// <summary>An error of the native library.</summary>
    public static ExternalException Error(string message) => new(message);

    private static int Category(ScalarType type) => type == ScalarType.Bool ? 0 : IsFloating(type) ? 2 : 1;

    private static int Rank(ScalarType type) => type switch
    {
        ScalarType.Bool => 0,
        ScalarType.Byte => 1,
        ScalarType.Int32 => 2,
        ScalarType.Int64 => 3,
        ScalarType.Float32 => 4,
        ScalarType.Float64 => 5,
        _ => throw Unsupported(type),
    };
}
