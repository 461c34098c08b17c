namespace ReptileGen.Model.FastWeights;

public sealed partial class NetworkPlan
{
    private const int Alignment = 16;

    private readonly record struct Slot(int Offset, int Size);

    private int Build()
    {
        IReadOnlyList<LayerSpec> layers = Spec.Layers ?? [];
        if (layers.Count == 0 || layers[0] is not (EmbeddingSpec or CoordinatesSpec))
        {
            throw new ArgumentException("layers[0]: expected embedding or coordinates, found " + Describe(layers.FirstOrDefault()));
        }

        if (Spec.Input is TextInputSpec && Spec.Head != Head.Categorical)
        {
            throw new ArgumentException($"head: expected categorical, 256 logits for the bytes of a text, found {Spec.Head}");
        }

        Slot slot = InputLayers(layers, out int next);
        slot = Chain(layers, next, slot, "layers");
        if (slot.Size != LogitCount)
        {
            throw new ArgumentException($"layers: head {Spec.Head} expects {LogitCount} logits, found {slot.Size} from the last layer");
        }

        return slot.Offset;
    }

    /// <summary>Embeddings or coordinates, and an image's context if the second layer says so, in one slot.</summary>
    private Slot InputLayers(IReadOnlyList<LayerSpec> layers, out int next)
    {
        bool pixels = layers.Count > 1 && layers[1] is ContextSpec;
        bool image = Spec.Input is ImageInputSpec;
        if (pixels && !(image && Layout.ContextCount > 0))
        {
            throw new ArgumentException("layers[1]: context expects an image input with context_radius above 0");
        }

        next = pixels ? 2 : 1;
        (int size, int contextSize) = layers[0] is EmbeddingSpec e ? (e.Size, e.ContextSize) : (1, 0);
        if (size < 1 || contextSize < 0 || (contextSize > 0 && (image || Layout.ContextCount == 0)))
        {
            throw new ArgumentException($"layers[0]: expected size above 0 and a context_size only for a text input with context_bytes, found {layers[0]}");
        }

        if (Layout.ContextCount > 0 && !pixels && contextSize == 0)
        {
            throw new ArgumentException(image
                ? "layers[1]: expected context, which reads the pixels of input.context_radius and context_reach, found " + Describe(layers.ElementAtOrDefault(1))
                : "layers[0]: expected a context_size above 0 for the bytes of input.context_bytes, found " + layers[0]);
        }

        int bytes = contextSize > 0 ? Layout.ContextCount : 0;
        Slot all = NewSlot(Layout.IndexCount * size + bytes * contextSize + (pixels ? Layout.ContextCount : 0));
        int at = all.Offset;
        for (int k = 0; k < Layout.IndexCount + bytes; k++)
        {
            int values = k < Layout.IndexCount ? Layout.IndexSizes[k] : 256, width = k < Layout.IndexCount ? size : contextSize;
            ops.Add(layers[0] is EmbeddingSpec
                ? new Op(OpKind.Embedding, -1, -1, at, width, 0, Table.Add($"layers.0.table{k}", values, width, TensorInit.Normal), -1, k)
                : new Op(OpKind.Coordinate, -1, -1, at, 1, values, -1, -1, k));
            at += width;
        }

        if (pixels)
        {
            ops.Add(new Op(OpKind.Context, -1, -1, at, Layout.ContextCount, 0, -1, -1, 0));
        }

        return all;
    }

    private Slot Chain(IReadOnlyList<LayerSpec> layers, int first, Slot input, string path)
    {
        for (int i = first; i < layers.Count; i++)
        {
            input = Layer(layers[i], input, $"{path}.{i}");
        }

        return input;
    }

    private Slot Layer(LayerSpec layer, Slot x, string path) => layer switch
    {
        LinearSpec linear => Linear(linear, x, path),
        ActivationSpec activation => Unary(activation.Function, x, path),
        GateSpec => Gate(x, path),
        LayerNormSpec => LayerNorm(x, path),
        ResidualSpec residual => Residual(residual.Layers, x, path, gated: false),
        GatedResidualSpec residual => Residual(residual.Layers, x, path, gated: true),
        LstmSpec => Lstm(x, path),
        _ => throw new ArgumentException($"{path}: {Describe(layer)} can only stand at the input"),
    };

