namespace TorchSharp.Modules
{
    /// <summary>One trained vector per number.</summary>
    public sealed class Embedding : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        internal Embedding(long count, long size, torch.ScalarType? dtype) : base(nameof(Embedding))
        {
            weight = new Parameter(torch.empty(count, size, dtype));
            torch.nn.init.normal_(weight);
            register_parameter(nameof(weight), weight);
        }

        /// <summary>Shape [numbers, size].</summary>
        public Parameter weight { get; }

        /// <inheritdoc/>
        public override torch.Tensor forward(torch.Tensor input) =>
            weight.index_select(0, input.reshape(-1)).reshape([.. input.shape, weight.size(1)]);

        /// <inheritdoc/>
        protected override void RegisterComponents() { }
    }

    /// <summary>Zero mean and unit variance over the last dimensions, then scale and shift.</summary>
    public sealed class LayerNorm : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        internal LayerNorm(long[] shape, double eps, bool affine, bool shifted, torch.ScalarType? dtype) : base(nameof(LayerNorm))
        {
            normalized_shape = shape;
            this.eps = eps;
            if (!affine)
                return;
            weight = new Parameter(torch.ones(shape, dtype));
            register_parameter(nameof(weight), weight);
            if (!shifted)
                return;
            bias = new Parameter(torch.zeros(shape, dtype));
            register_parameter(nameof(bias), bias);
        }

        /// <summary>Sizes of the normalized dimensions.</summary>
        public long[] normalized_shape { get; set; }

        /// <summary>Added to the variance.</summary>
        public double eps { get; set; }

        /// <summary>The scale, or null.</summary>
        public Parameter? weight { get; }

        /// <summary>The shift, or null.</summary>
        public Parameter? bias { get; }

        /// <inheritdoc/>
        public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.layer_norm(tensor, normalized_shape, weight, bias, eps);

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
            /// <summary>One trained vector per number, standard normal at first.</summary>
            public static Modules.Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                if (padding_idx is not null || max_norm is not null || scale_grad_by_freq || sparse)
                    throw new NotSupportedException("The managed TorchSharp provider has plain embeddings only.");
                device?.MustBeCpu();
                return new Modules.Embedding(num_embeddings, embedding_dims, dtype);
            }

            /// <summary>Normalization over the last dimensions.</summary>
            public static Modules.LayerNorm LayerNorm(long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(normalized_shape, eps, elementwise_affine, bias, dtype);

            /// <summary>Normalization over the last dimension.</summary>
            public static Modules.LayerNorm LayerNorm(long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new([normalized_shape], eps, elementwise_affine, bias, dtype);
        }
    }
}
