using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Conformance;

[TestClass]
public class OperatorTests
{
    private static readonly double[] X = [-30, -2.5, -1, -1e-3, 0, 1e-8, 0.5, 1, 3, 40];

    public static IEnumerable<object[]> Functions()
    {
        object[] Case(string name, Func<Tensor, Tensor> tensor, Func<double, double> scalar) => [name, tensor, scalar];
        yield return Case("exp", t => t.exp(), Math.Exp);
        yield return Case("sigmoid", t => t.sigmoid(), x => 1 / (1 + Math.Exp(-x)));
        yield return Case("tanh", t => t.tanh(), Math.Tanh);
        yield return Case("sin", t => t.sin(), Math.Sin);
        yield return Case("cos", t => t.cos(), Math.Cos);
        yield return Case("relu", t => t.relu(), x => Math.Max(x, 0));
        yield return Case("abs", t => t.abs(), Math.Abs);
        yield return Case("neg", t => -t, x => -x);
        yield return Case("sign", t => t.sign(), x => Math.Sign(x));
        yield return Case("floor", t => t.floor(), Math.Floor);
        yield return Case("ceil", t => t.ceil(), Math.Ceiling);
        yield return Case("round", t => t.round(), x => Math.Round(x, MidpointRounding.ToEven));
        yield return Case("square", t => t.square(), x => x * x);
        yield return Case("pow 3", t => t.pow(3), x => x * x * x);
        yield return Case("softplus", t => nn.functional.softplus(t), x => x > 20 ? x : x < -20 ? Math.Exp(x) : Math.Log(1 + Math.Exp(x)));
        yield return Case("silu", t => nn.functional.silu(t), x => x / (1 + Math.Exp(-x)));
        yield return Case("logsigmoid", t => nn.functional.logsigmoid(t), x => x < -20 ? x - Math.Exp(x) : -Math.Log(1 + Math.Exp(-x)));
        yield return Case("sqrt", t => t.abs().sqrt(), x => Math.Sqrt(Math.Abs(x)));
        yield return Case("log", t => (t.abs() + 1).log(), x => Math.Log(Math.Abs(x) + 1));
        yield return Case("reciprocal", t => (t.square() + 1).reciprocal(), x => 1 / (x * x + 1));
        yield return Case("rsqrt", t => (t.square() + 1).rsqrt(), x => 1 / Math.Sqrt(x * x + 1));
        yield return Case("numbers", t => 2.0 - 3.0 * t / 4.0 + 0.5, x => 2 - 3 * x / 4 + 0.5);
    }

    [TestMethod]
    [DynamicData(nameof(Functions))]
    public void FunctionsMatchTheirDefinitions(string name, Func<Tensor, Tensor> function, Func<double, double> scalar)
    {
        using var scope = NewDisposeScope();
        var expected = X.Select(scalar).ToArray();
        Oracle.AreClose(expected, Oracle.Values(function(tensor(X))), 1e-13, name);
        Oracle.AreClose(expected.Select(y => (double)(float)y).ToArray(), Oracle.Values(function(tensor(X, ScalarType.Float32))), 3e-6, $"{name} in single precision");
    }

