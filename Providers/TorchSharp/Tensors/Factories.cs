using TorchSharp.Core;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A number in a given shape.</summary>
    public static Tensor full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(size, dtype ?? (Types.IsFloating(value.Type) ? get_default_dtype() : ScalarType.Int64), device, requires_grad, t => t.fill_(value));

    /// <summary>A number in a given shape.</summary>
    public static Tensor full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => full(size.ToArray(), value, dtype, device, requires_grad, names);

    /// <summary>Zeros of another tensor's shape.</summary>
    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => input.zeros_like(dtype, device, requires_grad);

    /// <summary>Ones of another tensor's shape.</summary>
    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => input.ones_like(dtype, device, requires_grad);

    /// <summary>A tensor of another's shape, content undefined.</summary>
    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => input.empty_like(dtype, device, requires_grad);

    /// <summary>The numbers from 0 to below <paramref name="stop"/>.</summary>
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(0L, stop, 1L, dtype, device, requires_grad);

    /// <summary>The numbers from <paramref name="start"/> to below <paramref name="stop"/>.</summary>
    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(start, stop, 1L, dtype, device, requires_grad);

    /// <summary>The numbers from <paramref name="start"/> to below <paramref name="stop"/> in equal steps.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var count = (long)Math.Ceiling((stop.Real - start.Real) / step.Real);
        var real = Types.IsFloating(start.Type) || Types.IsFloating(stop.Type) || Types.IsFloating(step.Type);
        var values = new double[Math.Max(count, 0)];
        for (var i = 0; i < values.Length; i++)
            values[i] = start.Real + i * step.Real;
        return tensor(values, dtype ?? (real ? get_default_dtype() : ScalarType.Int64), device, requires_grad);
    }

    /// <summary>Equally spaced numbers, both ends included.</summary>
    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var values = new double[steps];
        for (var i = 0; i < steps; i++)
            values[i] = i * 2 < steps ? start + (end - start) / Math.Max(steps - 1, 1) * i : end - (end - start) / (steps - 1) * (steps - 1 - i);
        return tensor(values, dtype ?? get_default_dtype(), device, requires_grad);
    }

    /// <summary>The unit matrix.</summary>
    public static Tensor eye(long rows, long columns = -1L, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var width = columns < 0 ? rows : columns;
        var values = new double[rows * width];
        for (var i = 0L; i < Math.Min(rows, width); i++)
            values[i * width + i] = 1;
        return tensor(values, (long[])[rows, width], dtype ?? get_default_dtype(), device, requires_grad);
    }

    /// <summary>Tensors of one shape but for one dimension, joined along it.</summary>
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => cat(tensors.ToArray(), dim);

    /// <summary>Tensors of one shape but for one dimension, joined along it.</summary>
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors.ToArray(), dim);

    /// <summary>Tensors of one shape but for one dimension, joined along it; a single one is not copied.</summary>
    public static Tensor cat(Tensor[] tensors, long dim = 0) => tensors switch
    {
        [] => throw new ArgumentException(nameof(tensors)),
        [var one] => one.alias(),
        _ => Joined(tensors, dim),
    };

    private static Tensor Joined(Tensor[] tensors, long dim)
    {
        if (tensors.Length == 0)
            throw Types.Error("expected a non-empty list of Tensors");
        if (tensors.Any(tensor => tensor.dtype != tensors[0].dtype))
        {
            var type = tensors.Aggregate(tensors[0].dtype, (common, tensor) => Types.Promote(common, tensor.dtype));
            tensors = tensors.Select(tensor => tensor.As(type)).ToArray();
        }

        var first = tensors[0].Value;
        var d = Shape.Dimension(dim, first.Rank);
        foreach (var tensor in tensors)
        {
            if (tensor.Value.Rank != first.Rank || tensor.Value.Sizes.Where((size, i) => i != d && size != first.Sizes[i]).Any())
                throw Types.Error($"Sizes of tensors must match except in dimension {d}. Expected {Shape.Text(first.Sizes)} but got {Shape.Text(tensor.Value.Sizes)} in the list.");
        }

        var sizes = (long[])first.Sizes.Clone();
        sizes[d] = tensors.Sum(tensor => tensor.Value.Sizes[d]);
        var result = Impl.Empty(first.Type, sizes);
        var starts = new long[tensors.Length];
        using (var whole = new Tensor(result.Retain()))
        {
            for (var i = 0; i < tensors.Length; i++)
            {
                var length = tensors[i].Value.Sizes[d];
                using (var part = whole.narrow(d, starts[i], length))
                    Kernels.Copy.Into(tensors[i].Value, part.Value);
                if (i + 1 < tensors.Length)
                    starts[i + 1] = starts[i] + length;
            }
        }

        if (!Graph.Tracks(tensors))
            return new Tensor(result);
        var lengths = tensors.Select(tensor => tensor.Value.Sizes[d]).ToArray();
        return Graph.Record(result, new Node(tensors), (g, need) => lengths.Select((length, i) => need[i] ? g.narrow(d, starts[i], length) : null).ToArray());
    }

    /// <summary>Tensors of one shape, joined along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Joined(tensors.Select(tensor => tensor.unsqueeze(dim)).ToArray(), dim);

    /// <summary>x where the condition holds, elsewhere y.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => x.where(condition, y);

    /// <summary>Matrix product.</summary>
    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    /// <summary>Product of two matrices.</summary>
    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);

    /// <summary>Products of two stacks of matrices.</summary>
    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);

    /// <summary>Exponential function.</summary>
    public static Tensor exp(Tensor input) => input.exp();

    /// <summary>Natural logarithm.</summary>
    public static Tensor log(Tensor input) => input.log();

    /// <summary>Hyperbolic tangent.</summary>
    public static Tensor tanh(Tensor input) => input.tanh();

    /// <summary>Logistic function.</summary>
    public static Tensor sigmoid(Tensor input) => input.sigmoid();

    /// <summary>Sine.</summary>
    public static Tensor sin(Tensor input) => input.sin();

    /// <summary>Square root.</summary>
    public static Tensor sqrt(Tensor input) => input.sqrt();

    /// <summary>The larger of two, elementwise.</summary>
    public static Tensor maximum(Tensor input, Tensor other) => input.maximum(other);

    /// <summary>The smaller of two, elementwise.</summary>
    public static Tensor minimum(Tensor input, Tensor other) => input.minimum(other);

    /// <summary>True if all elements are close.</summary>
    public static bool allclose(Tensor tensor, Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) => tensor.allclose(target, rtol, atol, equal_nan);

    /// <summary>Coins with the given probabilities.</summary>
    public static Tensor bernoulli(Tensor input, Generator? generator = null) => input.bernoulli(generator);

    /// <summary>A random order of the numbers from 0 to below n.</summary>
    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null)
    {
        var order = Enumerable.Range(0, (int)n).Select(i => (long)i).ToArray();
        var source = generator ?? Generator.Default;
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = (int)(source.Uniform() * (i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }

        return tensor(order, dtype ?? ScalarType.Int64, device, requires_grad);
    }
}
