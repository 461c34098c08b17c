using System.Numerics;
using System.Numerics.Tensors;
using TorchSharp.Core;
using static TorchSharp.torch;

namespace TorchSharp.Kernels;

/// <summary>Reading and adding by index. All operands are contiguous; indices are Int64.</summary>
internal static class Gather
{
    /// <summary>Slices of x along a dimension, in the order of the index vector.</summary>
    public static Impl Select(Impl x, int dim, Impl index)
    {
        var (outer, length, inner) = Reduce.Split(x.Sizes, dim);
        var sizes = (long[])x.Sizes.Clone();
        sizes[dim] = index.Count;
        var result = Impl.Empty(x.Type, sizes);
        var bytes = inner * Types.Size(x.Type);
        Span<byte> from = Bytes(x), to = Bytes(result);
        var at = index.Span<long>();
        for (var o = 0; o < outer; o++)
        {
            for (var i = 0; i < at.Length; i++)
                from.Slice((o * length + Check(at[i], length)) * bytes, bytes).CopyTo(to[((o * at.Length + i) * bytes)..]);
        }

        return result;
    }

    /// <summary>The transpose of <see cref="Select"/>: adds slices of source to zeros of the given shape.</summary>
    public static Impl AddSelected(Impl source, int dim, Impl index, long[] sizes)
    {
        var result = Impl.Empty(source.Type, sizes);
        if (source.Type == ScalarType.Float32)
            AddSelected<float>(source, dim, index, result);
        else
            AddSelected<double>(source, dim, index, result);
        return result;
    }

    /// <summary>One element per index: result[.., i, ..] = x[.., index[.., i, ..], ..].</summary>
    public static Impl Elements(Impl x, int dim, Impl index)
    {
        var result = Impl.Empty(x.Type, index.Sizes);
        switch (Types.Size(x.Type))
        {
            case 1: Elements<byte>(x, dim, index, result); break;
            case 4: Elements<int>(x, dim, index, result); break;
            default: Elements<long>(x, dim, index, result); break;
        }

        return result;
    }

    /// <summary>The transpose of <see cref="Elements(Impl, int, Impl)"/>: adds (or writes) source into target by index.</summary>
    public static void Scatter(Impl target, int dim, Impl index, Impl source, bool add)
    {
        switch (target.Type)
        {
            case ScalarType.Float32: Scatter<float>(target, dim, index, source, add); break;
            case ScalarType.Float64: Scatter<double>(target, dim, index, source, add); break;
            case ScalarType.Int64: Scatter<long>(target, dim, index, source, add); break;
            default: throw Types.Unsupported(target.Type);
        }

        target.Storage.Version++;
    }

    private static Span<byte> Bytes(Impl x)
    {
        var size = Types.Size(x.Type);
        return x.Storage.Span<byte>(x.Offset * size, x.Count * size);
    }

    private static int Check(long index, int length)
    {
        if (index < -length || index >= length)
            throw Types.Error($"index {index} is out of bounds for dimension with size {length}");
        return (int)(index < 0 ? index + length : index);
    }

    private static void AddSelected<T>(Impl source, int dim, Impl index, Impl result) where T : unmanaged, INumber<T>
    {
        var (outer, length, inner) = Reduce.Split(result.Sizes, dim);
        Span<T> from = source.Span<T>(), to = result.Span<T>();
        to.Clear();
        var at = index.Span<long>();
        for (var o = 0; o < outer; o++)
        {
            for (var i = 0; i < at.Length; i++)
            {
                var row = to.Slice((o * length + Check(at[i], length)) * inner, inner);
                TensorPrimitives.Add(row, from.Slice((o * at.Length + i) * inner, inner), row);
            }
        }
    }

    private static void Elements<T>(Impl x, int dim, Impl index, Impl result) where T : unmanaged
    {
        var walk = new Walk(x, dim, index);
        Span<T> from = x.Span<T>(), to = result.Span<T>();
        var at = index.Span<long>();
        for (var i = 0; i < at.Length; i++)
            to[i] = from[(int)walk.Position(i, Check(at[i], (int)x.Sizes[dim]))];
    }

    private static void Scatter<T>(Impl target, int dim, Impl index, Impl source, bool add) where T : unmanaged, INumber<T>
    {
        var walk = new Walk(target, dim, index);
        Span<T> to = target.Span<T>(), from = source.Span<T>();
        var at = index.Span<long>();
        for (var i = 0; i < at.Length; i++)
        {
            ref var cell = ref to[(int)walk.Position(i, Check(at[i], (int)target.Sizes[dim]))];
            cell = add ? cell + from[i] : from[i];
        }
    }

    /// <summary>Position in the data that belongs to the i-th index.</summary>
    private readonly struct Walk(Impl data, int dim, Impl index)
    {
        private readonly long[] _strides = Shape.Contiguous(data.Sizes);

        public long Position(long i, int at)
        {
            var position = at * _strides[dim];
            for (var d = index.Rank - 1; d >= 0; d--)
            {
                if (d != dim)
                    position += i % index.Sizes[d] * _strides[d];
                i /= index.Sizes[d];
            }

            return position;
        }
    }
}
