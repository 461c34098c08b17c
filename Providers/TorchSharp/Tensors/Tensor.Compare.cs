using TorchSharp.Core;
using TorchSharp.Kernels;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>True where equal.</summary>
        public Tensor eq(Tensor target) => Against(CompareOp.Eq, target);

        /// <summary>True where equal.</summary>
        public Tensor eq(Scalar target) => Against(CompareOp.Eq, target);

        /// <summary>True where different.</summary>
        public Tensor ne(Tensor target) => Against(CompareOp.Ne, target);

        /// <summary>True where different.</summary>
        public Tensor ne(Scalar target) => Against(CompareOp.Ne, target);

        /// <summary>True where smaller.</summary>
        public Tensor lt(Tensor target) => Against(CompareOp.Lt, target);

        /// <summary>True where smaller.</summary>
        public Tensor lt(Scalar target) => Against(CompareOp.Lt, target);

        /// <summary>True where smaller or equal.</summary>
        public Tensor le(Tensor target) => Against(CompareOp.Le, target);

        /// <summary>True where smaller or equal.</summary>
        public Tensor le(Scalar target) => Against(CompareOp.Le, target);

        /// <summary>True where larger.</summary>
        public Tensor gt(Tensor target) => Against(CompareOp.Gt, target);

        /// <summary>True where larger.</summary>
        public Tensor gt(Scalar target) => Against(CompareOp.Gt, target);

        /// <summary>True where larger or equal.</summary>
        public Tensor ge(Tensor target) => Against(CompareOp.Ge, target);

        /// <summary>True where larger or equal.</summary>
        public Tensor ge(Scalar target) => Against(CompareOp.Ge, target);

        /// <summary>This tensor where the condition holds, elsewhere <paramref name="y"/>.</summary>
        public Tensor where(Tensor condition, Tensor y)
        {
            if (condition.dtype != ScalarType.Bool)
                throw Types.Error($"where expected condition to be a boolean tensor, but got a tensor with dtype {condition.dtype}");
            var (a, b) = Common(this, y);
            var result = Compare.Where(condition.Value, a.Value, b.Value);
            if (!Graph.Tracks(a, b))
                return new Tensor(result);
            var node = new Node(a, b);
            var test = node.Save(condition);
            long[] sa = a.Value.Sizes, sb = b.Value.Sizes;
            var type = result.Type;
            return Graph.Record(result, node, (g, need) =>
            {
                using var mask = test.Get();
                using var zero = Number(0, g.dtype);
                return [need[0] ? Graph.Reduce(g.where(mask, zero), sa, type) : null, need[1] ? Graph.Reduce(zero.where(mask, g), sb, type) : null];
            });
        }

        /// <summary>The tensor with <paramref name="value"/> where the mask holds.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value)
        {
            using var fill = Number(value, dtype);
            return fill.where(mask, this);
        }

        /// <summary>True if all elements are close: <c>|a - b| &lt;= atol + rtol |b|</c>.</summary>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false)
        {
            if (target.dtype != dtype)
                throw Types.Error($"{dtype} did not match {target.dtype}");
            using var scope = NewDisposeScope();
            using var mode = no_grad();
            var close = sub(target).abs().le(target.abs().mul(rtol).add(atol));
            if (equal_nan)
                close = isnan().where(isnan().eq(target.isnan()), close).where(isnan(), close);
            return close.all().item<bool>();
        }

        /// <summary>True if every element is not 0.</summary>
        public Tensor all() => Number(NonZero() == numel(), ScalarType.Bool);

        /// <summary>True if some element is not 0.</summary>
        public Tensor any() => Number(NonZero() > 0, ScalarType.Bool);

        private long NonZero()
        {
            using var truth = detach().to_type(ScalarType.Bool);
            using var dense = truth.contiguous();
            var ones = 0L;
            foreach (var value in dense.Value.Span<byte>())
                ones += value;
            return ones;
        }

        private Tensor Against(CompareOp op, Tensor target)
        {
            var (a, b) = Common(this, target);
            return new Tensor(Compare.Apply(op, a.Value, b.Value));
        }

        private Tensor Against(CompareOp op, Scalar target)
        {
            var type = Types.Promote(dtype, target);
            using var number = Number(target, type);
            using var x = to_type(type);
            return new Tensor(Compare.Apply(op, x.Value, number.Value));
        }
    }
}
