using System.Globalization;
using System.Numerics;

namespace Silk.NET.Maths;

/// <summary>A vector of two components.</summary>
/// <typeparam name="T">int, uint, long, float or double.</typeparam>
public struct Vector2D<T> : IEquatable<Vector2D<T>>, IFormattable
    where T : unmanaged, IFormattable, IEquatable<T>, IComparable<T>
{
    /// <summary>The first component.</summary>
    public T X;

    /// <summary>The second component.</summary>
    public T Y;

    /// <summary>A vector with two equal components.</summary>
    public Vector2D(T value) : this(value, value)
    {
    }

    /// <summary>A vector from its components.</summary>
    public Vector2D(T x, T y) => (X, Y) = (x, y);

    /// <summary>(0, 0).</summary>
    public static Vector2D<T> Zero => default;

    /// <summary>(1, 1).</summary>
    public static Vector2D<T> One => new(Scalar.As<int, T>(1));

    /// <summary>Component by component.</summary>
    public static Vector2D<T> operator +(Vector2D<T> left, Vector2D<T> right) =>
        new(Scalar.Add(left.X, right.X), Scalar.Add(left.Y, right.Y));

    /// <summary>Component by component.</summary>
    public static Vector2D<T> operator -(Vector2D<T> left, Vector2D<T> right) =>
        new(Scalar.Subtract(left.X, right.X), Scalar.Subtract(left.Y, right.Y));

    /// <summary>Component by component.</summary>
    public static Vector2D<T> operator *(Vector2D<T> left, Vector2D<T> right) =>
        new(Scalar.Multiply(left.X, right.X), Scalar.Multiply(left.Y, right.Y));

    /// <summary>Each component times <paramref name="right"/>.</summary>
    public static Vector2D<T> operator *(Vector2D<T> left, T right) => left * new Vector2D<T>(right);

    /// <summary>Component by component.</summary>
    public static Vector2D<T> operator /(Vector2D<T> left, Vector2D<T> right) =>
        new(Scalar.Divide(left.X, right.X), Scalar.Divide(left.Y, right.Y));

    /// <summary>Each component divided by <paramref name="value2"/>.</summary>
    public static Vector2D<T> operator /(Vector2D<T> value1, T value2) => value1 / new Vector2D<T>(value2);

    /// <summary>Both components equal.</summary>
    public static bool operator ==(Vector2D<T> left, Vector2D<T> right) => left.Equals(right);

    /// <summary>Some component differs.</summary>
    public static bool operator !=(Vector2D<T> left, Vector2D<T> right) => !left.Equals(right);

    /// <summary>The same vector for <see cref="System.Numerics"/>.</summary>
    public static explicit operator Vector2(Vector2D<T> from) =>
        new(Scalar.As<T, float>(from.X), Scalar.As<T, float>(from.Y));

    /// <summary>The same vector with components of another type.</summary>
    public readonly Vector2D<TOther> As<TOther>()
        where TOther : unmanaged, IFormattable, IEquatable<TOther>, IComparable<TOther> =>
        new(Scalar.As<T, TOther>(X), Scalar.As<T, TOther>(Y));

    /// <inheritdoc />
    public readonly bool Equals(Vector2D<T> other) => X.Equals(other.X) && Y.Equals(other.Y);

    /// <inheritdoc />
    public override readonly bool Equals(object? obj) => obj is Vector2D<T> other && Equals(other);

    /// <inheritdoc />
    public override readonly int GetHashCode() => HashCode.Combine(X, Y);

    /// <inheritdoc />
    public override readonly string ToString() => ToString("G", CultureInfo.CurrentCulture);

    /// <inheritdoc />
    public readonly string ToString(string? format, IFormatProvider? formatProvider) =>
        $"<{X.ToString(format, formatProvider)}{NumberFormatInfo.GetInstance(formatProvider).NumberGroupSeparator} " +
        $"{Y.ToString(format, formatProvider)}>";
}

/// <summary>Functions of <see cref="Vector2D{T}"/>.</summary>
public static class Vector2D
{
    /// <summary>Component by component.</summary>
    public static Vector2D<T> Add<T>(Vector2D<T> left, Vector2D<T> right)
        where T : unmanaged, IFormattable, IEquatable<T>, IComparable<T> => left + right;

    /// <summary>Component by component.</summary>
    public static Vector2D<T> Subtract<T>(Vector2D<T> left, Vector2D<T> right)
        where T : unmanaged, IFormattable, IEquatable<T>, IComparable<T> => left - right;
}
