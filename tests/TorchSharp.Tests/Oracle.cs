using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Conformance;

/// <summary>What tensors are compared with: numbers, and central differences in double.</summary>
internal static class Oracle
{
    /// <summary>Fixed numbers in [low, high), away from one another.</summary>
    public static double[] Numbers(int count, int seed, double low = -1, double high = 1)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => low + (high - low) * random.NextDouble()).ToArray();
    }

    public static Tensor Double(double[] values, params long[] shape) => tensor(values, shape);

    public static double[] Values(Tensor t) => t.to(ScalarType.Float64).contiguous().data<double>().ToArray();

    public static void AreClose(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.AreEqual(expected.Length, actual.Length, what);
        for (var i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]))))
                Assert.Fail($"{what}: element {i} is {actual[i]:R}, expected {expected[i]:R}");
        }
    }

    /// <summary>A function's first and second derivatives against central differences, with weights that tell elements apart.</summary>
    public static void Derivatives(string what, Func<Tensor[], Tensor> function, params (double[] Values, long[] Shape)[] inputs)
    {
        Tensor Scalar(Tensor[] x)
        {
            var y = function(x);
            var weights = Double(Numbers((int)y.numel(), 99, 0.5, 1.5), y.shape);
            return (y * weights).sum();
        }

        Tensor[] Leaves(double[][] values) => values.Select((v, i) => Double(v, inputs[i].Shape).requires_grad_()).ToArray();
        double[] First(double[][] values)
        {
            using var scope = NewDisposeScope();
            var x = Leaves(values);
            return autograd.grad([Scalar(x)], x, allow_unused: true).SelectMany((g, i) => g.IsInvalid ? new double[values[i].Length] : Values(g)).ToArray();
        }

        var at = inputs.Select(input => input.Values).ToArray();
        AreClose(Differences(at, v => [Scalar(v.Select((values, i) => Double(values, inputs[i].Shape)).ToArray()).item<double>()], 1e-6), First(at), 1e-6, $"{what}: first derivative");

        var direction = Numbers(at.Sum(v => v.Length), 7, 0.5, 1.5);
        double Along(double[][] values) => First(values).Zip(direction, (g, d) => g * d).Sum();
        using var all = NewDisposeScope();
        var leaves = Leaves(at);
        var gradients = autograd.grad([Scalar(leaves)], leaves, retain_graph: true, create_graph: true, allow_unused: true);
        var projected = zeros(1, ScalarType.Float64);
        var start = 0;
        for (var i = 0; i < leaves.Length; i++)
        {
            if (!gradients[i].IsInvalid)
                projected = projected + (gradients[i] * Double(direction[start..(start + at[i].Length)], inputs[i].Shape)).sum();
            start += at[i].Length;
        }

        var expected = Differences(at, v => [Along(v)], 1e-5);
        if (!projected.requires_grad)
        {
            AreClose(expected, new double[expected.Length], 1e-5, $"{what}: second derivative");
            return;
        }

        var second = autograd.grad([projected.sum()], leaves, allow_unused: true).SelectMany((g, i) => g.IsInvalid ? new double[at[i].Length] : Values(g)).ToArray();
        AreClose(expected, second, 1e-5, $"{what}: second derivative");
    }

    private static double[] Differences(double[][] at, Func<double[][], double[]> function, double h)
    {
        var result = new List<double>();
        for (var k = 0; k < at.Length; k++)
        {
            for (var i = 0; i < at[k].Length; i++)
            {
                double[][] Moved(double by) => at.Select((v, n) => n != k ? v : v.Select((x, j) => j == i ? x + by : x).ToArray()).ToArray();
                using var scope = NewDisposeScope();
                result.Add((function(Moved(h))[0] - function(Moved(-h))[0]) / (2 * h));
            }
        }

        return [.. result];
    }
}
