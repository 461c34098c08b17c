using TorchSharp.Core;
using TorchSharp.Kernels;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Sum of all elements.</summary>
        public Tensor sum(ScalarType? type = null) => Summed(null, false, type);

        /// <summary>Sum along one dimension.</summary>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Summed([dim], keepdim, type);

        /// <summary>Sum along some dimensions (all if there are none).</summary>
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Summed(dim, keepdim, type);

        /// <summary>Sum along some dimensions (all if there are none).</summary>
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => Summed(dim.ToArray(), keepdim, type);

        /// <summary>Mean of all elements.</summary>
        public Tensor mean() => Averaged(null).sum().div(numel());

        /// <summary>Mean along some dimensions.</summary>
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null)
        {
            var total = Averaged(type).Summed(dimensions, keepdim, type);
            return total.div(numel() / Math.Max(total.numel(), 1));
        }

        /// <summary>Variance of all elements.</summary>
        public Tensor var(bool unbiased = true) => sub(mean()).square().sum().div(numel() - (unbiased ? 1 : 0));

        /// <summary>Variance along one dimension.</summary>
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            sub(mean([dim], true)).square().sum(dim, keepdim).div(size((int)dim) - (unbiased ? 1 : 0));

        /// <summary>Standard deviation of all elements.</summary>
        public Tensor std(bool unbiased = true) => var(unbiased).sqrt();

        /// <summary>The largest element.</summary>
        public Tensor max() => Flat().Extreme(ReduceOp.Max, 0, false);

        /// <summary>The smallest element.</summary>
        public Tensor min() => Flat().Extreme(ReduceOp.Min, 0, false);

        /// <summary>The largest elements along some dimensions; equal ones share the gradient.</summary>
        public Tensor amax(params long[] dims) => amax(dims, false);

        /// <summary>The largest elements along some dimensions; equal ones share the gradient.</summary>
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null)
        {
            var result = this;
            foreach (var dim in dims.Select(dim => Shape.Dimension(dim, Value.Rank)).OrderDescending())
                result = result.Extreme(ReduceOp.Max, dim, keepdim);
            return result;
        }

        /// <summary>The largest elements along a dimension and where they are first.</summary>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Found(dim, keepdim, true);

        /// <summary>The smallest elements along a dimension and where they are first.</summary>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Found(dim, keepdim, false);

        /// <summary>Position of the first largest element.</summary>
        public Tensor argmax() => Flat().argmax(0);

        /// <summary>Positions of the first largest elements along a dimension.</summary>
        public Tensor argmax(long dim, bool keepdim = false)
        {
            var (values, indexes) = Found(dim, keepdim, true);
            values.Dispose();
            return indexes;
        }

        /// <summary><c>log(sum(exp(x)))</c> along a dimension, without overflow.</summary>
        public Tensor logsumexp(long dim, bool keepdim = false)
        {
            using var constant = detach();
            using var largest = constant.amax([dim], true);
            using var shift = largest.where(largest.isfinite(), largest.zeros_like());
            var sum = sub(shift).exp().sum(dim, true).log().add(shift);
            return keepdim ? sum : sum.squeeze(dim);
        }

        /// <summary>Exponentials that sum to 1 along a dimension.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null) => log_softmax(dim, dtype).exp();

        /// <summary>Logarithm of <see cref="softmax"/>, without overflow.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null)
        {
            var x = dtype is { } type ? to_type(type) : this;
            using var constant = x.detach();
            using var normal = constant.sub(constant.logsumexp(dim, true));
            if (!Graph.Tracks(x))
                return normal.alias();
            var node = new Node(x);
            var impl = normal.Value.View(normal.Value.Sizes, normal.Value.Strides, normal.Value.Offset);
            var output = node.SaveOutput(impl);
            return Graph.Record(impl, node, (g, _) => [g.sub(output.Get().exp().mul(g.sum(dim, true)))]);
        }

        private Tensor Flat() => reshape(-1);

        private Tensor Summed(long[]? dims, bool keepdim, ScalarType? type)
        {
            var x = As(type ?? (is_floating_point() ? dtype : ScalarType.Int64));
            var rank = x.Value.Rank;
            var along = new bool[rank];
            foreach (var dim in dims ?? [])
                along[Shape.Dimension(dim, rank)] |= rank > 0;
            if (dims is null || dims.Length == 0)
                Array.Fill(along, true);
            var result = Sum(x.Value, along);
            var kept = result.Sizes;
            if (!keepdim)
            {
                var sizes = kept.Where((_, d) => !along[d]).ToArray();
                var view = result.View(sizes, Shape.Contiguous(sizes), 0);
                result.Release();
                result = view;
            }

            if (!Graph.Tracks(x))
                return new Tensor(result);
            var shape = x.Value.Sizes;
            return Graph.Record(result, new Node(x), (g, _) => [(keepdim ? g : g.reshape(kept)).expand(shape)]);
        }

        /// <summary>Sums marked dimensions, adjacent ones at once; the result keeps them with size 1.</summary>
        private static Impl Sum(Impl x, bool[] along)
        {
            var current = x.IsContiguous ? x.Retain() : Copy.Contiguous(x);
            var sizes = (long[])x.Sizes.Clone();
            for (var last = along.Length - 1; last >= 0; last--)
            {
                if (!along[last])
                    continue;
                var first = last;
                while (first > 0 && along[first - 1])
                    first--;
                long[] block = [Shape.Count(sizes.AsSpan(0, first)), Shape.Count(sizes.AsSpan(first, last - first + 1)), Shape.Count(sizes.AsSpan(last + 1))];
                using var view = new Tensor(current.View(block, Shape.Contiguous(block), current.Offset));
                var reduced = Reduce.Along(ReduceOp.Sum, view.Value, 1);
                current.Release();
                current = reduced;
                Array.Fill(sizes, 1, first, last - first + 1);
                last = first;
            }

            if (along.Length == 0 || !along.Contains(true))
            {
                var copy = Copy.Contiguous(current);
                current.Release();
                return copy;
            }

            var result = current.View(sizes, Shape.Contiguous(sizes), current.Offset);
            current.Release();
            return result;
        }

        private Tensor Extreme(ReduceOp op, long dim, bool keepdim)
        {
            var d = Shape.Dimension(dim, Value.Rank);
            using var dense = contiguous();
            var result = Reduce.Along(op, dense.Value, d);
            Tensor kept;
            if (Graph.Tracks(this))
            {
                var node = new Node(this);
                Saved input = node.Save(this), output = node.SaveOutput(result);
                kept = Graph.Record(result, node, (g, _) =>
                {
                    using var hit = input.Get().detach().eq(output.Get().detach());
                    using var share = hit.to_type(g.dtype);
                    return [g.mul(share.div(share.sum(d, true)))];
                });
            }
            else
            {
                kept = new Tensor(result);
            }

            return keepdim || Value.Rank == 0 ? kept : kept.squeeze(d);
        }

        private Tensor Averaged(ScalarType? type) => Types.IsFloating(type ?? dtype)
            ? this
            : throw Types.Error($"mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: {type ?? dtype}");

        private (Tensor Values, Tensor Indexes) Found(long dim, bool keepdim, bool largest)
        {
            var d = Shape.Dimension(dim, Value.Rank);
            using var constant = detach();
            using var dense = constant.contiguous();
            var index = new Tensor(Reduce.Arg(dense.Value, d, largest));
            var values = gather(d, index);
            return keepdim ? (values, index) : (values.squeeze(d), index.squeeze(d));
        }
    }
}
