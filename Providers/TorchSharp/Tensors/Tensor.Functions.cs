using TorchSharp.Core;
using TorchSharp.Kernels;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Negation.</summary>
        public Tensor neg() => Function(UnaryOp.Neg, (g, _, _) => g.neg());

        /// <summary>Negation.</summary>
        public Tensor negative() => neg();

        /// <summary>Absolute value; its derivative at 0 is 0.</summary>
        public Tensor abs() => Function(UnaryOp.Abs, (g, x, _) => g.mul(x!.sign()), input: true);

        /// <summary>-1, 0 or 1.</summary>
        public Tensor sign() => Function(UnaryOp.Sign, (g, _, _) => g.mul(0.0));

        /// <summary>Rounded down.</summary>
        public Tensor floor() => Function(UnaryOp.Floor, (g, _, _) => g.mul(0.0));

        /// <summary>Rounded up.</summary>
        public Tensor ceil() => Function(UnaryOp.Ceil, (g, _, _) => g.mul(0.0));

        /// <summary>Rounded to a number of decimals, half to even.</summary>
        public Tensor round(long decimals = 0L)
        {
            if (decimals == 0)
                return Function(UnaryOp.Round, (g, _, _) => g.mul(0.0));
            var scale = Math.Pow(10, Math.Abs(decimals));
            return decimals > 0 ? mul(scale).round().div(scale) : div(scale).round().mul(scale);
        }

        /// <summary>Exponential function.</summary>
        public Tensor exp() => Function(UnaryOp.Exp, (g, _, y) => g.mul(y!), output: true);

        /// <summary><c>exp(x) - 1</c>, exact near 0.</summary>
        public Tensor expm1() => Function(UnaryOp.Expm1, (g, _, y) => g.mul(y!.add(1.0)), output: true);

        /// <summary>Natural logarithm.</summary>
        public Tensor log() => Function(UnaryOp.Log, (g, x, _) => g.div(x!), input: true);

        /// <summary><c>log(1 + x)</c>, exact near 0.</summary>
        public Tensor log1p() => Function(UnaryOp.Log1p, (g, x, _) => g.div(x!.add(1.0)), input: true);

        /// <summary>Square root.</summary>
        public Tensor sqrt() => Function(UnaryOp.Sqrt, (g, _, y) => g.div(y!.mul(2.0)), output: true);

        /// <summary>Reciprocal square root.</summary>
        public Tensor rsqrt() => Function(UnaryOp.Rsqrt, (g, _, y) => g.mul(y!.pow(3)).mul(-0.5), output: true);

        /// <summary><c>1 / x</c>.</summary>
        public Tensor reciprocal() => Function(UnaryOp.Reciprocal, (g, _, y) => g.mul(y!.mul(y)).neg(), output: true);

        /// <summary>Sine.</summary>
        public Tensor sin() => Function(UnaryOp.Sin, (g, x, _) => g.mul(x!.cos()), input: true);

        /// <summary>Cosine.</summary>
        public Tensor cos() => Function(UnaryOp.Cos, (g, x, _) => g.mul(x!.sin()).neg(), input: true);

        /// <summary>Hyperbolic tangent.</summary>
        public Tensor tanh() => Function(UnaryOp.Tanh, (g, _, y) => g.sub(g.mul(y!.mul(y))), output: true);

        /// <summary>Logistic function.</summary>
        public Tensor sigmoid() => Function(UnaryOp.Sigmoid, (g, _, y) => g.mul(y!.sub(y!.mul(y))), output: true);

        /// <summary>The positive part; its derivative at 0 is 0.</summary>
        public Tensor relu() => Function(UnaryOp.Relu, (g, x, _) =>
        {
            using var constant = x!.detach();
            return g.mul(new Tensor(Unary.Apply(UnaryOp.Step, constant.Value)));
        }, input: true);

        /// <summary><c>x sigmoid(x)</c>.</summary>
        public Tensor silu() => mul(sigmoid());

        /// <summary><c>log(sigmoid(x))</c>, without overflow.</summary>
        public Tensor log_sigmoid() => neg().softplus().neg();

        /// <summary><c>log(1 + exp(beta x)) / beta</c>; x itself where beta x is above the threshold.</summary>
        public Tensor softplus(double beta = 1, double threshold = 20)
        {
            if (beta != 1)
                return mul(beta).softplus(1, threshold).div(beta);
            var soft = Function(UnaryOp.Softplus, (g, x, _) => g.mul(x!.sigmoid()), input: true);
            using var constant = detach();
            using var linear = constant.gt(threshold);
            return linear.any().item<bool>() ? where(linear, soft) : soft;
        }

        /// <summary>Values limited from below and above; no gradient flows where the limit acts, and NaN stays NaN.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null)
        {
            using var constant = detach();
            var result = this;
            if (min is not null)
                result = Number(min, dtype).where(constant.lt(min), result);
            if (max is not null)
                result = Number(max, dtype).where(constant.gt(max), result);
            return result;
        }

        /// <summary>True where the value is not a number.</summary>
        public Tensor isnan() => ne(this);

        /// <summary>True where the value is neither infinite nor NaN.</summary>
        public Tensor isfinite() => sub(this).eq(0);

        /// <summary>1 where a number up to 1 drawn from a uniform distribution is below the value: a coin per element.</summary>
        public Tensor bernoulli(Generator? generator = null)
        {
            var coin = empty_like();
            coin.uniform_(0, 1, generator);
            return coin.lt(this.detach()).to_type(dtype);
        }

        private delegate Tensor Derivative(Tensor gradient, Tensor? input, Tensor? output);

        private Tensor Function(UnaryOp op, Derivative derivative, bool input = false, bool output = false)
        {
            var x = Types.IsFloating(dtype) || op is UnaryOp.Neg or UnaryOp.Abs or UnaryOp.Sign or UnaryOp.Relu or UnaryOp.Floor or UnaryOp.Ceil or UnaryOp.Round
                ? this
                : to_type(get_default_dtype());
            var result = Unary.Apply(op, x.Value);
            if (!Graph.Tracks(x))
                return new Tensor(result);
            var node = new Node(x);
            Saved? before = input ? node.Save(x) : null, after = output ? node.SaveOutput(result) : null;
            return Graph.Record(result, node, (g, _) => [derivative(g, before?.Get(), after?.Get())]);
        }
    }
}
