namespace ReptileGen.Formats;

/// <summary>The element types of a safetensors file that this library knows; names as in the file, in C# spelling.</summary>
/// <remarks>The order is the reference writer's: tensors stand in a file by falling type, so that all are aligned.</remarks>
public enum DType
{
    /// <summary><c>BOOL</c>: one byte, 0 or 1.</summary>
    Bool,

    /// <summary><c>U8</c>: unsigned, 8 bits.</summary>
    U8,

    /// <summary><c>I8</c>: signed, 8 bits.</summary>
    I8,

    /// <summary><c>I16</c>: signed, 16 bits.</summary>
    I16,

    /// <summary><c>U16</c>: unsigned, 16 bits.</summary>
    U16,

    /// <summary><c>F16</c>: IEEE half precision.</summary>
    F16,

    /// <summary><c>BF16</c>: the upper half of a single; readable as bytes only.</summary>
    BF16,

    /// <summary><c>I32</c>: signed, 32 bits.</summary>
    I32,

    /// <summary><c>U32</c>: unsigned, 32 bits.</summary>
    U32,

    /// <summary><c>F32</c>: IEEE single precision.</summary>
    F32,

    /// <summary><c>F64</c>: IEEE double precision.</summary>
    F64,

    /// <summary><c>I64</c>: signed, 64 bits.</summary>
    I64,

    /// <summary><c>U64</c>: unsigned, 64 bits.</summary>
    U64,
}

/// <summary>What a <see cref="DType"/> is called in a file, how many bytes an element takes, which C# type reads it.</summary>
public static class DTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this DType type) => type switch
    {
        DType.Bool or DType.U8 or DType.I8 => 1,
        DType.I16 or DType.U16 or DType.F16 or DType.BF16 => 2,
        DType.I32 or DType.U32 or DType.F32 => 4,
        DType.I64 or DType.U64 or DType.F64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no such element type"),
    };

    /// <summary>The name in the file, such as <c>F32</c>.</summary>
    public static string Code(this DType type) => type.ToString().ToUpperInvariant();

    /// <summary>The type of elements that C# holds as <typeparamref name="T"/>.</summary>
    /// <exception cref="ArgumentException">No element type corresponds to <typeparamref name="T"/>.</exception>
    public static DType Of<T>()
        where T : unmanaged => Type.GetTypeCode(typeof(T)) switch
        {
            TypeCode.Boolean => DType.Bool,
            TypeCode.Byte => DType.U8,
            TypeCode.SByte => DType.I8,
            TypeCode.Int16 => DType.I16,
            TypeCode.UInt16 => DType.U16,
            TypeCode.Int32 => DType.I32,
            TypeCode.UInt32 => DType.U32,
            TypeCode.Int64 => DType.I64,
            TypeCode.UInt64 => DType.U64,
            TypeCode.Single => DType.F32,
            TypeCode.Double => DType.F64,
            _ when typeof(T) == typeof(Half) => DType.F16,
            _ => throw new ArgumentException($"no safetensors element type holds {typeof(T)}"),
        };

    /// <summary>Reads a name from a file; false if it is unknown.</summary>
    internal static bool TryParse(string code, out DType type)
    {
        foreach (var candidate in Enum.GetValues<DType>())
        {
            if (candidate.Code() != code)
                continue;
            type = candidate;
            return true;
        }
        type = default;
        return false;
    }
}