    [TestMethod]
    public void SmallArgumentsKeepTheirDigits()
    {
        Assert.AreEqual(1e-12, tensor(1e-12).log1p().item<double>(), 1e-24);
        Assert.AreEqual(1e-12, tensor(1e-12).expm1().item<double>(), 1e-24);
        Assert.AreEqual(Math.Exp(-40), nn.functional.softplus(tensor(-40.0)).item<double>(), 1e-30);
    }

    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(2, 3, 4)]
    [DataRow(8, 32, 5)]
    [DataRow(9, 33, 257)]
    [DataRow(97, 70, 300)]
    [DataRow(130, 1, 40)]
    [DataRow(1, 130, 40)]
    [DataRow(5, 2100, 3)]
    public void MatmulMatchesItsDefinition(int m, int n, int k)
    {
        foreach (var (left, right) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            using var scope = NewDisposeScope();
            double[] x = Oracle.Numbers(m * k, m), y = Oracle.Numbers(k * n, n + 1);
            var a = left ? Oracle.Double(x, k, m).t() : Oracle.Double(x, m, k);
            var b = right ? Oracle.Double(y, n, k).t() : Oracle.Double(y, k, n);
            var expected = new double[m * n];
            for (var i = 0; i < m; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    for (var p = 0; p < k; p++)
                        expected[i * n + j] += x[left ? p * m + i : i * k + p] * y[right ? j * k + p : p * n + j];
                }
            }

            Oracle.AreClose(expected, Oracle.Values(a.matmul(b)), 1e-12, $"{m}x{k}x{n} in double, transposed: {left} {right}");
            Oracle.AreClose(expected, Oracle.Values(a.@float().matmul(b.@float())), 1e-4, $"{m}x{k}x{n} in single, transposed: {left} {right}");
        }
    }

    [TestMethod]
    [DataRow(300, 200, 260)]
    [DataRow(17, 700, 400)]
    [DataRow(25, 700, 400)]
    [DataRow(9000, 300, 1)]
    public void MatmulDoesNotDependOnThreads(int rows, int depth, int columns)
    {
        var before = get_num_threads();
        var a = rand(rows, depth, generator: new Generator(1));
        var b = rand(depth, columns, generator: new Generator(2));
        try
        {
            set_num_threads(1);
            var one = a.matmul(b).data<float>().ToArray();
            foreach (var threads in new[] { 2, 3, 5 })
            {
                set_num_threads(threads);
                CollectionAssert.AreEqual(one, a.matmul(b).data<float>().ToArray(), $"{threads} threads");
            }
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [TestMethod]
    public void ClampKeepsWhatIsNoNumber()
    {
        var clamped = tensor(new[] { double.NaN, -5, 0.5, 5, double.NegativeInfinity }).clamp(-1, 1).data<double>().ToArray();
        CollectionAssert.AreEqual(new[] { double.NaN, -1, 0.5, 1, -1 }, clamped);
    }

    [TestMethod]
    public void TypesArePromoted()
    {
        Assert.AreEqual(ScalarType.Float32, (tensor(new[] { 1f }) * 2.5).dtype);
        Assert.AreEqual(ScalarType.Float32, (tensor(new long[] { 1 }) * 2.5).dtype);
        Assert.AreEqual(ScalarType.Int64, (tensor(new long[] { 1 }) * 2).dtype);
        Assert.AreEqual(ScalarType.Float32, (tensor(new[] { 1f }) * tensor(2.5)).dtype);
        Assert.AreEqual(ScalarType.Float64, (tensor(new[] { 1f }) * tensor(new[] { 2.5 })).dtype);
        Assert.AreEqual(ScalarType.Float32, (tensor(new long[] { 1 }) / 2).dtype);
        Assert.AreEqual(ScalarType.Int64, tensor(new[] { true, false, true }).sum().dtype);
        Assert.AreEqual(ScalarType.Float64, tensor(1.0).dtype);
        Assert.AreEqual(2L, tensor(new[] { true, false, true }).sum().item<long>());
    }

    [TestMethod]
    public void ConversionsTruncate()
    {
        var x = tensor(new[] { -1.7, 0.2, 0, 3.9 });
        CollectionAssert.AreEqual(new long[] { -1, 0, 0, 3 }, x.to(ScalarType.Int64).data<long>().ToArray());
        CollectionAssert.AreEqual(new[] { true, true, false, true }, x.to(ScalarType.Bool).data<bool>().ToArray());
        CollectionAssert.AreEqual(new[] { 1f, 0f }, tensor(new[] { true, false }).to(ScalarType.Float32).data<float>().ToArray());
    }

    [TestMethod]
    public void ComparisonsAndChoices()
    {
        var x = tensor(new[] { 1.0, 2, 3 });
        CollectionAssert.AreEqual(new[] { false, true, true }, x.ge(2).data<bool>().ToArray());
        CollectionAssert.AreEqual(new[] { true, false, false }, x.lt(tensor(new[] { 2.0, 2, 2 })).data<bool>().ToArray());
        CollectionAssert.AreEqual(new[] { 1.0, 0, 0 }, torch.where(x.lt(2), x, zeros_like(x)).data<double>().ToArray());
        Assert.AreEqual(2L, x.argmax().item<long>());
        var (values, indexes) = tensor(new[,] { { 1.0, 5, 5 }, { 7, 2, 3 } }).max(1);
        CollectionAssert.AreEqual(new[] { 5.0, 7 }, values.data<double>().ToArray());
        CollectionAssert.AreEqual(new long[] { 1, 0 }, indexes.data<long>().ToArray());
        Assert.IsTrue(x.allclose(x + 1e-9));
        Assert.IsFalse(x.allclose(x + 1e-2));
        Assert.IsTrue(x.isfinite().all().item<bool>());
        Assert.IsTrue(tensor(new[] { 1.0, double.NaN }).isnan().any().item<bool>());
    }

    [TestMethod]
    public void FactoriesCount()
    {
        CollectionAssert.AreEqual(new long[] { 0, 1, 2 }, arange(3).data<long>().ToArray());
        CollectionAssert.AreEqual(new[] { 0f, 0.5f, 1f }, linspace(0, 1, 3).data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 1f, 0f, 0f, 1f }, eye(2).data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 2.5f, 2.5f }, full([2], 2.5).data<float>().ToArray());
        CollectionAssert.AreEqual(new long[] { 0, 0, 1, 1, 0, 0 }, nn.functional.one_hot(tensor(new long[] { 2, 0 })).data<long>().ToArray());
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 50).Select(i => (long)i).ToArray(), randperm(50).data<long>().ToArray());
    }
}
