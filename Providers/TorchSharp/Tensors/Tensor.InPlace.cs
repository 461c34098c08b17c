using TorchSharp.Core;
using TorchSharp.Kernels;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Adds in place.</summary>
        public Tensor add_(Tensor target) => Changed(BinaryOp.Add, target);

        /// <summary>Adds <c>alpha target</c> in place.</summary>
        public Tensor add_(Tensor target, Scalar alpha)
        {
            Graph.Writable(this, target);
            using var one = Number(1, dtype);
            return alpha.Real == 1 ? add_(target) : addcmul_(target.As(dtype), one, alpha);
        }

        /// <summary>Adds a number in place.</summary>
        public Tensor add_(Scalar scalar) => Changed(BinaryOp.Add, scalar);

        /// <summary>Subtracts in place.</summary>
        public Tensor sub_(Tensor target) => Changed(BinaryOp.Sub, target);

        /// <summary>Subtracts a number in place.</summary>
        public Tensor sub_(Scalar target) => Changed(BinaryOp.Sub, target);

        /// <summary>Multiplies in place.</summary>
        public Tensor mul_(Tensor target) => Changed(BinaryOp.Mul, target);

        /// <summary>Multiplies by a number in place.</summary>
        public Tensor mul_(Scalar target) => Changed(BinaryOp.Mul, target);

        /// <summary>Divides in place.</summary>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Unrounded(rounding_mode);
            return Changed(BinaryOp.Div, target);
        }

        /// <summary>Divides by a number in place.</summary>
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Unrounded(rounding_mode);
            return Changed(BinaryOp.Div, target);
        }

        /// <summary>Adds <c>value tensor1 tensor2</c> in place.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            var target = Graph.Writable(this, tensor1, tensor2);
            Same(tensor1);
            Same(tensor2);
            Ternary.MultiplyAdd(target, tensor1.Value, tensor2.Value, value.Real);
            return this;
        }

        /// <summary>Adds <c>value tensor1 / tensor2</c> in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            Graph.Writable(this, tensor1, tensor2);
            using var quotient = tensor1.div(tensor2);
            return add_(quotient, value);
        }

        /// <summary>Replaces all values by 0; the result is another handle of this tensor.</summary>
        public Tensor zero_() => fill_(0).alias();

        /// <summary>Replaces all values by a number.</summary>
        public Tensor fill_(Scalar value)
        {
            var target = Graph.Writable(this);
            using var number = Number(value, dtype);
            Copy.Into(number.Value, target);
            target.Storage.Version++;
            return this;
        }

        /// <summary>Replaces all values by another tensor's, broadcast and converted.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false)
        {
            var target = Graph.Writable(this, source);
            Copy.Into(source.Value, target);
            target.Storage.Version++;
            return this;
        }

        /// <summary>Replaces all values by their exponentials.</summary>
        public Tensor exp_() => Replaced(exp);

        /// <summary>Replaces all values by their logistic function.</summary>
        public Tensor sigmoid_() => Replaced(sigmoid);

        /// <summary>Replaces all values by their hyperbolic tangent.</summary>
        public Tensor tanh_() => Replaced(tanh);

        /// <summary>Replaces negative values by 0.</summary>
        public Tensor relu_() => Replaced(relu);

        /// <summary>Replaces all values by their square roots.</summary>
        public Tensor sqrt_() => Replaced(sqrt);

        /// <summary>Replaces all values by their negatives.</summary>
        public Tensor neg_() => Replaced(neg);

        /// <summary>Limits all values.</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Replaced(() => clamp(min, max));

        private Tensor Replaced(Func<Tensor> function)
        {
            Graph.Writable(this);
            using var result = function();
            return copy_(result);
        }

        private Tensor Changed(BinaryOp op, Tensor operand)
        {
            var target = Graph.Writable(this, operand);
            if (!Types.IsFloating(dtype) && (operand.is_floating_point() || op == BinaryOp.Div))
                throw Types.Error($"result type {(operand.is_floating_point() ? operand.dtype : get_default_dtype())} can't be cast to the desired output type {dtype}");
            if (!Shape.Broadcast(target.Sizes, operand.Value.Sizes).AsSpan().SequenceEqual(target.Sizes))
                throw Types.Error($"output with shape {Shape.Text(target.Sizes)} doesn't match the broadcast shape {Shape.Text(Shape.Broadcast(target.Sizes, operand.Value.Sizes))}");
            Arithmetic.InPlace(op, target, operand.As(dtype).Value);
            return this;
        }

        private Tensor Changed(BinaryOp op, Scalar operand)
        {
            var type = op == BinaryOp.Div ? Types.Promote(dtype, 1.0) : Types.Promote(dtype, operand);
            if (!Types.IsFloating(dtype) && Types.IsFloating(type))
                throw Types.Error($"result type {type} can't be cast to the desired output type {dtype}");
            using var number = Number(operand, dtype);
            return Changed(op, number);
        }

        private void Same(Tensor operand)
        {
            if (operand.dtype != dtype)
                throw Types.Error($"expected operands of type {dtype}, got {operand.dtype}");
        }
    }
}
