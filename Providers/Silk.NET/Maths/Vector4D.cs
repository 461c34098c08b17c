namespace Silk.NET.Maths;

/// <summary>A vector of four components.</summary>
/// <typeparam name="T">int, uint, long, float or double.</typeparam>
public struct Vector4D<T> : IEquatable<Vector4D<T>>
    where T : unmanaged, IFormattable, IEquatable<T>, IComparable<T>
{
    /// <summary>The first component.</summary>
    public T X;

    /// <summary>The second component.</summary>
    public T Y;

    /// <summary>The third component.</summary>
    public T Z;

    /// <summary>The fourth component.</summary>
    public T W;

    /// <summary>A vector with four equal components.</summary>
    public Vector4D(T value) : this(value, value, value, value)
    {
    }

    /// <summary>A vector from its components.</summary>
    public Vector4D(T x, T y, T z, T w) => (X, Y, Z, W) = (x, y, z, w);

    /// <summary>All components equal.</summary>
    public static bool operator ==(Vector4D<T> left, Vector4D<T> right) => left.Equals(right);

    /// <summary>Some component differs.</summary>
    public static bool operator !=(Vector4D<T> left, Vector4D<T> right) => !left.Equals(right);

    /// <inheritdoc />
    public readonly bool Equals(Vector4D<T> other) =>
        X.Equals(other.X) && Y.Equals(other.Y) && Z.Equals(other.Z) && W.Equals(other.W);

    /// <inheritdoc />
    public override readonly bool Equals(object? obj) => obj is Vector4D<T> other && Equals(other);

    /// <inheritdoc />
    public override readonly int GetHashCode() => HashCode.Combine(X, Y, Z, W);
}