    private Slot Linear(LinearSpec linear, Slot x, string path)
    {
        if (linear.Size < 1)
        {
            throw new ArgumentException($"{path}: linear expects a size above 0, found {linear.Size}");
        }

        bool siren = linear.Init == LinearInit.Siren;
        return Matrix(x, linear.Size, path, Math.Sqrt((siren ? 6.0 : 1.0) / x.Size), siren ? TensorInit.Zero : TensorInit.Uniform);
    }

    private Slot Matrix(Slot x, int size, string path, double bound, TensorInit bias)
    {
        int weight = Table.Add(path + ".weight", size, x.Size, TensorInit.Uniform, bound); // first: it knows what is too large
        Slot y = NewSlot(size);
        ops.Add(new Op(OpKind.Linear, x.Offset, -1, y.Offset, size, x.Size, weight, Table.Add(path + ".bias", 1, size, bias, bound), 0));
        return y;
    }

    private Slot Unary(Activation function, Slot x, string path)
    {
        OpKind kind = function switch
        {
            Activation.Tanh => OpKind.Tanh,
            Activation.Relu => OpKind.Relu,
            Activation.Silu => OpKind.Silu,
            Activation.Sin => OpKind.Sin,
            _ => throw new ArgumentException($"{path}: unknown function {function}"),
        };
        return Simple(kind, x.Offset, -1, x.Size, x.Size);
    }

    private Slot Gate(Slot x, string path) => x.Size % 2 == 0
        ? Simple(OpKind.Gate, x.Offset, x.Offset + x.Size / 2, x.Size / 2, x.Size / 2)
        : throw new ArgumentException($"{path}: gate expects an even number of inputs, found {x.Size}");

    private Slot LayerNorm(Slot x, string path)
    {
        Slot y = NewSlot(x.Size);
        int gain = Table.Add(path + ".gain", 1, x.Size, TensorInit.One), bias = Table.Add(path + ".bias", 1, x.Size, TensorInit.Zero);
        ops.Add(new Op(OpKind.LayerNorm, x.Offset, -1, y.Offset, x.Size, x.Size, gain, bias, 0));
        return y;
    }

    private Slot Residual(IReadOnlyList<LayerSpec> layers, Slot x, string path, bool gated)
    {
        Slot y = Chain(layers ?? [], 0, x, path + ".layers");
        if (y.Size != x.Size || y.Offset == x.Offset)
        {
            throw new ArgumentException($"{path}: a residual expects inner layers that keep the size {x.Size}, found {y.Size}");
        }

        return gated
            ? Simple(OpKind.Gate, y.Offset, Matrix(x, x.Size, path + ".gate", 1 / Math.Sqrt(x.Size), TensorInit.Uniform).Offset, x.Size, x.Size)
            : Simple(OpKind.Add, x.Offset, y.Offset, x.Size, x.Size);
    }

    private Slot Lstm(Slot x, string path)
    {
        int n = x.Size;
        Slot joined = NewSlot(2 * n);
        int hidden = Table.Add(path + ".hidden", 1, n, TensorInit.Normal);
        ops.Add(new Op(OpKind.Parameter, -1, -1, joined.Offset, n, 0, hidden, -1, 0));
        ops.Add(new Op(OpKind.Copy, x.Offset, -1, joined.Offset + n, n, n, -1, -1, 0));
        Slot gates = Matrix(joined, 4 * n, path, 1 / Math.Sqrt(2 * n), TensorInit.Uniform);
        return Simple(OpKind.LstmCell, gates.Offset, joined.Offset, n, 4 * n);
    }

    private Slot Simple(OpKind kind, int input, int second, int size, int inputSize)
    {
        Slot y = NewSlot(size);
        ops.Add(new Op(kind, input, second, y.Offset, size, inputSize, -1, -1, 0));
        return y;
    }

    private Slot NewSlot(int size)
    {
        Slot slot = new(ActivationLength, size);
        ActivationLength = checked(ActivationLength + (size + Alignment - 1) / Alignment * Alignment);
        return slot;
    }

    private static string Describe(LayerSpec? layer) => layer is null ? "nothing" : layer.GetType().Name;
}
