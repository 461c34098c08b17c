using TorchSharp.Core;
using TorchSharp.Kernels;

namespace TorchSharp
{
    /// <summary>What stands outside an image.</summary>
    public enum PaddingModes
    {
        /// <summary>Zeros.</summary>
        Zeros = 0,
    }

    public static partial class torch
    {
        public partial class Tensor
        {
            internal Tensor Spread(Window window)
            {
                using var dense = contiguous();
                var result = Columns.Spread(dense.Value, window);
                return Graph.Tracks(this) ? Graph.Record(result, new Node(this), (g, _) => [g.Collected(window)]) : new Tensor(result);
            }

            private Tensor Collected(Window window)
            {
                using var dense = contiguous();
                var result = Columns.Collect(dense.Value, window);
                return Graph.Tracks(this) ? Graph.Record(result, new Node(this), (g, _) => [g.Spread(window)]) : new Tensor(result);
            }
        }

        public static partial class nn
        {
            /// <summary>A convolution of images [n, c, h, w] with weights uniform in +-1/sqrt(inputs of a place).</summary>
            public static Modules.Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                Conv2d(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), (dilation, dilation), padding_mode, groups, bias, device, dtype);

            /// <summary>A convolution of images [n, c, h, w] with weights uniform in +-1/sqrt(inputs of a place).</summary>
            public static Modules.Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
            {
                device?.MustBeCpu();
                var (sy, sx) = stride ?? (1, 1);
                var (py, px) = padding ?? (0, 0);
                var (dy, dx) = dilation ?? (1, 1);
                return new Modules.Conv2d(in_channels, out_channels, kernel_size, [sy, sx], [py, px], [dy, dx], groups, bias, dtype);
            }

            public static partial class functional
            {
                /// <summary>A convolution of images [n, c, h, w] by weights [out, c, ky, kx], zeros outside.</summary>
                public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1)
                {
                    if (groups != 1)
                        throw new NotSupportedException("The managed TorchSharp provider has convolutions of one group only.");
                    if (input.dim() != 4 || weight.dim() != 4 || input.size(1) != weight.size(1))
                        throw Types.Error($"expected an input [n, {(weight.dim() == 4 ? weight.size(1) : -1)}, h, w] for a weight {Shape.Text(weight.shape)}, but got input of size {Shape.Text(input.shape)}");
                    var (sy, sx) = Pair(strides, 1);
                    var (py, px) = Pair(padding, 0);
                    var (dy, dx) = Pair(dilation, 1);
                    var window = new Window(
                        (int)input.size(0), (int)input.size(1), (int)input.size(2), (int)input.size(3), (int)weight.size(2), (int)weight.size(3), sy, sx, py, px, dy, dx);
                    if (window.OutY < 1 || window.OutX < 1)
                        throw Types.Error($"Kernel size can't be greater than actual input size: weight {Shape.Text(weight.shape)}, input {Shape.Text(input.shape)}");
                    var columns = window.IsPointwise ? input.reshape(window.Columns) : input.Spread(window);
                    var result = weight.reshape(weight.size(0), -1).matmul(columns).reshape(window.Count, weight.size(0), window.OutY, window.OutX);
                    return bias is null ? result : result.add(bias.reshape(1, -1, 1, 1));
                }

                private static (int Y, int X) Pair(long[]? values, int otherwise) => values switch
                {
                    null => (otherwise, otherwise),
                    [var one] => ((int)one, (int)one),
                    [var y, var x] => ((int)y, (int)x),
                    _ => throw Types.Error($"expected one or two numbers, got {Shape.Text(values)}"),
                };
            }
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>What convolutions have in common: weights uniform in +-1/sqrt(inputs of a place).</summary>
    public abstract class Convolution : torch.nn.Module<torch.Tensor, torch.Tensor>
    {
        internal Convolution(string name, long[] shape, bool hasBias, torch.ScalarType? dtype) : base(name)
        {
            weight = new Parameter(torch.empty(shape, dtype));
            torch.nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            register_parameter(nameof(weight), weight);
            if (!hasBias)
                return;
            bias = new Parameter(torch.empty(shape[0], dtype));
            var bound = 1 / Math.Sqrt(torch.nn.init.CalculateFanInAndFanOut(weight).fanIn);
            torch.nn.init.uniform_(bias, -bound, bound);
            register_parameter(nameof(bias), bias);
        }

        /// <summary>Shape [out, in, ky, kx].</summary>
        public Parameter weight { get; }

        /// <summary>Shape [out], or null.</summary>
        public Parameter? bias { get; }

        /// <inheritdoc/>
        protected override void RegisterComponents() { }
    }

    /// <summary>A convolution of images [n, c, h, w].</summary>
    public sealed class Conv2d : Convolution
    {
        private readonly long[] _stride;
        private readonly long[] _padding;
        private readonly long[] _dilation;
        private readonly long _groups;

        internal Conv2d(long inputs, long outputs, (long Y, long X) kernel, long[] stride, long[] padding, long[] dilation, long groups, bool hasBias, torch.ScalarType? dtype)
            : base(nameof(Conv2d), [outputs, inputs / groups, kernel.Y, kernel.X], hasBias, dtype) => (_stride, _padding, _dilation, _groups) = (stride, padding, dilation, groups);

        /// <inheritdoc/>
        public override torch.Tensor forward(torch.Tensor input) => torch.nn.functional.conv2d(input, weight, bias, _stride, _padding, _dilation, _groups);
    }
}
