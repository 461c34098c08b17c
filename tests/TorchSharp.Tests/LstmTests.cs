using System.Text.RegularExpressions;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ReptileGen.Conformance;

/// <summary>Long short-term memory against its definition, written out step by step with the operators tested elsewhere.</summary>
[TestClass]
public sealed class LstmTests
{
    [TestMethod]
    [DataRow(1, 1, 1, 1)]
    [DataRow(2, 3, 3, 2)]
    [DataRow(3, 2, 17, 9)]
    [DataRow(5, 4, 33, 1)]
    [DataRow(4, 5, 70, 17)]
    [DataRow(2, 6, 261, 3)]
    public void ValuesAndGradientsMatchTheDefinition(int input, int steps, int size, int batch)
    {
        foreach (var type in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            using var layer = nn.LSTM(input, size, 2).to(type);
            var places = new[] { Numbers(1, type, steps, batch, input), Numbers(2, type, 2, batch, size), Numbers(3, type, 2, batch, size) };
            var leaves = places.Concat(layer.parameters()).ToArray();
            var (y, h, c) = layer.call(places[0], (places[1], places[2]));
            var (ey, eh, ec) = Definition(layer, places[0], places[1], places[2]);
            var tolerance = type == ScalarType.Float64 ? 1e-12 : 2e-5;
            foreach (var (actual, expected) in new[] { (y, ey), (h, eh), (c, ec) })
                Oracle.AreClose(Oracle.Values(expected), Oracle.Values(actual), tolerance, $"{type} values");
            var gradients = autograd.grad([Weighted(y, h, c)], leaves);
            var definitions = autograd.grad([Weighted(ey, eh, ec)], leaves);
            for (var i = 0; i < leaves.Length; i++)
                Oracle.AreClose(Oracle.Values(definitions[i]), Oracle.Values(gradients[i]), tolerance * 10, $"{type} gradient {i}");
        }
    }

    [TestMethod]
    public void SecondDerivativesMatchTheDefinition()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.LSTM(2, 5, 2).to(ScalarType.Float64);
        var places = new[] { Numbers(1, ScalarType.Float64, 4, 3, 2), Numbers(2, ScalarType.Float64, 2, 3, 5), Numbers(3, ScalarType.Float64, 2, 3, 5) };
        var leaves = places.Concat(layer.parameters()).ToArray();
        double[][] Second((Tensor, Tensor, Tensor) states)
        {
            var first = autograd.grad([Weighted(states.Item1, states.Item2, states.Item3)], leaves, retain_graph: true, create_graph: true);
            var sum = first.Select(g => g.square().sum()).Aggregate((a, b) => a + b);
            return [.. autograd.grad([sum], leaves).Select(Oracle.Values)];
        }

