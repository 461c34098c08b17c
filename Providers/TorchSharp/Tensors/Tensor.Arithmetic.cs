using TorchSharp.Core;
using TorchSharp.Kernels;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How a quotient is rounded.</summary>
    public enum RoundingMode
    {
        /// <summary>Not at all.</summary>
        None,

        /// <summary>Toward zero.</summary>
        trunc,

        /// <summary>Down.</summary>
        floor,
    }

    public partial class Tensor
    {
        /// <summary>Sum, elementwise.</summary>
        public Tensor add(Tensor target)
        {
            var (a, b) = Common(this, target);
            var result = Arithmetic.Apply(BinaryOp.Add, a.Value, b.Value);
            if (!Graph.Tracks(a, b))
                return new Tensor(result);
            long[] sa = a.Value.Sizes, sb = b.Value.Sizes;
            var type = result.Type;
            return Graph.Record(result, new Node(a, b), (g, need) =>
                [need[0] ? Graph.Reduce(g, sa, type) : null, need[1] ? Graph.Reduce(g, sb, type) : null]);
        }

        /// <summary><c>this + alpha target</c>.</summary>
        public Tensor add(Tensor target, Scalar alpha) => add(target.mul(alpha));

        /// <summary>Sum with a number.</summary>
        public Tensor add(Scalar scalar)
        {
            var x = As(Types.Promote(dtype, scalar));
            using var number = Number(scalar, x.dtype);
            var result = Arithmetic.Apply(BinaryOp.Add, x.Value, number.Value);
            return Graph.Tracks(x) ? Graph.Record(result, new Node(x), (g, _) => [g]) : new Tensor(result);
        }

        /// <summary>Sum with <c>alpha scalar</c>.</summary>
        public Tensor add(Scalar scalar, Scalar alpha) => add((Scalar)(scalar.Real * alpha.Real));

        /// <summary>Difference, elementwise.</summary>
        public Tensor sub(Tensor target)
        {
            var (a, b) = Common(this, target);
            var result = Arithmetic.Apply(BinaryOp.Sub, a.Value, b.Value);
            if (!Graph.Tracks(a, b))
                return new Tensor(result);
            long[] sa = a.Value.Sizes, sb = b.Value.Sizes;
            var type = result.Type;
            return Graph.Record(result, new Node(a, b), (g, need) =>
                [need[0] ? Graph.Reduce(g, sa, type) : null, need[1] ? Graph.Reduce(g, sb, type).neg() : null]);
        }

        /// <summary>Difference with a number.</summary>
        public Tensor sub(Scalar target)
        {
            var x = As(Types.Promote(dtype, target));
            using var number = Number(target, x.dtype);
            var result = Arithmetic.Apply(BinaryOp.Sub, x.Value, number.Value);
            return Graph.Tracks(x) ? Graph.Record(result, new Node(x), (g, _) => [g]) : new Tensor(result);
        }

        /// <summary>Product, elementwise.</summary>
        public Tensor mul(Tensor target)
        {
            var (a, b) = Common(this, target);
            var result = Arithmetic.Apply(BinaryOp.Mul, a.Value, b.Value);
            if (!Graph.Tracks(a, b))
                return new Tensor(result);
            var node = new Node(a, b);
            Saved? x = b.requires_grad ? node.Save(a) : null, y = a.requires_grad ? node.Save(b) : null;
            long[] sa = a.Value.Sizes, sb = b.Value.Sizes;
            var type = result.Type;
            return Graph.Record(result, node, (g, need) =>
                [need[0] ? Graph.Reduce(g.mul(y!.Get()), sa, type) : null, need[1] ? Graph.Reduce(g.mul(x!.Get()), sb, type) : null]);
        }

        /// <summary>Product with a number.</summary>
        public Tensor mul(Scalar target)
        {
            var x = As(Types.Promote(dtype, target));
            using var number = Number(target, x.dtype);
            var result = Arithmetic.Apply(BinaryOp.Mul, x.Value, number.Value);
            return Graph.Tracks(x) ? Graph.Record(result, new Node(x), (g, _) => [g.mul(target)]) : new Tensor(result);
        }

        /// <summary>Quotient, elementwise; integers are divided as floating point.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Unrounded(rounding_mode);
            var (a, b) = Common(this, target);
            if (!a.is_floating_point())
                return a.to_type(get_default_dtype()).div(b.to_type(get_default_dtype()));
            var result = Arithmetic.Apply(BinaryOp.Div, a.Value, b.Value);
            if (!Graph.Tracks(a, b))
                return new Tensor(result);
            var node = new Node(a, b);
            Saved x = node.Save(a), y = node.Save(b);
            long[] sa = a.Value.Sizes, sb = b.Value.Sizes;
            var type = result.Type;
            return Graph.Record(result, node, (g, need) =>
            {
                using var divisor = y.Get();
                return
                [
                    need[0] ? Graph.Reduce(g.div(divisor), sa, type) : null,
                    need[1] ? Graph.Reduce(g.mul(x.Get()).div(divisor.mul(divisor)).neg(), sb, type) : null,
                ];
            });
        }

        /// <summary>Quotient by a number.</summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Unrounded(rounding_mode);
            var x = is_floating_point() ? this : to_type(get_default_dtype());
            using var number = Number(target, x.dtype);
            var result = Arithmetic.Apply(BinaryOp.Div, x.Value, number.Value);
            return Graph.Tracks(x) ? Graph.Record(result, new Node(x), (g, _) => [g.div(target)]) : new Tensor(result);
        }

        /// <summary>Power with a constant exponent.</summary>
        public Tensor pow(Scalar exponent)
        {
            var x = As(Types.Promote(dtype, exponent));
            using var number = Number(exponent, x.dtype);
            var result = Arithmetic.Apply(BinaryOp.Pow, x.Value, number.Value);
            if (!Graph.Tracks(x))
                return new Tensor(result);
            var node = new Node(x);
            var saved = node.Save(x);
            var p = exponent.Real;
            return Graph.Record(result, node, (g, _) => [p == 0 ? g.mul(0.0) : p == 2 ? g.mul(saved.Get()).mul(2.0) : g.mul(saved.Get().pow(p - 1)).mul(p)]);
        }

        /// <summary>The square.</summary>
        public Tensor square() => pow(2);

        /// <summary>The larger of two, elementwise; at equality the gradient is halved.</summary>
        public Tensor maximum(Tensor other) => Extreme(BinaryOp.Max, other);

        /// <summary>The smaller of two, elementwise; at equality the gradient is halved.</summary>
        public Tensor minimum(Tensor other) => Extreme(BinaryOp.Min, other);

        /// <summary><c>this + value tensor1 tensor2</c>.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => add(tensor1.mul(tensor2).mul(value));

        internal static Tensor Number(Scalar scalar, ScalarType type)
        {
            var impl = Impl.Empty(type);
            switch (type)
            {
                case ScalarType.Float32: impl.Span<float>()[0] = (float)scalar.Real; break;
                case ScalarType.Float64: impl.Span<double>()[0] = scalar.Real; break;
                case ScalarType.Int64: impl.Span<long>()[0] = scalar.Integer; break;
                case ScalarType.Int32: impl.Span<int>()[0] = (int)scalar.Integer; break;
                case ScalarType.Byte: impl.Span<byte>()[0] = (byte)scalar.Integer; break;
                case ScalarType.Bool: impl.Span<bool>()[0] = scalar.Real != 0; break;
                default: throw Types.Unsupported(type);
            }

            return new Tensor(impl);
        }

        internal Tensor As(ScalarType type) => dtype == type ? this : to_type(type);

        /// <summary>Two operands in their common type.</summary>
        internal static (Tensor A, Tensor B) Common(Tensor a, Tensor b)
        {
            if (a.dtype == b.dtype)
                return (a, b);
            var type = Types.Promote(a.Value, b.Value);
            return (a.dtype == type ? a : a.to_type(type), b.dtype == type ? b : b.to_type(type));
        }

        private static void Unrounded(RoundingMode mode)
        {
            if (mode != RoundingMode.None)
                throw new NotSupportedException("The managed TorchSharp provider divides without rounding only.");
        }

        private Tensor Extreme(BinaryOp op, Tensor other)
        {
            var (a, b) = Common(this, other);
            var result = Arithmetic.Apply(op, a.Value, b.Value);
            if (!Graph.Tracks(a, b))
                return new Tensor(result);
            var node = new Node(a, b);
            Saved x = node.Save(a), y = node.Save(b);
            long[] sa = a.Value.Sizes, sb = b.Value.Sizes;
            var type = result.Type;
            return Graph.Record(result, node, (g, need) =>
            {
                using var left = x.Get().detach();
                using var right = y.Get().detach();
                using var wins = op == BinaryOp.Max ? left.gt(right) : left.lt(right);
                using var share = wins.to_type(type).add(left.eq(right).to_type(type).mul(0.5));
                return
                [
                    need[0] ? Graph.Reduce(g.mul(share), sa, type) : null,
                    need[1] ? Graph.Reduce(g.sub(g.mul(share)), sb, type) : null,
                ];
            });
        }
    }
}
