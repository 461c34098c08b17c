namespace TorchSharp.Modules
{
    /// <summary>A leaf tensor that a module trains; it takes over the handle of the tensor that it is made from.</summary>
    public class Parameter : torch.Tensor
    {
        /// <summary>Takes over a tensor's content; the tensor is invalid afterwards.</summary>
        public Parameter(torch.Tensor data, bool requires_grad = true) : base(data.with_requires_grad(requires_grad)) { }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A trained leaf made from a tensor.</summary>
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }

        public partial class Tensor
        {
            /// <summary>Changes the element type behind the handle.</summary>
            internal void Retype(ScalarType type)
            {
                var old = Value;
                var impl = Kernels.Copy.Convert(old, type);
                impl.RequiresGrad = old.RequiresGrad;
                _impl = impl;
                old.Release();
            }
        }
    }

    /// <summary>Further operations on tensors.</summary>
    public static class TensorExtensionMethods
    {
        /// <summary>A parameter that takes over the tensor's handle.</summary>
        public static Modules.Parameter AsParameter(this torch.Tensor tensor) => new(tensor);

        /// <summary>The only element as a double, whatever the element type.</summary>
        public static double ToDouble(this torch.Tensor value) => value.ToScalar().ToDouble();

        /// <summary>The only element as a float, whatever the element type.</summary>
        public static float ToSingle(this torch.Tensor value) => value.ToScalar().ToSingle();

        /// <summary>The only element as a long, whatever the element type.</summary>
        public static long ToInt64(this torch.Tensor value) => value.ToScalar().ToInt64();
    }
}
