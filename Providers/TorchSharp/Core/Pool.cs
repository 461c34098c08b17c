using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Core;

/// <summary>Free blocks by size class, per thread: four classes an octave, so at most a fifth of a block is idle.</summary>
internal static class Pool
{
    /// <summary>Bytes to which every block starts aligned.</summary>
    public const int Alignment = 64;

    private const long Capacity = 512L << 20;

    [ThreadStatic] private static Stack<byte[]>?[]? _free;
    [ThreadStatic] private static long _held;

    /// <summary>The first aligned position in a pinned array.</summary>
    public static unsafe int AlignedStart(byte[] array)
    {
        var address = (nuint)Unsafe.AsPointer(ref array[0]);
        return (int)((Alignment - address % Alignment) % Alignment);
    }

    public static byte[] Rent(int bytes)
    {
        var size = ClassOf(bytes, out var index);
        var free = _free?[index];
        if (free is { Count: > 0 })
        {
            _held -= size;
            return free.Pop();
        }

        return GC.AllocateUninitializedArray<byte>(size + Alignment, pinned: true);
    }

    public static void Return(byte[] array)
    {
        var size = array.Length - Alignment;
        if (_held + size > Capacity)
            return;
        ClassOf(size, out var index);
        _free ??= new Stack<byte[]>?[128];
        (_free[index] ??= new Stack<byte[]>()).Push(array);
        _held += size;
    }

    private static int ClassOf(int bytes, out int index)
    {
        var size = Math.Max(bytes, 64);
        var octave = BitOperations.Log2((uint)(size - 1));
        var quarter = 1 << Math.Max(octave - 2, 0);
        var rounded = (int)Math.Min(((long)size + quarter - 1) / quarter * quarter, Array.MaxLength - Alignment);
        index = octave * 4 + ((rounded - 1) >> Math.Max(octave - 2, 0) & 3);
        return rounded;
    }
}
