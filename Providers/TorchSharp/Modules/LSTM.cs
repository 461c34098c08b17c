using TorchSharp.Core;

namespace TorchSharp.Modules
{
    /// <summary>Long short-term memory over sequences, several layers on top of one another; gates in the order i, f, g, o.</summary>
    public sealed class LSTM : torch.nn.Module<torch.Tensor, (torch.Tensor, torch.Tensor)?, (torch.Tensor, torch.Tensor, torch.Tensor)>
    {
        private readonly (Parameter Input, Parameter Hidden, Parameter? InputBias, Parameter? HiddenBias)[] _layers;
        private readonly long _size;
        private readonly bool _batchFirst;

        internal LSTM(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, torch.ScalarType? dtype) : base(nameof(LSTM))
        {
            (_size, _batchFirst) = (hiddenSize, batchFirst);
            _layers = new (Parameter, Parameter, Parameter?, Parameter?)[numLayers];
            for (var layer = 0; layer < numLayers; layer++)
            {
                _layers[layer] = (
                    Made($"weight_ih_l{layer}", [4 * hiddenSize, layer == 0 ? inputSize : hiddenSize], dtype),
                    Made($"weight_hh_l{layer}", [4 * hiddenSize, hiddenSize], dtype),
                    bias ? Made($"bias_ih_l{layer}", [4 * hiddenSize], dtype) : null,
                    bias ? Made($"bias_hh_l{layer}", [4 * hiddenSize], dtype) : null);
            }
        }

        /// <summary>Runs over a sequence.</summary>
        /// <param name="input">[steps, batch, size], or [batch, steps, size] with batch first.</param>
        /// <param name="h0_c0">Hidden and cell states to start from, each [layers, batch, hidden]; zeros without.</param>
        /// <returns>The last layer's hidden states over time, and all layers' last hidden and cell states.</returns>
        public override (torch.Tensor, torch.Tensor, torch.Tensor) forward(torch.Tensor input, (torch.Tensor, torch.Tensor)? h0_c0 = null)
        {
            var x = _batchFirst ? input.transpose(0, 1) : input;
            if (x.dim() != 3)
                throw Types.Error($"LSTM: expected an input of 3 dimensions, got {Shape.Text(input.shape)}");
            if (h0_c0 is { } start)
            {
                Fits(start.Item1, 0, x);
                Fits(start.Item2, 1, x);
            }

            List<torch.Tensor> lastHidden = [], lastCell = [];
            for (var layer = 0; layer < _layers.Length; layer++)
            {
                var (wx, wh, bx, bh) = _layers[layer];
                var h = h0_c0?.Item1.select(0, layer) ?? torch.zeros(x.size(1), _size, x.dtype);
                var c = h0_c0?.Item2.select(0, layer) ?? torch.zeros(x.size(1), _size, x.dtype);
                var bias = bx is null ? null : bx + bh!;
                var states = LstmLayer.Run(torch.nn.functional.linear(x, wx, bias), wh, h, c);
                x = states[0];
                lastHidden.Add(x[-1]);
                lastCell.Add(states[1][-1]);
            }

            return (_batchFirst ? x.transpose(0, 1) : x, torch.stack(lastHidden, 0), torch.stack(lastCell, 0));
        }

        /// <summary>Runs over a sequence; see <see cref="forward"/>.</summary>
        public new (torch.Tensor, torch.Tensor, torch.Tensor) call(torch.Tensor input, (torch.Tensor, torch.Tensor)? h0_c0 = null) => base.call(input, h0_c0);

        /// <inheritdoc/>
        protected override void RegisterComponents() { }

        private void Fits(torch.Tensor state, int which, torch.Tensor x)
        {
            long[] expected = [_layers.Length, x.size(1), _size];
            if (!state.shape.AsSpan().SequenceEqual(expected))
                throw Types.Error($"Expected hidden[{which}] size {Shape.Text(expected)}, got {Shape.Text(state.shape)}");
            if (state.dtype != x.dtype)
                throw Types.Error($"Input and hidden tensors are not the same dtype, found input tensor with {x.dtype} and hidden tensor with {state.dtype}");
        }

        private Parameter Made(string name, long[] shape, torch.ScalarType? dtype)
        {
            var bound = 1 / Math.Sqrt(_size);
            var parameter = new Parameter(torch.empty(shape, dtype));
            torch.nn.init.uniform_(parameter, -bound, bound);
            register_parameter(name, parameter);
            return parameter;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Long short-term memory, weights uniform in +-1/sqrt(hidden).</summary>
            public static Modules.LSTM LSTM(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0.0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null)
            {
                if (dropout != 0 || bidirectional)
                    throw new NotSupportedException("The managed TorchSharp provider has LSTMs of one direction without dropout only.");
                device?.MustBeCpu();
                return new Modules.LSTM(inputSize, hiddenSize, numLayers, bias, batchFirst, dtype);
            }
        }
    }
}
