using static TorchSharp.torch;

namespace TorchSharp.Core;

/// <summary>Gradients with respect to the inputs of an operation, given the one of its output; null where none is needed.</summary>
/// <param name="gradient">Gradient of the result.</param>
/// <param name="needed">Per input: is its gradient asked for?</param>
internal delegate Tensor?[] Backward(Tensor gradient, bool[] needed);

/// <summary>Where a gradient goes: into another operation or into a leaf.</summary>
internal readonly record struct Edge(Node? Node, Impl? Leaf)
{
    public bool IsEmpty => Node is null && Leaf is null;
}

/// <summary>
/// One recorded operation. Nodes are numbered in the order of their creation, which is a topological order of the graph.
/// </summary>
internal sealed class Node
{
    private static long _next;
    private readonly List<Saved> _saved = [];
    private int _references = 1;

    public Node(params ReadOnlySpan<Tensor?> inputs)
    {
        Sequence = Interlocked.Increment(ref _next);
        Inputs = new Edge[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            var impl = inputs[i]?.Value;
            if (impl?.Node is { } node)
            {
                Interlocked.Increment(ref node._references);
                Inputs[i] = new Edge(node, null);
            }
            else if (impl is { RequiresGrad: true })
            {
                Inputs[i] = new Edge(null, impl.Retain());
            }
        }
    }

    public long Sequence { get; }

    public Edge[] Inputs { get; }

    /// <summary>Null after the graph was freed by a backward pass.</summary>
    public Backward? Apply { get; set; }

    /// <summary>If the result is a part of the only input: the sizes of that input, and the same part of another dense tensor of these sizes.</summary>
    public (long[] Whole, Func<Impl, Impl> Of)? Part { get; set; }

    /// <summary>Keeps an input for the backward pass.</summary>
    public Saved Save(Tensor tensor)
    {
        var saved = new Saved(tensor.Value.Retain(), null);
        _saved.Add(saved);
        return saved;
    }

    /// <summary>Keeps the operation's own result, without a cycle: the history is attached again when it is read.</summary>
    public Saved SaveOutput(Impl output)
    {
        var saved = new Saved(output.View(output.Sizes, output.Strides, output.Offset), this);
        _saved.Add(saved);
        return saved;
    }

    public Node Retain()
    {
        Interlocked.Increment(ref _references);
        return this;
    }

    /// <summary>Gives back what was kept; the node cannot run again.</summary>
    public void Free()
    {
        Apply = null;
        foreach (var saved in _saved)
            saved.Release();
        _saved.Clear();
    }

    /// <summary>Drops one reference; chains of nodes go without recursion.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) != 0)
            return;
        var pending = new Stack<Node>();
        pending.Push(this);
        while (pending.TryPop(out var node))
        {
            foreach (var edge in node.Inputs)
            {
                if (edge.Node is { } next && Interlocked.Decrement(ref next._references) == 0)
                    pending.Push(next);
                edge.Leaf?.Release();
            }

            node.Free();
        }
    }
}
