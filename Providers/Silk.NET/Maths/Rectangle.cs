namespace Silk.NET.Maths;

/// <summary>A rectangle: its corner with the smallest coordinates, and its size.</summary>
/// <typeparam name="T">int, uint, long, float or double.</typeparam>
public struct Rectangle<T> : IEquatable<Rectangle<T>>
    where T : unmanaged, IFormattable, IEquatable<T>, IComparable<T>
{
    /// <summary>The corner with the smallest coordinates.</summary>
    public Vector2D<T> Origin;

    /// <summary>Width and height.</summary>
    public Vector2D<T> Size;

    /// <summary>A rectangle from corner and size.</summary>
    public Rectangle(Vector2D<T> origin, Vector2D<T> size) => (Origin, Size) = (origin, size);

    /// <summary>A rectangle from four numbers.</summary>
    public Rectangle(T originX, T originY, T sizeX, T sizeY)
        : this(new Vector2D<T>(originX, originY), new Vector2D<T>(sizeX, sizeY))
    {
    }

    /// <summary>The corner opposite to <see cref="Origin"/>.</summary>
    public readonly Vector2D<T> Max => Origin + Size;

    /// <summary>Whether <paramref name="point"/> lies inside or on the border.</summary>
    public readonly bool Contains(Vector2D<T> point) =>
        point.X.CompareTo(Origin.X) >= 0 && point.Y.CompareTo(Origin.Y) >= 0
        && point.X.CompareTo(Max.X) <= 0 && point.Y.CompareTo(Max.Y) <= 0;

    /// <summary>Same corner and size.</summary>
    public static bool operator ==(Rectangle<T> value1, Rectangle<T> value2) => value1.Equals(value2);

    /// <summary>Another corner or size.</summary>
    public static bool operator !=(Rectangle<T> value1, Rectangle<T> value2) => !value1.Equals(value2);

    /// <inheritdoc />
    public readonly bool Equals(Rectangle<T> other) => Origin.Equals(other.Origin) && Size.Equals(other.Size);

    /// <inheritdoc />
    public override readonly bool Equals(object? obj) => obj is Rectangle<T> other && Equals(other);

    /// <inheritdoc />
    public override readonly int GetHashCode() => HashCode.Combine(Origin, Size);
}
