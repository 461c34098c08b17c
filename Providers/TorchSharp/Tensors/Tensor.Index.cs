using TorchSharp.Core;
using TorchSharp.Kernels;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Indexing by numbers, ranges, ellipsis, new dimensions; tensors of indices or of truth values may stand for one dimension.</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>Tensors of indices or of truth values, one per dimension.</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices] => index(indices.Select(TensorIndex.Tensor).ToArray());

        /// <summary>One index of the first dimension.</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, i1);
        }

        /// <summary>One index of the first two dimensions.</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => select(0, i1).select(0, i2);
            set => index_put_(value, i1, i2);
        }

        /// <summary>Indexing by numbers, ranges, ellipsis, new dimensions; tensors of indices or of truth values may stand for one dimension.</summary>
        public Tensor index(params TensorIndex[] indices)
        {
            var result = this;
            var dim = 0;
            var named = indices.Count(i => i.Kind is not (TensorIndex.IndexKind.Ellipsis or TensorIndex.IndexKind.None));
            foreach (var index in indices)
            {
                switch (index.Kind)
                {
                    case TensorIndex.IndexKind.Ellipsis: dim += Value.Rank - named; break;
                    case TensorIndex.IndexKind.None: result = result.unsqueeze(dim++); break;
                    case TensorIndex.IndexKind.Single: result = result.select(dim, index.Start!.Value); break;
                    case TensorIndex.IndexKind.Slice:
                        result = index.Start is null && index.Stop is null && index.Step is null
                            ? result
                            : result.slice(dim, index.Start ?? 0, index.Stop ?? long.MaxValue, index.Step ?? 1);
                        dim++;
                        break;
                    default:
                        result = result.Picked(dim, index.Indices!);
                        dim++;
                        break;
                }
            }

            return ReferenceEquals(result, this) ? alias() : result;
        }

        /// <summary>Writes a value, broadcast, over what <see cref="index"/> would read; only for indices that give a view.</summary>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            Graph.Writable(this, value);
            if (indices.Any(i => i.Kind == TensorIndex.IndexKind.Tensor))
                throw new NotSupportedException("The managed TorchSharp provider writes through numbers and ranges only: use scatter_ for tensors of indices.");
            using var constant = detach();
            using var window = constant.index(indices);
            Copy.Into(value.Value, window.Value);
            Value.Storage.Version++;
            return this;
        }

        /// <summary>Slices of a dimension in the order of an index vector.</summary>
        public Tensor index_select(long dim, Tensor index)
        {
            if (index.dtype != ScalarType.Int64 || index.Value.Rank > 1)
                throw Types.Error($"index_select(): Expected a vector of Int64, but got {index.dtype} of shape {Shape.Text(index.Value.Sizes)}");
            var d = Shape.Dimension(dim, Value.Rank);
            using var dense = contiguous();
            using var at = index.contiguous();
            var result = Gather.Select(dense.Value, d, at.Value);
            if (!Graph.Tracks(this))
                return new Tensor(result);
            var node = new Node(this);
            var saved = node.Save(at);
            var sizes = Value.Sizes;
            return Graph.Record(result, node, (g, _) => [g.AddedAt(d, saved.Get(), sizes)]);
        }

        /// <summary>One element per index along a dimension.</summary>
        public Tensor gather(long dim, Tensor index)
        {
            var d = Shape.Dimension(dim, Value.Rank);
            using var dense = contiguous();
            using var at = index.contiguous();
            var result = Gather.Elements(dense.Value, d, at.Value);
            if (!Graph.Tracks(this))
                return new Tensor(result);
            var node = new Node(this);
            var saved = node.Save(at);
            var sizes = Value.Sizes;
            return Graph.Record(result, node, (g, _) => [zeros(sizes, g.dtype).scatter_add(d, saved.Get(), g)]);
        }

        /// <summary>The tensor with source added by index: the transpose of <see cref="gather"/>.</summary>
        public Tensor scatter_add(long dim, Tensor index, Tensor src)
        {
            var d = Shape.Dimension(dim, Value.Rank);
            var result = Copy.Contiguous(Value);
            using var at = index.contiguous();
            using var from = src.contiguous();
            Gather.Scatter(result, d, at.Value, from.Value, add: true);
            if (!Graph.Tracks(this, src))
                return new Tensor(result);
            var node = new Node(this, src);
            var saved = node.Save(at);
            return Graph.Record(result, node, (g, need) => [need[0] ? g : null, need[1] ? g.gather(d, saved.Get()) : null]);
        }

        /// <summary>Writes source by index.</summary>
        public Tensor scatter_(long dim, Tensor index, Tensor src)
        {
            var target = Graph.Writable(this, src);
            using var at = index.contiguous();
            using var from = src.contiguous();
            var whole = Copy.Contiguous(target);
            Gather.Scatter(whole, Shape.Dimension(dim, Value.Rank), at.Value, from.Value, add: false);
            Copy.Into(whole, target);
            whole.Release();
            target.Storage.Version++;
            return this;
        }

        /// <summary>Dimensions in reverse order of indices.</summary>
        public Tensor flip(params long[] dims)
        {
            var result = this;
            foreach (var dim in dims)
            {
                var size = result.size((int)dim);
                using var backwards = tensor(Enumerable.Range(0, (int)size).Select(i => size - 1 - i).ToArray());
                result = result.index_select(dim, backwards);
            }

            return ReferenceEquals(result, this) ? alias() : result;
        }

        /// <summary>Sums of all elements up to each, along a dimension.</summary>
        public Tensor cumsum(long dim, ScalarType? type = null)
        {
            var x = As(type ?? (is_floating_point() ? dtype : ScalarType.Int64));
            var d = Shape.Dimension(dim, Value.Rank);
            var result = Copy.Contiguous(x.Value);
            using (var whole = new Tensor(result.Retain()))
            {
                for (var i = 1; i < (Value.Rank == 0 ? 0 : whole.size(d)); i++)
                {
                    using var row = whole.select(d, i);
                    using var before = whole.select(d, i - 1);
                    Arithmetic.InPlace(BinaryOp.Add, row.Value, before.Value);
                }
            }

            return Graph.Tracks(x) ? Graph.Record(result, new Node(x), (g, _) => [g.flip(d).cumsum(d).flip(d)]) : new Tensor(result);
        }

        /// <summary>The lower triangle up to a diagonal; the rest is 0.</summary>
        public Tensor tril(long diagonal = 0) => Triangle((row, column) => column - row <= diagonal);

        /// <summary>The upper triangle from a diagonal on; the rest is 0.</summary>
        public Tensor triu(long diagonal = 0) => Triangle((row, column) => column - row >= diagonal);

        private Tensor Triangle(Func<long, long, bool> keeps)
        {
            long rows = size(-2), columns = size(-1);
            var mask = new bool[rows, columns];
            for (var i = 0L; i < rows; i++)
            {
                for (var j = 0L; j < columns; j++)
                    mask[i, j] = !keeps(i, j);
            }

            return masked_fill(tensor(mask), 0);
        }

        private Tensor Picked(int dim, Tensor which)
        {
            if (which.dtype != ScalarType.Bool)
                return index_select(dim, which.to_type(ScalarType.Int64));
            var truth = which.data<bool>().ToArray();
            return index_select(dim, tensor(Enumerable.Range(0, truth.Length).Where(i => truth[i]).Select(i => (long)i).ToArray()));
        }

        private Tensor AddedAt(int dim, Tensor index, long[] sizes)
        {
            using var dense = contiguous();
            var result = Gather.AddSelected(dense.Value, dim, index.Value, sizes);
            if (!Graph.Tracks(this))
                return new Tensor(result);
            var node = new Node(this);
            var saved = node.Save(index);
            return Graph.Record(result, node, (g, _) => [g.index_select(dim, saved.Get())]);
        }
    }
}
