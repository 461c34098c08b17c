namespace TorchSharp.Modules
{
    /// <summary><c>y = x W^T + b</c>, W of shape [out, in].</summary>
    public sealed class Linear : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        internal Linear(long inputSize, long outputSize, bool hasBias, torch.ScalarType? dtype) : base(nameof(Linear))
        {
            in_features = inputSize;
            out_features = outputSize;
            weight = new Parameter(torch.empty(outputSize, inputSize, dtype));
            torch.nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            register_parameter(nameof(weight), weight);
            if (!hasBias)
                return;
            bias = new Parameter(torch.empty(outputSize, dtype));
            var bound = 1 / Math.Sqrt(inputSize);
            torch.nn.init.uniform_(bias, -bound, bound);
            register_parameter(nameof(bias), bias);
        }

        /// <summary>Input size.</summary>
        public long in_features { get; set; }

        /// <summary>Output size.</summary>
        public long out_features { get; set; }

        /// <summary>Shape [out, in].</summary>
        public Parameter weight { get; }

        /// <summary>Shape [out], or null.</summary>
        public Parameter? bias { get; }

        /// <inheritdoc/>
        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.linear(tensor, weight, bias);

        /// <inheritdoc/>
        protected override void RegisterComponents() { }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A dense layer with weights and biases uniform in +-1/sqrt(in).</summary>
            public static Modules.Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null)
            {
                device?.MustBeCpu();
                return new Modules.Linear(inputSize, outputSize, hasBias, dtype);
            }

            /// <summary>Initial values.</summary>
            public static class init
            {
                /// <summary>Zeros.</summary>
                public static Tensor zeros_(Tensor tensor) => Filled(tensor, t => t.fill_(0));

                /// <summary>Ones.</summary>
                public static Tensor ones_(Tensor tensor) => Filled(tensor, t => t.fill_(1));

                /// <summary>One number.</summary>
                public static Tensor constant_(Tensor tensor, Scalar val) => Filled(tensor, t => t.fill_(val));

                /// <summary>Uniform numbers.</summary>
                public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) => Filled(tensor, t => t.uniform_(low, high, generator));

                /// <summary>Normal numbers.</summary>
                public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) => Filled(tensor, t => t.normal_(mean, std, generator));

                /// <summary>Uniform numbers whose variance keeps that of activations (He et al. 2015, leaky ReLU of slope a).</summary>
                internal static Tensor kaiming_uniform_(Tensor tensor, double a)
                {
                    var bound = Math.Sqrt(6 / ((1 + a * a) * CalculateFanInAndFanOut(tensor).fanIn));
                    return uniform_(tensor, -bound, bound);
                }

                /// <summary>Uniform numbers after Glorot and Bengio (2010).</summary>
                public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
                {
                    var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                    var bound = gain * Math.Sqrt(6.0 / (fanIn + fanOut));
                    return uniform_(tensor, -bound, bound);
                }

                /// <summary>Numbers of inputs and outputs of a weight tensor [out, in, ...].</summary>
                public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
                {
                    var field = tensor.shape.Skip(2).Aggregate(1L, (product, size) => product * size);
                    return (tensor.size(1) * field, tensor.size(0) * field);
                }

                private static Tensor Filled(Tensor tensor, Action<Tensor> fill)
                {
                    using var mode = no_grad();
                    fill(tensor);
                    return tensor;
                }
            }
        }
    }
}
