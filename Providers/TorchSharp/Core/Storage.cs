using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Core;

/// <summary>
/// A counted block of memory shared by tensors and their views. The block is a pinned managed array, so that memory
/// which nobody returned is found by the garbage collector, and a released one goes back to the <see cref="Pool"/>.
/// </summary>
internal sealed class Storage
{
    private byte[] _array;
    private readonly int _start;
    private int _references = 1;

    private Storage(byte[] array, long bytes)
    {
        _array = array;
        Bytes = bytes;
        _start = Pool.AlignedStart(array);
    }

    /// <summary>Size in bytes that was asked for.</summary>
    public long Bytes { get; }

    /// <summary>How often the content was changed in place: a saved tensor compares it before a backward pass.</summary>
    public int Version { get; set; }

    /// <summary>True while exactly one tensor uses the block.</summary>
    public bool IsUnique => Volatile.Read(ref _references) == 1;

    /// <summary>Takes a block of at least <paramref name="bytes"/> bytes, aligned to a cache line, content undefined.</summary>
    public static Storage Allocate(long bytes)
    {
        if (bytes > Array.MaxLength - 2 * Pool.Alignment)
            throw new OutOfMemoryException($"A tensor of {bytes} bytes is larger than the managed provider can hold ({Array.MaxLength} bytes).");
        return new Storage(Pool.Rent((int)bytes), bytes);
    }

    /// <summary>The elements from <paramref name="offset"/> on.</summary>
    public Span<T> Span<T>(long offset, long count) where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_array.Length == 0, this);
        var bytes = _array.AsSpan(_start, (int)Bytes);
        return MemoryMarshal.CreateSpan(
            ref Unsafe.Add(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetReference(bytes)), (nint)offset),
            checked((int)Math.Min(count, Bytes / Unsafe.SizeOf<T>() - offset)));
    }

    public void Retain() => Interlocked.Increment(ref _references);

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) != 0)
            return;
        var array = _array;
        _array = [];
        Pool.Return(array);
    }
}
