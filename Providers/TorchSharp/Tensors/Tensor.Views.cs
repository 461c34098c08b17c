using TorchSharp.Core;
using TorchSharp.Kernels;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A dense row-major tensor of the same values; this one if it is so already.</summary>
        public Tensor contiguous() => Value.IsContiguous ? alias() : clone();

        /// <summary>A copy that gradients flow through.</summary>
        public Tensor clone()
        {
            var result = Copy.Contiguous(Value);
            return Graph.Tracks(this) ? Graph.Record(result, new Node(this), (g, _) => [g]) : new Tensor(result);
        }

        /// <summary>The same elements in another shape, as a view where the strides allow it; -1 stands for what is left.</summary>
        public Tensor reshape(params long[] shape)
        {
            var sizes = Inferred(shape);
            if (sizes.AsSpan().SequenceEqual(Value.Sizes))
                return alias();
            using var dense = contiguous();
            var original = Value.Sizes;
            return dense.Viewed(sizes, Shape.Contiguous(sizes), dense.Value.Offset, g => g.reshape(original));
        }

        /// <summary>The same elements in another shape, without copying.</summary>
        public Tensor view(params long[] shape)
        {
            if (!Value.IsContiguous)
                throw Types.Error("view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.");
            return reshape(shape);
        }

        /// <summary>Dimensions <paramref name="start_dim"/> to <paramref name="end_dim"/> joined into one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1)
        {
            int first = Shape.Dimension(start_dim, Value.Rank), last = Shape.Dimension(end_dim, Value.Rank);
            var sizes = Value.Sizes;
            return Value.Rank == 0 ? reshape(1) : reshape([.. sizes[..first], Shape.Count(sizes.AsSpan(first, last - first + 1)), .. sizes[(last + 1)..]]);
        }

        /// <summary>A dimension of size 1 inserted.</summary>
        public Tensor unsqueeze(long dim)
        {
            var at = Shape.Dimension(dim, Value.Rank + 1);
            var sizes = Value.Sizes.ToList();
            var strides = Value.Strides.ToList();
            strides.Insert(at, at < sizes.Count ? sizes[at] * strides[at] : 1);
            sizes.Insert(at, 1);
            var original = Value.Sizes;
            return Viewed([.. sizes], [.. strides], Value.Offset, g => g.reshape(original));
        }

        /// <summary>All dimensions of size 1 removed, or the given one if it has size 1.</summary>
        public Tensor squeeze(long? dim = null)
        {
            var only = dim is { } d ? Shape.Dimension(d, Value.Rank) : -1;
            bool Goes(int i) => Value.Sizes[i] == 1 && (dim is null || i == only);
            var original = Value.Sizes;
            return Viewed(Value.Sizes.Where((_, i) => !Goes(i)).ToArray(), Value.Strides.Where((_, i) => !Goes(i)).ToArray(), Value.Offset, g => g.reshape(original));
        }

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor transpose(long dim0, long dim1)
        {
            int a = Shape.Dimension(dim0, Value.Rank), b = Shape.Dimension(dim1, Value.Rank);
            var order = Enumerable.Range(0, Value.Rank).Select(i => (long)i).ToArray();
            if (order.Length > 0)
                (order[a], order[b]) = (b, a);
            return permute(order);
        }

        /// <summary>The transposed matrix.</summary>
        public Tensor t()
        {
            if (Value.Rank > 2)
                throw Types.Error($"t() expects a tensor with <= 2 dimensions, but self is {Value.Rank}D");
            return Value.Rank < 2 ? alias() : transpose(0, 1);
        }

        /// <summary>The transposed matrix.</summary>
        public Tensor T => permute(Enumerable.Range(0, Value.Rank).Reverse().Select(i => (long)i).ToArray());

        /// <summary>Dimensions in another order.</summary>
        public Tensor permute(params long[] permutation)
        {
            var impl = Value;
            var order = permutation.Select(dim => Shape.Dimension(dim, impl.Rank)).ToArray();
            if (order.Length != impl.Rank || order.Distinct().Count() != order.Length)
                throw Types.Error($"permute: {Shape.Text(permutation)} is no order of the {impl.Rank} dimensions of {Shape.Text(impl.Sizes)}");
            var inverse = new long[order.Length];
            for (var i = 0; i < order.Length; i++)
                inverse[order[i]] = i;
            return Viewed(order.Select(i => impl.Sizes[i]).ToArray(), order.Select(i => impl.Strides[i]).ToArray(), impl.Offset, g => g.permute(inverse));
        }

        /// <summary>Dimensions of size 1 repeated without copying; -1 keeps a size.</summary>
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => expand(sizes.ToArray());

        /// <summary>Dimensions of size 1 repeated without copying; -1 keeps a size.</summary>
        public Tensor expand(long[] sizes, bool isImplicit = false) => expand(sizes);

        /// <summary>Dimensions of size 1 repeated without copying; -1 keeps a size.</summary>
        public Tensor expand(params long[] sizes)
        {
            var impl = Value;
            var lead = sizes.Length - impl.Rank;
            if (lead < 0)
                throw Types.Error($"expand: the number of sizes provided ({sizes.Length}) must be greater or equal to the number of dimensions in the tensor ({impl.Rank})");
            var target = sizes.Select((size, i) => size == -1 && i >= lead ? impl.Sizes[i - lead] : size).ToArray();
            return Viewed(target, Shape.Expand(impl.Sizes, impl.Strides, target), impl.Offset, g => Graph.Reduce(g, impl.Sizes, g.dtype));
        }

        /// <summary>Expanded to another tensor's shape.</summary>
        public Tensor expand_as(Tensor other) => expand(other.shape);

        /// <summary>A range of indices of one dimension.</summary>
        public Tensor slice(long dim, long start, long finish, long step)
        {
            var impl = Value;
            var d = Shape.Dimension(dim, impl.Rank);
            var size = impl.Sizes[d];
            start = Math.Clamp(start < 0 ? start + size : start, 0, size);
            finish = Math.Clamp(finish < 0 ? finish + size : finish, start, size);
            if (step <= 0)
                throw Types.Error("slice step must be positive");
            long[] sizes = (long[])impl.Sizes.Clone(), strides = (long[])impl.Strides.Clone();
            sizes[d] = (finish - start + step - 1) / step;
            strides[d] *= step;
            var original = impl.Sizes;
            var result = Viewed(sizes, strides, impl.Offset + start * impl.Strides[d], g => g.Unsliced(d, start, finish, step, original));
            if (result.Value.Node is { } node)
                node.Part = (original, Same);
            return result;

            Impl Same(Impl whole)
            {
                var steps = (long[])whole.Strides.Clone();
                steps[d] *= step;
                return whole.View(sizes, steps, whole.Offset + start * whole.Strides[d]);
            }
        }

        /// <summary>A run of <paramref name="length"/> indices of one dimension.</summary>
        public Tensor narrow(long dim, long start, long length)
        {
            var size = Value.Sizes[Shape.Dimension(dim, Value.Rank)];
            var first = start < 0 ? start + size : start;
            if (length < 0 || first < 0 || first + length > size)
                throw Types.Error($"start ({start}) + length ({length}) exceeds dimension size ({size}).");
            return slice(dim, first, first + length, 1);
        }

        /// <summary>One index of one dimension, which goes.</summary>
        public Tensor select(long dim, long index)
        {
            var d = Shape.Dimension(dim, Value.Rank);
            var size = Value.Sizes[d];
            if (Value.Rank == 0 || index < -size || index >= size)
                throw Types.Error($"select(): index {index} out of range for tensor of size {Shape.Text(Value.Sizes)} at dimension {d}");
            return slice(d, index < 0 ? index + size : index, (index < 0 ? index + size : index) + 1, 1).squeeze(d);
        }

        /// <summary>Parts of <paramref name="size"/> along a dimension, the last one shorter.</summary>
        public Tensor[] split(long size, int dim = 0)
        {
            var whole = this.size(dim);
            return Enumerable.Range(0, (int)((whole + size - 1) / size)).Select(i => slice(dim, i * size, Math.Min((i + 1) * size, whole), 1)).ToArray();
        }

        /// <summary>At most <paramref name="chunks"/> equal parts along a dimension.</summary>
        public Tensor[] chunk(long chunks, long dim = 0L) => split((size((int)dim) + chunks - 1) / chunks, (int)dim);

        /// <summary>The slices of one dimension, which goes.</summary>
        public Tensor[] unbind(long dimension = 0L) => Enumerable.Range(0, (int)size((int)dimension)).Select(i => select(dimension, i)).ToArray();

        /// <summary>The transpose of <see cref="slice"/>: zeros of the larger shape around this tensor.</summary>
        private Tensor Unsliced(int dim, long start, long finish, long step, long[] sizes)
        {
            var result = zeros(sizes, dtype);
            using (var window = result.detach().slice(dim, start, finish, step))
                Copy.Into(Value, window.Value);
            if (!Graph.Tracks(this))
                return result;
            var impl = result.Value.View(sizes, result.Value.Strides, 0);
            result.Dispose();
            return Graph.Record(impl, new Node(this), (g, _) => [g.slice(dim, start, finish, step)]);
        }

        private Tensor Viewed(long[] sizes, long[] strides, long offset, Func<Tensor, Tensor> backward)
        {
            var result = Value.View(sizes, strides, offset);
            return Graph.Tracks(this) ? Graph.Record(result, new Node(this), (g, _) => [backward(g)]) : new Tensor(result);
        }

        private long[] Inferred(long[] shape)
        {
            var sizes = (long[])shape.Clone();
            var open = Array.IndexOf(sizes, -1L);
            if (open >= 0)
            {
                var known = sizes.Where((_, i) => i != open).Aggregate(1L, (product, size) => product * size);
                sizes[open] = known == 0 ? 0 : Value.Count / known;
            }

            if (Shape.Count(sizes) != Value.Count)
                throw Types.Error($"shape '{Shape.Text(shape)}' is invalid for input of size {Value.Count} (shape {Shape.Text(Value.Sizes)})");
            return sizes;
        }
    }
}
