using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Core;

/// <summary>
/// Reverse-mode differentiation: runs the nodes that lie between outputs and inputs in descending order of creation.
/// With <c>create</c> the pass itself is recorded, so gradients of any order can be taken.
/// </summary>
internal static class Engine
{
    public static ExternalException Freed() => Types.Error("Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Specify retain_graph=True if you need to backward through the graph a second time.");

    /// <summary>Gradients by input (nodes and leaves); for <paramref name="inputs"/> null: by every leaf.</summary>
    public static Dictionary<object, Impl> Run(IList<Tensor> outputs, IList<Tensor>? seeds, IList<Tensor>? inputs, bool retain, bool create)
    {
        using var mode = new AutoGradMode(create);
        using var scope = NewDisposeScope();
        var wanted = inputs is null ? null : new HashSet<object>(inputs.Select(input => Key(input.Value)), ReferenceEqualityComparer.Instance);
        var pending = new Dictionary<object, Impl>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < outputs.Count; i++)
            Add(pending, Key(outputs[i].Value), Seed(outputs[i], seeds?[i]), create);

        var order = Plan(outputs, wanted, out var useful);
        var needed = new bool[8];
        foreach (var node in order)
        {
            var keep = wanted?.Contains(node) == true;
            if (!pending.TryGetValue(node, out var impl) || (!useful.Contains(node) && keep))
                continue;
            if (node.Inputs.Length > needed.Length)
                needed = new bool[node.Inputs.Length * 2];
            for (var i = 0; i < node.Inputs.Length; i++)
                needed[i] = Leads(node.Inputs[i], wanted, useful);
            var apply = node.Apply ?? throw Freed();
            if (create || node.Part is not { } part || !needed[0] || !AddPart(pending, Target(node.Inputs[0]), part.Whole, part.Of, impl))
            {
                var results = apply(new Tensor(impl.Retain()), needed);
                for (var i = 0; i < results.Length; i++)
                {
                    if (results[i] is { } result && needed[i])
                        Add(pending, Target(node.Inputs[i]), result, create);
                }
            }

            scope.DisposeEverything();
            if (!keep)
            {
                pending.Remove(node);
                impl.Release();
            }

            if (!retain)
                node.Free();
        }

        return pending;
    }

    /// <summary>What identifies a tensor in the graph.</summary>
    public static object Key(Impl impl) => impl.Node is { } node ? node
        : impl.RequiresGrad ? impl
        : throw Types.Error("element 0 of tensors does not require grad and does not have a grad_fn");

    private static object Target(Edge edge) => (object?)edge.Node ?? edge.Leaf!;

    private static bool Leads(Edge edge, HashSet<object>? wanted, HashSet<Node> useful) =>
        !edge.IsEmpty && (wanted is null || wanted.Contains(Target(edge)) || (edge.Node is { } node && useful.Contains(node)));

    private static Tensor Seed(Tensor output, Tensor? seed)
    {
        if (seed is null)
        {
            return output.numel() == 1
                ? ones(output.shape, output.dtype)
                : throw Types.Error($"grad can be implicitly created only for scalar outputs, not for shape {Shape.Text(output.Value.Sizes)}");
        }

        return output.Value.Sizes.AsSpan().SequenceEqual(seed.Value.Sizes)
            ? seed
            : throw Types.Error($"Mismatch in shape: grad_output[0] has a shape of {Shape.Text(seed.Value.Sizes)} and output[0] has a shape of {Shape.Text(output.Value.Sizes)}.");
    }

    private static void Add(Dictionary<object, Impl> pending, object key, Tensor gradient, bool create)
    {
        if (!pending.TryGetValue(key, out var sum))
            pending[key] = gradient.Value.Retain();
        else if (!create && sum.IsUnique && sum.IsContiguous)
            Kernels.Arithmetic.InPlace(Kernels.BinaryOp.Add, sum, gradient.Value);
        else
        {
            using var old = new Tensor(sum);
            using var total = old.add(gradient);
            pending[key] = total.Value.Retain();
        }
    }

    /// <summary>Adds the gradient of a part where it belongs, so that many parts of one tensor cost no more than the tensor; false if others see the sum.</summary>
    private static bool AddPart(Dictionary<object, Impl> pending, object key, long[] whole, Func<Impl, Impl> of, Impl gradient)
    {
        if (!pending.TryGetValue(key, out var sum))
        {
            using var nothing = zeros(whole, gradient.Type);
            pending[key] = sum = nothing.Value.Retain();
        }

        if (!sum.IsUnique || !sum.IsContiguous)
            return false;
        var part = of(sum);
        Kernels.Arithmetic.InPlace(Kernels.BinaryOp.Add, part, gradient);
        part.Release();
        return true;
    }

    /// <summary>The reachable nodes, newest first, and which of them lead to a wanted input.</summary>
    private static List<Node> Plan(IList<Tensor> outputs, HashSet<object>? wanted, out HashSet<Node> useful)
    {
        var oldest = wanted is null || wanted.Any(key => key is Impl) ? 0 : wanted.Min(key => ((Node)key).Sequence);
        var seen = new HashSet<Node>();
        var stack = new Stack<Node>();
        foreach (var output in outputs)
        {
            if (output.Value.Node is { } root && seen.Add(root))
                stack.Push(root);
        }

        while (stack.TryPop(out var node))
        {
            foreach (var edge in node.Inputs)
            {
                if (edge.Node is { } next && next.Sequence >= oldest && seen.Add(next))
                    stack.Push(next);
            }
        }

        var order = seen.OrderBy(node => node.Sequence).ToList();
        useful = [];
        foreach (var node in order)
        {
            foreach (var edge in node.Inputs)
            {
                if (Leads(edge, wanted, useful))
                {
                    useful.Add(node);
                    break;
                }
            }
        }

        order.Reverse();
        if (wanted is not null)
        {
            var kept = useful;
            order.RemoveAll(node => !kept.Contains(node) && !wanted.Contains(node));
        }

        return order;
    }
}
