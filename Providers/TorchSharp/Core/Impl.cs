using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Core;

/// <summary>
/// What a tensor is behind its handle: a strided window on a <see cref="Storage"/>, plus its place in the autograd graph.
/// Several <see cref="Tensor"/> objects may share one; it goes when the last reference is released.
/// </summary>
internal sealed class Impl
{
    private int _references = 1;

    /// <summary>A window on storage whose reference the new object takes over.</summary>
    public Impl(Storage storage, ScalarType type, long[] sizes, long[] strides, long offset)
    {
        Storage = storage;
        Type = type;
        Sizes = sizes;
        Strides = strides;
        Offset = offset;
        Count = Shape.Count(sizes);
    }

    public Storage Storage { get; }

    public ScalarType Type { get; }

    public long[] Sizes { get; }

    public long[] Strides { get; }

    public long Offset { get; }

    public long Count { get; }

    public int Rank => Sizes.Length;

    /// <summary>True for a leaf that collects a gradient.</summary>
    public bool RequiresGrad { get; set; }

    /// <summary>The operation that made this tensor, if it is tracked.</summary>
    public Node? Node { get; set; }

    /// <summary>The collected gradient of a leaf.</summary>
    public Impl? Gradient { get; set; }

    public bool Tracked => RequiresGrad || Node is not null;

    public bool IsContiguous => Shape.IsContiguous(Sizes, Strides);

    /// <summary>True if nobody else can see this tensor's values.</summary>
    public bool IsUnique => Volatile.Read(ref _references) == 1 && Storage.IsUnique;

    /// <summary>A contiguous tensor of undefined content.</summary>
    public static Impl Empty(ScalarType type, params long[] sizes) =>
        new(Storage.Allocate(Shape.Count(sizes) * Types.Size(type)), type, sizes, Shape.Contiguous(sizes), 0);

    /// <summary>A view of the same memory, without history.</summary>
    public Impl View(long[] sizes, long[] strides, long offset)
    {
        Storage.Retain();
        return new Impl(Storage, Type, sizes, strides, offset);
    }

    /// <summary>All values of a contiguous tensor.</summary>
    public Span<T> Span<T>() where T : unmanaged => Storage.Span<T>(Offset, Count);

    /// <summary>The memory from the first value on, for strided access.</summary>
    public Span<T> Window<T>() where T : unmanaged => Storage.Span<T>(Offset, long.MaxValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Impl Retain()
    {
        Interlocked.Increment(ref _references);
        return this;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) != 0)
            return;
        Storage.Release();
        Gradient?.Release();
        Node?.Release();
    }
}
