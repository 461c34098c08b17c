using TorchSharp.Core;

namespace TorchSharp;

/// <summary>Tensors, gradients, networks and optimizers.</summary>
public static partial class torch
{
    /// <summary>Gradients.</summary>
    public static partial class autograd
    {
        /// <summary>
        /// The gradients of the outputs' sum (weighted by <paramref name="grad_outputs"/>) with respect to the inputs.
        /// Pass <paramref name="retain_graph"/> together with <paramref name="create_graph"/>.
        /// </summary>
        /// <param name="outputs">What is differentiated; scalars if no weights are given.</param>
        /// <param name="inputs">With respect to what.</param>
        /// <param name="grad_outputs">Weights of the outputs, of their shapes.</param>
        /// <param name="retain_graph">Keep the graph for another pass.</param>
        /// <param name="create_graph">Record the pass, so that the gradients can be differentiated.</param>
        /// <param name="allow_unused">Give an invalid tensor for an input that the outputs do not depend on, instead of failing.</param>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            foreach (var input in inputs)
            {
                if (!input.requires_grad)
                    throw Types.Error("One of the differentiated Tensors does not require grad");
            }

            var found = Engine.Run(outputs, grad_outputs, inputs, retain_graph, create_graph);
            var results = new List<Tensor>(inputs.Count);
            foreach (var input in inputs)
            {
                if (found.TryGetValue(Engine.Key(input.Value), out var gradient))
                {
                    results.Add(new Tensor(gradient.Retain()));
                }
                else if (allow_unused)
                {
                    var none = zeros(0L);
                    none.Dispose();
                    results.Add(none);
                }
                else
                {
                    throw Types.Error("One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.");
                }
            }

            foreach (var gradient in found.Values)
                gradient.Release();
            return results;
        }

        /// <summary>Adds the gradients of the tensors to the <see cref="Tensor.grad"/> of the leaves (or of the inputs only).</summary>
        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            foreach (var (key, gradient) in Engine.Run(tensors, grad_tensors, inputs, retain_graph ?? create_graph, create_graph))
            {
                if (key is Impl leaf)
                    Collect(leaf, gradient, create_graph);
                gradient.Release();
            }
        }

        /// <summary>Adds the gradients of a tensor to the <see cref="Tensor.grad"/> of the leaves (or of the inputs only).</summary>
        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        private static void Collect(Impl leaf, Impl gradient, bool create)
        {
            if (leaf.Gradient is not { } old)
            {
                leaf.Gradient = gradient.IsUnique && gradient.IsContiguous || create ? gradient.Retain() : Kernels.Copy.Contiguous(gradient);
            }
            else if (!create)
            {
                Kernels.Arithmetic.InPlace(Kernels.BinaryOp.Add, old, gradient);
            }
            else
            {
                using var before = new Tensor(old);
                using var more = new Tensor(gradient.Retain());
                using var sum = before.add(more);
                leaf.Gradient = sum.Value.Retain();
            }
        }
    }
}
