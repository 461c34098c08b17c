namespace Silk.NET.Core;

/// <summary>An image: 4 bytes a pixel (red, green, blue, alpha), rows from top to bottom.</summary>
public readonly struct RawImage(int width, int height, Memory<byte> rgbaPixels) : IEquatable<RawImage>
{
    /// <summary>Pixels across.</summary>
    public int Width { get; } = width;

    /// <summary>Pixels down.</summary>
    public int Height { get; } = height;

    /// <summary>The pixels.</summary>
    public Memory<byte> Pixels { get; } = rgbaPixels;

    /// <summary>Same size, same memory.</summary>
    public static bool operator ==(RawImage left, RawImage right) => left.Equals(right);

    /// <summary>Not the same size or memory.</summary>
    public static bool operator !=(RawImage left, RawImage right) => !left.Equals(right);

    /// <inheritdoc />
    public bool Equals(RawImage other) =>
        Width == other.Width && Height == other.Height && Pixels.Equals(other.Pixels);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is RawImage other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Width, Height, Pixels);
}
