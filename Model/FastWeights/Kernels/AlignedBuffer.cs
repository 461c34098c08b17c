using System.Runtime.CompilerServices;

namespace ReptileGen.Model.FastWeights.Kernels;

/// <summary>Zeroed elements whose first one stands on a cache line (64 bytes), pinned so that it stays there.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class AlignedBuffer<T>
    where T : unmanaged
{
    private const int Line = 64;
    private readonly T[] array;
    private readonly int start;

    /// <summary><paramref name="length"/> zeros.</summary>
    public unsafe AlignedBuffer(int length)
    {
        array = GC.AllocateArray<T>(checked(length + Line / sizeof(T)), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref array[0]);
        start = (int)((Line - address % Line) % Line) / sizeof(T);
        Length = length;
    }

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>All elements.</summary>
    public Span<T> Span => array.AsSpan(start, Length);

    /// <summary>A part of them.</summary>
    public Span<T> Slice(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset + (ulong)(uint)length, (ulong)Length);
        return array.AsSpan(start + offset, length);
    }
}
