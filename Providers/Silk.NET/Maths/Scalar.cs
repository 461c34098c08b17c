using System.Runtime.CompilerServices;

namespace Silk.NET.Maths;

/// <summary>Arithmetic on the component types of vectors: int, uint, long, float, double.</summary>
internal static class Scalar
{
    public static T Add<T>(T a, T b) where T : unmanaged =>
        typeof(T) == typeof(int) ? From<int, T>(To<T, int>(a) + To<T, int>(b))
        : typeof(T) == typeof(uint) ? From<uint, T>(To<T, uint>(a) + To<T, uint>(b))
        : typeof(T) == typeof(long) ? From<long, T>(To<T, long>(a) + To<T, long>(b))
        : typeof(T) == typeof(float) ? From<float, T>(To<T, float>(a) + To<T, float>(b))
        : typeof(T) == typeof(double) ? From<double, T>(To<T, double>(a) + To<T, double>(b))
        : throw Unsupported<T>();

    public static T Multiply<T>(T a, T b) where T : unmanaged =>
        typeof(T) == typeof(int) ? From<int, T>(To<T, int>(a) * To<T, int>(b))
        : typeof(T) == typeof(uint) ? From<uint, T>(To<T, uint>(a) * To<T, uint>(b))
        : typeof(T) == typeof(long) ? From<long, T>(To<T, long>(a) * To<T, long>(b))
        : typeof(T) == typeof(float) ? From<float, T>(To<T, float>(a) * To<T, float>(b))
        : typeof(T) == typeof(double) ? From<double, T>(To<T, double>(a) * To<T, double>(b))
        : throw Unsupported<T>();

    public static T Divide<T>(T a, T b) where T : unmanaged =>
        typeof(T) == typeof(int) ? From<int, T>(To<T, int>(a) / To<T, int>(b))
        : typeof(T) == typeof(uint) ? From<uint, T>(To<T, uint>(a) / To<T, uint>(b))
        : typeof(T) == typeof(long) ? From<long, T>(To<T, long>(a) / To<T, long>(b))
        : typeof(T) == typeof(float) ? From<float, T>(To<T, float>(a) / To<T, float>(b))
        : typeof(T) == typeof(double) ? From<double, T>(To<T, double>(a) / To<T, double>(b))
        : throw Unsupported<T>();

    public static T Subtract<T>(T a, T b) where T : unmanaged =>
        typeof(T) == typeof(int) ? From<int, T>(To<T, int>(a) - To<T, int>(b))
        : typeof(T) == typeof(uint) ? From<uint, T>(To<T, uint>(a) - To<T, uint>(b))
        : typeof(T) == typeof(long) ? From<long, T>(To<T, long>(a) - To<T, long>(b))
        : typeof(T) == typeof(float) ? From<float, T>(To<T, float>(a) - To<T, float>(b))
        : typeof(T) == typeof(double) ? From<double, T>(To<T, double>(a) - To<T, double>(b))
        : throw Unsupported<T>();

    /// <summary>Converts between component types as a cast does.</summary>
    public static TOther As<T, TOther>(T value) where T : unmanaged where TOther : unmanaged =>
        typeof(T) == typeof(TOther) ? From<T, TOther>(value)
        : typeof(TOther) == typeof(int) ? From<int, TOther>((int)Double(value))
        : typeof(TOther) == typeof(uint) ? From<uint, TOther>((uint)Double(value))
        : typeof(TOther) == typeof(long) ? From<long, TOther>((long)Double(value))
        : typeof(TOther) == typeof(float) ? From<float, TOther>((float)Double(value))
        : typeof(TOther) == typeof(double) ? From<double, TOther>(Double(value))
        : throw Unsupported<TOther>();

    private static double Double<T>(T value) where T : unmanaged =>
        typeof(T) == typeof(int) ? To<T, int>(value)
        : typeof(T) == typeof(uint) ? To<T, uint>(value)
        : typeof(T) == typeof(long) ? To<T, long>(value)
        : typeof(T) == typeof(float) ? To<T, float>(value)
        : typeof(T) == typeof(double) ? To<T, double>(value)
        : throw Unsupported<T>();

    private static TTo To<TFrom, TTo>(TFrom value) where TFrom : unmanaged where TTo : unmanaged =>
        Unsafe.As<TFrom, TTo>(ref value);

    private static TTo From<TFrom, TTo>(TFrom value) where TFrom : unmanaged where TTo : unmanaged =>
        Unsafe.As<TFrom, TTo>(ref value);

    private static NotSupportedException Unsupported<T>() =>
        new($"Vectors of {typeof(T).Name} are not supported here: use int, uint, long, float or double.");
}
