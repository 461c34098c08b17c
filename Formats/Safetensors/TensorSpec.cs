using System.Collections.Immutable;

namespace ReptileGen.Formats;

/// <summary>Name, element type and shape of one tensor; row-major, no dimension means a scalar.</summary>
public sealed class TensorSpec
{
    /// <summary>Describes a tensor.</summary>
    /// <param name="name">The name, unique in its file; <c>__metadata__</c> is reserved.</param>
    /// <param name="type">The element type.</param>
    /// <param name="shape">The dimensions, outermost first, none negative.</param>
    /// <exception cref="ArgumentException">Reserved name, negative dimension, or more than 2^63-1 bytes.</exception>
    public TensorSpec(string name, DType type, params ReadOnlySpan<long> shape)
    {
        if (name == ReservedName)
            throw new ArgumentException($"the name {ReservedName} is reserved by the format", nameof(name));
        if (!TryCount(shape, type, out var elements))
            throw new ArgumentException($"{name}: [{string.Join(", ", shape.ToArray())}] is no shape of under 2^63 bytes", nameof(shape));
        Name = name;
        Type = type;
        Shape = [.. shape];
        ElementCount = elements;
    }

    /// <summary>The key under which a header keeps the metadata, hence no tensor's name.</summary>
    internal const string ReservedName = "__metadata__";

    /// <summary>The tensor's name.</summary>
    public string Name { get; }

    /// <summary>The element type.</summary>
    public DType Type { get; }

    /// <summary>The dimensions, outermost first.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>The product of the dimensions; 1 for a scalar.</summary>
    public long ElementCount { get; }

    /// <summary>Bytes that the elements take.</summary>
    public long ByteLength => ElementCount * Type.Size();

    /// <summary>As in messages: <c>images U8 [60000, 28, 28]</c>.</summary>
    public override string ToString() => $"{Name} {Type.Code()} [{string.Join(", ", Shape)}]";

    /// <summary>Multiplies with overflow checks; false if a dimension is negative or the bytes exceed 2^63-1.</summary>
    internal static bool TryCount(ReadOnlySpan<long> shape, DType type, out long elements)
    {
        Int128 bytes = type.Size();
        elements = 0;
        foreach (var dimension in shape)
        {
            if (dimension < 0)
                return false;
            bytes *= dimension; // both factors are below 2^63
            if (bytes > long.MaxValue)
                return false;
        }
        elements = (long)bytes / type.Size();
        return true;
    }
}
