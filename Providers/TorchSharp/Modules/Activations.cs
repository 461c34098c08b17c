using TorchSharp.Modules;

namespace TorchSharp.Modules
{
    /// <summary>A module without parameters.</summary>
    public abstract class ParameterLessModule<T1, TResult> : torch.nn.Module<T1, TResult>
    {
        /// <summary>A module by name.</summary>
        protected ParameterLessModule(string name) : base(name) { }

        /// <inheritdoc/>
        protected override void RegisterComponents() { }
    }

    /// <summary>The positive part.</summary>
    public sealed class ReLU : ParameterLessModule<torch.Tensor, torch.Tensor>
    {
        internal ReLU() : base(nameof(ReLU)) { }

        /// <inheritdoc/>
        public override torch.Tensor forward(torch.Tensor tensor) => tensor.relu();
    }

    /// <summary>Hyperbolic tangent.</summary>
    public sealed class Tanh : ParameterLessModule<torch.Tensor, torch.Tensor>
    {
        internal Tanh() : base(nameof(Tanh)) { }

        /// <inheritdoc/>
        public override torch.Tensor forward(torch.Tensor tensor) => tensor.tanh();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The positive part as a module.</summary>
            public static ReLU ReLU(bool inplace = false) => new();

            /// <summary>Hyperbolic tangent as a module.</summary>
            public static Tanh Tanh() => new();

            /// <summary>Hyperbolic tangent as a module.</summary>
            public static Tanh Tanh(bool inplace = false) => new();
        }
    }
}
