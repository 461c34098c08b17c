using System.Collections;
using TorchSharp.Core;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>Element access to a tensor's memory, in row-major order whatever the strides.</summary>
/// <typeparam name="T">The .NET type of the elements.</typeparam>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly Tensor _tensor;

    internal TensorAccessor(Tensor tensor) => _tensor = tensor.alias();

    /// <summary>Number of elements.</summary>
    public long Count => _tensor.numel();

    /// <summary>All elements, a copy.</summary>
    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result.AsSpan());
        return result;
    }

    /// <summary>One element, by index per dimension or (for one index) by position.</summary>
    public T this[params long[] indices]
    {
        get => _tensor.Value.Window<T>()[Position(indices)];
        set
        {
            _tensor.Value.Window<T>()[Position(indices)] = value;
            _tensor.Value.Storage.Version++;
        }
    }

    /// <summary>Copies elements from position <paramref name="tensorIndex"/> on to an array.</summary>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies elements from position <paramref name="tensorIndex"/> on to a span.</summary>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        using var dense = _tensor.detach();
        using var flat = dense.contiguous();
        flat.Value.Span<T>()[(int)tensorIndex..].CopyTo(array[arrayIndex..]);
    }

    /// <summary>Copies from an array to the elements from position <paramref name="tensorIndex"/> on.</summary>
    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    /// <summary>Copies from a span to the elements from position <paramref name="tensorIndex"/> on.</summary>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var impl = _tensor.Value;
        var source = array[arrayIndex..];
        var count = (int)Math.Min(source.Length, impl.Count - tensorIndex);
        if (impl.IsContiguous)
        {
            source[..count].CopyTo(impl.Span<T>()[(int)tensorIndex..]);
        }
        else
        {
            for (var i = 0; i < count; i++)
                impl.Window<T>()[Flat(tensorIndex + i)] = source[i];
        }

        impl.Storage.Version++;
    }

    /// <summary>Ends the access.</summary>
    public void Dispose()
    {
        _tensor.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The elements in row-major order.</summary>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Position(long[] indices)
    {
        var impl = _tensor.Value;
        if (indices.Length == 1)
        {
            if (indices[0] < 0 || indices[0] >= impl.Count)
                throw new IndexOutOfRangeException($"index {indices[0]} is out of range for {impl.Count} elements");
            return Flat(indices[0]);
        }

        if (indices.Length != impl.Rank)
            throw new ArgumentException($"{indices.Length} indices for a tensor of shape {Shape.Text(impl.Sizes)}");
        var at = 0L;
        for (var d = 0; d < indices.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= impl.Sizes[d])
                throw new IndexOutOfRangeException($"index {indices[d]} is out of range for dimension {d} of shape {Shape.Text(impl.Sizes)}");
            at += indices[d] * impl.Strides[d];
        }

        return (int)at;
    }

    private int Flat(long position)
    {
        var impl = _tensor.Value;
        var at = 0L;
        for (var d = impl.Rank - 1; d >= 0; d--)
        {
            at += position % impl.Sizes[d] * impl.Strides[d];
            position /= impl.Sizes[d];
        }

        return (int)at;
    }
}
