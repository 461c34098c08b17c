using ReptileGen.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Baselines;

/// <summary>One order of the pixels and the masks that enforce it.</summary>
internal sealed class MadeMasks : IDisposable
{
    /// <summary>Draws the degrees of hidden units, uniform from the least degree below to pixels - 1.</summary>
    public MadeMasks(BaselineSpec spec, RandomStream random)
    {
        var order = Enumerable.Range(0, spec.Pixels).ToArray();
        if (spec.RandomOrder)
            random.Shuffle(order.AsSpan());
        Order = order;
        var place = new int[spec.Pixels];
        for (var i = 0; i < order.Length; i++)
            place[order[i]] = i + 1;

        var layers = new List<Tensor>();
        var below = place;
        for (var layer = 0; layer < spec.Layers; layer++)
        {
            var least = Math.Min(below.Min(), spec.Pixels - 1);
            var degrees = new int[spec.Hidden];
            for (var i = 0; i < degrees.Length; i++)
                degrees[i] = least + random.NextInt(Math.Max(1, spec.Pixels - least));
            layers.Add(Mask(degrees, below, strict: false));
            below = degrees;
        }

        layers.Add(Mask(place, below, strict: true));
        Layers = [.. layers];
        Direct = Mask(place, place, strict: true);
    }

    /// <summary>Pixel at each step.</summary>
    public int[] Order { get; }

    /// <summary>Per layer [out, in], 1 where a connection is allowed.</summary>
    public Tensor[] Layers { get; private set; }

    /// <summary>From pixels straight to outputs.</summary>
    public Tensor Direct { get; private set; }

    /// <summary>These masks on a device, where they stay.</summary>
    public MadeMasks On(Device device)
    {
        if (Direct.device.type != device.type || Direct.device.index != device.index)
        {
            Layers = Array.ConvertAll(Layers, layer => Moved(layer, device));
            Direct = Moved(Direct, device);
        }

        return this;
    }

    private static Tensor Moved(Tensor mask, Device device)
    {
        using (mask)
            return mask.to(device).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in Layers)
            layer.Dispose();
        Direct.Dispose();
    }

    private static Tensor Mask(int[] above, int[] below, bool strict)
    {
        var values = new float[above.Length, below.Length];
        for (var i = 0; i < above.Length; i++)
        {
            for (var j = 0; j < below.Length; j++)
                values[i, j] = (strict ? above[i] > below[j] : above[i] >= below[j]) ? 1 : 0;
        }

        return tensor(values).DetachFromDisposeScope();
    }
}
