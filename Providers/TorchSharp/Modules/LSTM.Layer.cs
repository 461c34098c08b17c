using TorchSharp.Core;
using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One layer over a sequence, as a single operation of the graph.</summary>
internal static class LstmLayer
{
    /// <summary>Hidden and cell states [2, steps, batch, size].</summary>
    /// <param name="projected">[steps, batch, 4 size], what the input adds to the gates.</param>
    /// <param name="weight">[4 size, size], from the hidden state to the gates.</param>
    /// <param name="h0">[batch, size].</param>
    /// <param name="c0">[batch, size].</param>
    public static Tensor Run(Tensor projected, Tensor weight, Tensor h0, Tensor c0)
    {
        using Tensor w = weight.contiguous(), h = h0.contiguous(), c = c0.contiguous(), gates = new(Copy.Contiguous(projected.Value));
        var states = Impl.Empty(projected.dtype, 2, projected.size(0), projected.size(1), weight.size(1));
        LstmSweep.Forward(gates.Value, w.Value, h.Value, c.Value, states);
        if (!Graph.Tracks(projected, weight, h0, c0))
            return new Tensor(states);
        var node = new Node(projected, weight, h0, c0);
        Saved[] inputs = [node.Save(projected), node.Save(weight), node.Save(h0), node.Save(c0)];
        Saved activated = node.Save(gates), output = node.SaveOutput(states);
        return Graph.Record(states, node, (gradient, need) => AutoGradMode.IsEnabled
            ? Recorded(Array.ConvertAll(inputs, input => input.Get()), gradient, need)
            : Direct(activated.Get(), Array.ConvertAll(inputs, input => input.Get()), output.Get(), gradient, need));
    }

    /// <summary>The gradients by one sweep backwards; that of the weights is one product over all steps.</summary>
    private static Tensor?[] Direct(Tensor gates, Tensor[] inputs, Tensor states, Tensor gradient, bool[] need)
    {
        using Tensor w = inputs[1].contiguous(), c = inputs[3].contiguous(), g = gradient.contiguous();
        Tensor dGates = new(Impl.Empty(gates.dtype, gates.Value.Sizes)), dStart = new(Impl.Empty(gates.dtype, 2, gates.size(1), w.size(1)));
        LstmSweep.Backward(gates.Value, w.Value, c.Value, states.Value, g.Value, dGates.Value, dStart.Value);
        Tensor? dWeight = null;
        if (need[1])
        {
            using var before = cat([inputs[2].unsqueeze(0), states[0].slice(0, 0, gates.size(0) - 1, 1)], 0);
            dWeight = dGates.flatten(0, 1).t().mm(before.flatten(0, 1));
        }

        return [dGates, dWeight, dStart[0], dStart[1]];
    }

    /// <summary>The gradients as operations of the graph, for derivatives of any order: those of the layer written out step by step.</summary>
    private static Tensor?[] Recorded(Tensor[] inputs, Tensor gradient, bool[] need)
    {
        var copies = Array.ConvertAll(inputs, input => input.clone());
        var wanted = copies.Where((_, i) => need[i]).ToList();
        var found = new Queue<Tensor>(autograd.grad([StepByStep(copies[0], copies[1], copies[2], copies[3])], wanted, [gradient], retain_graph: true, create_graph: true));
        return Array.ConvertAll(need[..inputs.Length], needed => needed ? found.Dequeue() : null);
    }

    private static Tensor StepByStep(Tensor projected, Tensor weight, Tensor h, Tensor c)
    {
        List<Tensor> hidden = [], cells = [];
        foreach (var part in projected.unbind(0))
        {
            var gates = (part + h.matmul(weight.t())).chunk(4, 1);
            c = gates[1].sigmoid() * c + gates[0].sigmoid() * gates[2].tanh();
            h = gates[3].sigmoid() * c.tanh();
            hidden.Add(h);
            cells.Add(c);
        }

        return stack([stack(hidden, 0), stack(cells, 0)], 0);
    }
}
