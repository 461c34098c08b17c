using static TorchSharp.torch;

namespace TorchSharp.Core;

/// <summary>What operations need to record themselves.</summary>
internal static class Graph
{
    /// <summary>True if the operation on these inputs is to be recorded.</summary>
    public static bool Tracks(params ReadOnlySpan<Tensor?> inputs)
    {
        if (!AutoGradMode.IsEnabled)
            return false;
        foreach (var input in inputs)
        {
            if (input is not null && input.Value.Tracked)
                return true;
        }

        return false;
    }

    /// <summary>The result as a tensor that remembers how its gradient flows back.</summary>
    public static Tensor Record(Impl result, Node node, Backward backward)
    {
        node.Apply = backward;
        result.Node = node;
        return new Tensor(result);
    }

    /// <summary>Refuses changes in place that would falsify gradients.</summary>
    public static Impl Writable(Tensor target, params ReadOnlySpan<Tensor?> operands)
    {
        if (!Tracks(target) && !Tracks(operands))
            return target.Value;
        if (target.Value.RequiresGrad && target.Value.Node is null)
            throw Types.Error("a leaf Variable that requires grad is being used in an in-place operation.");
        throw new NotSupportedException("The managed TorchSharp provider records no operations in place: use the form without underscore, or torch.no_grad().");
    }

    /// <summary>A gradient summed over the dimensions along which its input was repeated, in the input's type.</summary>
    public static Tensor Reduce(Tensor gradient, long[] sizes, ScalarType type)
    {
        var shape = gradient.Value.Sizes;
        if (!shape.AsSpan().SequenceEqual(sizes))
        {
            var lead = shape.Length - sizes.Length;
            var dims = new List<long>();
            for (var i = 0; i < shape.Length; i++)
            {
                if (i < lead || (sizes[i - lead] == 1 && shape[i] != 1))
                    dims.Add(i);
            }

            gradient = gradient.sum(dims.ToArray(), keepdim: true);
            if (lead > 0)
                gradient = gradient.reshape(sizes);
        }

        return gradient.to_type(type);
    }
}