        var expected = Second(Definition(layer, places[0], places[1], places[2]));
        var actual = Second(layer.call(places[0], (places[1], places[2])));
        for (var i = 0; i < leaves.Length; i++)
            Oracle.AreClose(expected[i], actual[i], 1e-11, $"second derivative {i}");
    }

    [TestMethod]
    public void DerivativesMatchDifferences()
    {
        using var layer = nn.LSTM(2, 3, 1).to(ScalarType.Float64);
        Oracle.Derivatives("LSTM", x => layer.call(x[0], (x[1], x[2])).Item1,
            (Oracle.Numbers(4 * 2 * 2, 1), [4, 2, 2]), (Oracle.Numbers(6, 2), [1, 2, 3]), (Oracle.Numbers(6, 3), [1, 2, 3]));
    }

    [TestMethod]
    public void StartThatDependsOnTheInputIsDifferentiatedOnce()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.LSTM(3, 3, 1).to(ScalarType.Float64);
        Oracle.Derivatives("LSTM of its own past", x =>
        {
            var (y, h, c) = layer.call(x[0]);
            return layer.call(x[0] + y, (h, c)).Item1;
        }, (Oracle.Numbers(3 * 2 * 3, 1), [3, 2, 3]));
    }

    [TestMethod]
    public void ThreadsChangeNothing()
    {
        var before = get_num_threads();
        var results = new List<double[]>();
        try
        {
            foreach (var threads in new[] { 1, 2, 3 })
            {
                set_num_threads(threads);
                using var scope = NewDisposeScope();
                manual_seed(4);
                using var layer = nn.LSTM(8, 64, 1);
                var x = Numbers(1, ScalarType.Float32, 30, 29, 8);
                var (y, _, _) = layer.call(x);
                var gradients = autograd.grad([y.square().sum()], [x, .. layer.parameters()]);
                results.Add([.. Oracle.Values(y), .. gradients.SelectMany(Oracle.Values)]);
            }
        }
        finally
        {
            set_num_threads(before);
        }

        CollectionAssert.AreEqual(results[0], results[1]);
        CollectionAssert.AreEqual(results[0], results[2]);
    }

    [TestMethod]
    public void StateIsCarriedOverACut()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.LSTM(2, 3, 2, batchFirst: true).to(ScalarType.Float64);
        var x = rand(4, 5, 2, ScalarType.Float64, generator: new Generator(2));
        var (y, h, c) = layer.call(x);
        CollectionAssert.AreEqual(new long[] { 4, 5, 3 }, y.shape);
        CollectionAssert.AreEqual(new long[] { 2, 4, 3 }, h.shape);
        var (_, h1, c1) = layer.call(x.slice(1, 0, 2, 1));
        var (rest, h2, c2) = layer.call(x.slice(1, 2, 5, 1), (h1, c1));
        Assert.IsTrue(rest.allclose(y.slice(1, 2, 5, 1), 1e-12));
        Assert.IsTrue(h2.allclose(h, 1e-12) && c2.allclose(c, 1e-12));
        Assert.IsTrue(h[1].allclose(y[.., 4], 1e-12));
    }

    [TestMethod]
    public void StatesOfAnotherShapeAreRefusedWithBothShapes()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.LSTM(2, 3, 2);
        var x = zeros(5, 4, 2);
        var error = Assert.Throws<Exception>(() => layer.call(x, (zeros(2, 4, 2), zeros(2, 4, 3))));
        StringAssert.Matches(error.Message, new Regex("2,? 4,? 3"));
        StringAssert.Contains(error.Message, "2, 4, 2");
        Assert.Throws<Exception>(() => layer.call(x, (zeros(2, 4, 3), zeros(1, 4, 3))));
        Assert.Throws<Exception>(() => layer.call(x, (zeros(2, 4, 3, ScalarType.Float64), zeros(2, 4, 3))));
    }

    /// <summary>Gates in the order i, f, g, o; each layer reads the hidden states of the one below.</summary>
    private static (Tensor, Tensor, Tensor) Definition(LSTM layer, Tensor x, Tensor h0, Tensor c0)
    {
        var weights = layer.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        List<Tensor> lastHidden = [], lastCell = [];
        for (var k = 0; k < 2; k++)
        {
            Tensor h = h0[k], c = c0[k];
            var hidden = new List<Tensor>();
            for (var t = 0; t < x.size(0); t++)
            {
                var gates = (x[t].matmul(weights[$"weight_ih_l{k}"].t()) + weights[$"bias_ih_l{k}"]
                    + h.matmul(weights[$"weight_hh_l{k}"].t()) + weights[$"bias_hh_l{k}"]).chunk(4, 1);
                c = gates[1].sigmoid() * c + gates[0].sigmoid() * gates[2].tanh();
                h = gates[3].sigmoid() * c.tanh();
                hidden.Add(h);
            }

            (lastHidden, lastCell) = ([.. lastHidden, h], [.. lastCell, c]);
            x = stack(hidden, 0);
        }

        return (x, stack(lastHidden, 0), stack(lastCell, 0));
    }

    /// <summary>A number that depends on every element of all three with a weight of its own, in each layer.</summary>
    private static Tensor Weighted(Tensor y, Tensor h, Tensor c) =>
        (y * Numbers(7, y.dtype, y.shape)).sum() + (h * Numbers(8, h.dtype, h.shape)).sum() + (c.square() * Numbers(9, c.dtype, c.shape)).sum();

    private static Tensor Numbers(int seed, ScalarType type, params long[] shape) =>
        Oracle.Double(Oracle.Numbers((int)shape.Aggregate(1L, (a, b) => a * b), seed), shape).to(type).requires_grad_();
}
