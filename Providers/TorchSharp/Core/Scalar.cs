using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number of a given element type, made by implicit conversion.</summary>
public sealed class Scalar : IDisposable
{
    private readonly double _real;
    private readonly long _integer;

    internal Scalar(double value, ScalarType type)
    {
        _real = value;
        _integer = double.IsFinite(value) ? (long)value : 0;
        Type = type;
    }

    internal Scalar(long value, ScalarType type)
    {
        _real = value;
        _integer = value;
        Type = type;
    }

    /// <summary>The element type that the number came from.</summary>
    public ScalarType Type { get; }

    internal double Real => _real;

    internal long Integer => _integer;

    /// <summary>A Byte.</summary>
    public static implicit operator Scalar(byte value) => new(value, ScalarType.Byte);

    /// <summary>An Int32.</summary>
    public static implicit operator Scalar(int value) => new(value, ScalarType.Int32);

    /// <summary>An Int64.</summary>
    public static implicit operator Scalar(long value) => new(value, ScalarType.Int64);

    /// <summary>A Float32.</summary>
    public static implicit operator Scalar(float value) => new(value, ScalarType.Float32);

    /// <summary>A Float64.</summary>
    public static implicit operator Scalar(double value) => new(value, ScalarType.Float64);

    /// <summary>A Bool.</summary>
    public static implicit operator Scalar(bool value) => new(value ? 1L : 0L, ScalarType.Bool);

    /// <summary>Nothing to release with this provider.</summary>
    public void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>Conversions from <see cref="Scalar"/> to .NET numbers.</summary>
public static class ScalarExtensionMethods
{
    /// <summary>As a number of type Float64.</summary>
    public static Scalar ToScalar(this double value) => value;

    /// <summary>As a number of type Float32.</summary>
    public static Scalar ToScalar(this float value) => value;

    /// <summary>As a number of type Int64.</summary>
    public static Scalar ToScalar(this long value) => value;

    /// <summary>As a double.</summary>
    public static double ToDouble(this Scalar value) => value.Real;

    /// <summary>As a float.</summary>
    public static float ToSingle(this Scalar value) => (float)value.Real;

    /// <summary>As a long, truncated.</summary>
    public static long ToInt64(this Scalar value) => value.Integer;

    /// <summary>As an int, truncated.</summary>
    public static int ToInt32(this Scalar value) => (int)value.Integer;

    /// <summary>True if it is not 0.</summary>
    public static bool ToBoolean(this Scalar value) => value.Real != 0;
}
