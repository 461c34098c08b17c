using TorchSharp.Core;
using TorchSharp.Kernels;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>How a loss is folded over its elements.</summary>
        public enum Reduction : long
        {
            /// <summary>Not at all.</summary>
            None = 0,

            /// <summary>To the mean.</summary>
            Mean = 1,

            /// <summary>To the sum.</summary>
            Sum = 2,
        }

        /// <summary>Layers and losses as functions.</summary>
        public static partial class functional
        {
            /// <summary><c>input weights^T + bias</c>.</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null)
            {
                var product = input.matmul(weights.t());
                return bias is null ? product : product.add(bias);
            }

            /// <summary>The positive part.</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            /// <summary>Hyperbolic tangent.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_().alias() : x.tanh();

            /// <summary>Logistic function.</summary>
            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            /// <summary><c>x sigmoid(x)</c>.</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => x.silu();

            /// <summary><c>log(1 + exp(x))</c>.</summary>
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => x.softplus(beta, threshold);

            /// <summary><c>log(sigmoid(x))</c>.</summary>
            public static Tensor logsigmoid(Tensor x) => x.log_sigmoid();

            /// <summary>Exponentials that sum to 1 along a dimension.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            /// <summary>Logarithm of the softmax.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            /// <summary>1 at each index, elsewhere 0, in a new last dimension.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1)
            {
                var classes = num_classes < 0 ? x.max().item<long>() + 1 : num_classes;
                var result = zeros([.. x.shape, classes], ScalarType.Int64);
                using var at = x.unsqueeze(-1);
                return result.scatter_(-1, at, at.ones_like());
            }

            /// <summary>Zero mean and unit variance over the last dimensions, then scale and shift.</summary>
            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
            {
                var dims = Enumerable.Range(1, normalized_shape.Length).Select(i => (long)-i).ToArray();
                if (!input.shape.AsSpan()[^normalized_shape.Length..].SequenceEqual(normalized_shape))
                    throw Types.Error($"Given normalized_shape={Shape.Text(normalized_shape)}, expected input with shape [*, {string.Join(", ", normalized_shape)}], but got input of size {Shape.Text(input.shape)}");
                var centered = input.sub(input.mean(dims, true));
                var result = centered.mul(centered.square().mean(dims, true).add(eps).rsqrt());
                if (weight is not null)
                    result = result.mul(weight);
                return bias is null ? result : result.add(bias);
            }

            /// <summary>Mean squared error.</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => Folded(input.sub(target).square(), reduction);

            /// <summary>Cross-entropy of independent coins, from logits: <c>log(1 + exp(x)) - x y</c>, without overflow.</summary>
            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null)
            {
                if (!input.Value.Sizes.AsSpan().SequenceEqual(target.Value.Sizes))
                    throw Types.Error($"Target size ({Shape.Text(target.Value.Sizes)}) must be the same as input size ({Shape.Text(input.Value.Sizes)})");
                if (pos_weights is not null)
                    throw new NotSupportedException("pos_weights is not supported by the managed TorchSharp provider");
                var loss = BinaryCrossEntropy(input, target.As(input.dtype));
                return Folded(weight is null ? loss : loss.mul(weight), reduction);
            }

            /// <summary>Cross-entropy of classes, from logits [n, classes] and class numbers [n].</summary>
            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0)
            {
                if (weight is not null || label_smoothing != 0)
                    throw new NotSupportedException("class weights and label smoothing are not supported by the managed TorchSharp provider");
                if (input.dim() == 1)
                    return nll_loss(input.log_softmax(0).unsqueeze(0), target.unsqueeze(0), null, reduction);
                return nll_loss(input.log_softmax(1), target, null, reduction);
            }

            /// <summary>Negative log-likelihood of classes, from log-probabilities [n, classes, ...] and class numbers [n, ...].</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
            {
                if (weight is not null)
                    throw new NotSupportedException("class weights are not supported by the managed TorchSharp provider");
                if (target.dtype != ScalarType.Int64)
                    throw Types.Error($"expected scalar type Long but found {target.dtype}");
                return Folded(input.gather(1, target.unsqueeze(1)).squeeze(1).neg(), reduction);
            }

            internal static Tensor Folded(Tensor loss, Reduction reduction) => reduction switch
            {
                Reduction.None => loss,
                Reduction.Mean => loss.mean(),
                _ => loss.sum(),
            };

            private static Tensor BinaryCrossEntropy(Tensor logits, Tensor target)
            {
                using var soft = new Tensor(Unary.Apply(UnaryOp.Softplus, logits.Value));
                using var product = new Tensor(Arithmetic.Apply(BinaryOp.Mul, logits.Value, target.Value));
                var result = Arithmetic.Apply(BinaryOp.Sub, soft.Value, product.Value);
                if (!Graph.Tracks(logits, target))
                    return new Tensor(result);
                var node = new Node(logits, target);
                Saved x = node.Save(logits), y = node.Save(target);
                return Graph.Record(result, node, (g, need) =>
                [
                    need[0] ? g.mul(x.Get().sigmoid().sub(y.Get())) : null,
                    need[1] ? g.mul(x.Get()).neg() : null,
                ]);
            }
        }
    }
}
