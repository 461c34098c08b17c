using TorchSharp.Core;
using TorchSharp.Kernels;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A strided array of numbers; the handle of one, which must be disposed (or belong to a dispose scope).</summary>
    public partial class Tensor : IDisposable
    {
        private Impl? _impl;

        internal Tensor(Impl impl)
        {
            _impl = impl;
            DisposeScope.Register(this);
        }

        /// <summary>Takes over another tensor's content and its place in a dispose scope.</summary>
        internal Tensor(Tensor other)
        {
            _impl = other.Value;
            OwningDisposeScope = other.OwningDisposeScope;
            OwningDisposeScope?.Add(this);
            other._impl = null;
            other.OwningDisposeScope = null;
        }

        internal DisposeScope? OwningDisposeScope { get; set; }

        internal Impl Value => _impl ?? throw new InvalidOperationException("Tensor invalid -- empty handle.");

        /// <summary>True after the tensor was disposed, or for an unused gradient.</summary>
        public bool IsInvalid => _impl is null;

        /// <summary>Returns the memory to the pool, unless a view or the autograd graph still uses it.</summary>
        public void Dispose()
        {
            var impl = _impl;
            _impl = null;
            OwningDisposeScope = null;
            impl?.Release();
            GC.SuppressFinalize(this);
        }

        /// <summary>Number of dimensions.</summary>
        public long Dimensions => Value.Rank;

        /// <summary>Number of dimensions.</summary>
        public long dim() => Value.Rank;

        /// <summary>Number of dimensions.</summary>
        public long ndim => Value.Rank;

        /// <summary>Number of elements.</summary>
        public long NumberOfElements => Value.Count;

        /// <summary>Number of elements.</summary>
        public long numel() => Value.Count;

        /// <summary>Bytes per element.</summary>
        public long ElementSize => Types.Size(Value.Type);

        /// <summary>Element type.</summary>
        public ScalarType dtype => Value.Type;

        /// <summary>Where the memory is: always the CPU with this provider.</summary>
        public Device device => new(DeviceType.CPU);

        /// <summary>Where the memory is: always the CPU with this provider.</summary>
        public DeviceType device_type => DeviceType.CPU;

        /// <summary>Sizes of all dimensions, a copy.</summary>
        public long[] shape => (long[])Value.Sizes.Clone();

        /// <summary>Size of one dimension.</summary>
        public long size(int dim) => Value.Sizes[Shape.Dimension(dim, Value.Rank)];

        /// <summary>Sizes of all dimensions, a copy.</summary>
        public long[] size() => shape;

        /// <summary>Steps in elements between neighbours, per dimension, a copy.</summary>
        public long[] stride() => (long[])Value.Strides.Clone();

        /// <summary>Step in elements between neighbours of one dimension.</summary>
        public long stride(int dim) => Value.Strides[Shape.Dimension(dim, Value.Rank)];

        /// <summary>First element in the underlying memory, in elements.</summary>
        public long storage_offset() => Value.Offset;

        /// <summary>True if the elements lie densely in row-major order.</summary>
        public bool is_contiguous() => Value.IsContiguous;

        /// <summary>True for Float32 and Float64.</summary>
        public bool is_floating_point() => Types.IsFloating(Value.Type);

        /// <summary>True for tensors that no recorded operation made.</summary>
        public bool is_leaf => Value.Node is null;

        /// <summary>True if operations on the tensor are recorded.</summary>
        public bool requires_grad
        {
            get => Value.Tracked;
            set
            {
                var impl = Value;
                if (value && !Types.IsFloating(impl.Type))
                    throw Types.Error("only Tensors of floating point dtype can require gradients");
                if (impl.Node is not null && !value)
                    throw Types.Error("you can only change requires_grad flags of leaf variables.");
                if (impl.Node is null)
                    impl.RequiresGrad = value;
            }
        }

        /// <summary>Sets <see cref="requires_grad"/>; returns this tensor.</summary>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Sets <see cref="requires_grad"/>; returns this tensor.</summary>
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>The gradient that <see cref="backward()"/> collected, or null. Every read gives a new handle.</summary>
        public Tensor? grad
        {
            get => Value.Gradient is { } gradient ? new Tensor(gradient.Retain()) : null;
            set
            {
                var impl = Value;
                if (value is not null && !value.Value.Sizes.AsSpan().SequenceEqual(impl.Sizes))
                    throw Types.Error($"assigned grad has data of a different size: {Shape.Text(value.Value.Sizes)} for a tensor of {Shape.Text(impl.Sizes)}");
                var old = impl.Gradient;
                impl.Gradient = value?.Value.Retain();
                old?.Release();
            }
        }

        /// <summary>Adds the gradients of this scalar to the leaves' <see cref="grad"/>.</summary>
        public void backward() => autograd.backward([this]);

        /// <summary>Adds the gradients of this tensor, weighted by <paramref name="grad_tensors"/>, to the leaves' <see cref="grad"/>.</summary>
        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>Another handle of the same tensor.</summary>
        public Tensor alias() => new(Value.Retain());

        /// <summary>A view of the same memory without history.</summary>
        public Tensor detach() => new(Value.View(Value.Sizes, Value.Strides, Value.Offset));

        /// <summary>The only element.</summary>
        /// <exception cref="ArgumentException">There is more than one element, or it is of another type.</exception>
        public T item<T>() where T : unmanaged
        {
            if (numel() != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
            return data<T>()[0];
        }

        /// <summary>The elements as values of .NET type T, which must be the element type.</summary>
        /// <exception cref="ArgumentException">The element type is another.</exception>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            if (Types.Of<T>() != dtype)
                throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}");
            return new TensorAccessor<T>(this);
        }

        /// <summary>The only element as a number of the element type.</summary>
        public Scalar ToScalar()
        {
            if (numel() != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
            using var wide = to_type(is_floating_point() ? ScalarType.Float64 : ScalarType.Int64);
            return is_floating_point() ? new Scalar(wide.Value.Span<double>()[0], dtype) : new Scalar(wide.Value.Span<long>()[0], dtype);
        }

        /// <summary>Moves the tensor to the outer dispose scope, or out of all if there is none.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes the tensor out of all dispose scopes: the caller disposes it.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>The same values in another element type; the tensor itself if it has the type already.</summary>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            var source = dtype;
            Tensor result;
            if (source == type)
            {
                result = copy ? clone() : alias();
            }
            else
            {
                var impl = Copy.Convert(Value, type);
                result = Types.IsFloating(type) && Graph.Tracks(this)
                    ? Graph.Record(impl, new Node(this), (g, _) => [g.to_type(source)])
                    : new Tensor(impl);
            }

            if (disposeAfter)
                Dispose();
            return result;
        }

        /// <summary>The same values in another element type.</summary>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to_type(type, copy, disposeAfter, non_blocking);

        /// <summary>The same values on a device.</summary>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            device.MustBeCpu();
            return to_type(dtype, copy, disposeAfter, non_blocking);
        }

        /// <summary>The same values in another element type on a device.</summary>
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            device.MustBeCpu();
            return to_type(type, copy, disposeAfter, non_blocking);
        }

        /// <summary>The same values on the CPU.</summary>
        public Tensor cpu() => alias();

        /// <summary>The values as Float32.</summary>
        public Tensor @float() => to_type(ScalarType.Float32);

        /// <summary>The values as Float64.</summary>
        public Tensor @double() => to_type(ScalarType.Float64);

        /// <summary>The values as Int64.</summary>
        public Tensor @long() => to_type(ScalarType.Int64);

        /// <summary>True where the values are not 0.</summary>
        public Tensor @bool() => to_type(ScalarType.Bool);

        /// <summary>Element type and shape, in short.</summary>
        public override string ToString() => IsInvalid ? "(invalid)" : $"{Shape.Text(Value.Sizes)}, type = {dtype}, device = cpu";
    }
}
