using TorchSharp.Core;
using TorchSharp.Kernels;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Replaces all values by uniform ones in [from, to).</summary>
        public Tensor uniform_(double from, double to, Generator? generator = null) => Drawn(generator, g => from + (to - from) * g.Uniform());

        /// <summary>Replaces all values by normal ones.</summary>
        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) => Drawn(generator, g => mean + std * g.Normal());

        /// <summary>Replaces all values by coins.</summary>
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Drawn(generator, g => g.Uniform() < p ? 1 : 0);

        /// <summary>Uniform values in [0, 1) of the same shape.</summary>
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            rand(Value.Sizes, dtype ?? this.dtype, device, requires_grad);

        /// <summary>Standard normal values of the same shape.</summary>
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            randn(Value.Sizes, dtype ?? this.dtype, device, requires_grad);

        /// <summary>Zeros of the same shape.</summary>
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            zeros(Value.Sizes, dtype ?? this.dtype, device, requires_grad);

        /// <summary>Ones of the same shape.</summary>
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            ones(Value.Sizes, dtype ?? this.dtype, device, requires_grad);

        /// <summary>A tensor of the same shape, content undefined.</summary>
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            empty(Value.Sizes, dtype ?? this.dtype, device, requires_grad);

        private Tensor Drawn(Generator? generator, Func<Generator, double> draw)
        {
            var target = Graph.Writable(this);
            var source = generator ?? Generator.Default;
            var values = Impl.Empty(ScalarType.Float64, target.Sizes);
            foreach (ref var value in values.Span<double>())
                value = draw(source);
            Copy.Into(values, target);
            values.Release();
            target.Storage.Version++;
            return this;
        }
    }
}
