using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ReptileGen.Conformance;

[TestClass]
public class ModuleTests
{
    private sealed class Net : nn.Module<Tensor, Tensor>
    {
        private readonly Linear first;
        private readonly ModuleList<Linear> rest;
        private readonly Parameter scale;
        private readonly Tensor offset;

        public Net() : base(nameof(Net))
        {
            first = nn.Linear(3, 4);
            rest = nn.ModuleList(nn.Linear(4, 4), nn.Linear(4, 2, hasBias: false));
            scale = nn.Parameter(ones(2));
            offset = zeros(2);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => rest[1].call(rest[0].call(first.call(input).tanh()).tanh()) * scale + offset;
    }

    [TestMethod]
    public void FieldsAreRegisteredByName()
    {
        using var net = new Net();
        CollectionAssert.AreEquivalent(
            new[] { "first.weight", "first.bias", "rest.0.weight", "rest.0.bias", "rest.1.weight", "scale" },
            net.named_parameters().Select(p => p.name).ToArray());
        Assert.HasCount(7, net.state_dict());
        CollectionAssert.AreEqual(new[] { "offset" }, net.named_buffers().Select(b => b.name).ToArray());
    }

    [TestMethod]
    public void StatesMoveBetweenModules()
    {
        using var one = new Net();
        using var two = new Net();
        var x = rand(5, 3);
        Assert.IsFalse(one.call(x).allclose(two.call(x)));
        two.load_state_dict(one.state_dict());
        CollectionAssert.AreEqual(one.call(x).data<float>().ToArray(), two.call(x).data<float>().ToArray());
        var partial = one.state_dict();
        partial.Remove("scale");
        Assert.ThrowsExactly<InvalidOperationException>(() => two.load_state_dict(partial));
        Assert.HasCount(1, two.load_state_dict(partial, strict: false).missing_keys);
    }

    [TestMethod]
    public void ModulesChangeTheirType()
    {
        using var net = new Net();
        net.to(ScalarType.Float64);
        Assert.AreEqual(ScalarType.Float64, net.call(rand(2, 3, ScalarType.Float64)).dtype);
    }

    [TestMethod]
    public void LinearMatchesItsDefinition()
    {
        using var layer = nn.Linear(3, 2);
        var x = rand(4, 3);
        var expected = x.matmul(layer.weight.t()) + layer.bias!;
        Assert.IsTrue(expected.allclose(layer.call(x)));
        Assert.IsInRange(0, 1 / Math.Sqrt(3), layer.weight.abs().max().ToDouble());
    }

    [TestMethod]
    public void EmbeddingPicksRowsAndAddsTheirGradients()
    {
        using var layer = nn.Embedding(5, 2);
        var index = tensor(new long[,] { { 1, 4 }, { 1, 1 } });
        var y = layer.call(index);
        CollectionAssert.AreEqual(new long[] { 2, 2, 2 }, y.shape);
        y.sum().backward();
        CollectionAssert.AreEqual(new[] { 0f, 0, 3, 3, 0, 0, 0, 0, 1, 1 }, layer.weight!.grad!.data<float>().ToArray());
    }

    [TestMethod]
    public void ConvolutionMatchesItsDefinition()
    {
        using var layer = nn.Conv2d(2, 3, 3, padding: 1).to(ScalarType.Float64);
        var x = rand([2, 2, 4, 5], ScalarType.Float64, generator: new Generator(1));
        var y = layer.call(x);
        CollectionAssert.AreEqual(new long[] { 2, 3, 4, 5 }, y.shape);
        double[] input = Oracle.Values(x), weight = Oracle.Values(layer.weight), bias = Oracle.Values(layer.bias!), expected = new double[120];
        for (var i = 0; i < expected.Length; i++)
        {
            int n = i / 60, o = i / 20 % 3, r = i / 5 % 4, c = i % 5;
            expected[i] = bias[o];
            for (var k = 0; k < 18; k++)
            {
                int channel = k / 9, row = r + k / 3 % 3 - 1, column = c + k % 3 - 1;
                if (row is >= 0 and < 4 && column is >= 0 and < 5)
                    expected[i] += weight[o * 18 + k] * input[((n * 2 + channel) * 4 + row) * 5 + column];
            }
        }

        Oracle.AreClose(expected, Oracle.Values(y), 1e-13, "convolution");
    }

    /// <summary>Random sizes, steps, borders and gaps, in both precisions, with the gradient of the input as the transposed sum.</summary>
    [TestMethod]
    public void ConvolutionsOfAllWindowsMatchTheirDefinition()
    {
        var random = new Random(4);
        int Up(int most) => random.Next(1, most + 1);
        for (var round = 0; round < 60; round++)
        {
            int channels = Up(3), outputs = Up(9), height = Up(9), width = Up(20), ky = Up(3), kx = Up(5), sy = Up(3), sx = Up(3), py = random.Next(3), px = random.Next(3), dy = Up(2), dx = Up(2);
            if (round % 5 == 0)
                (ky, kx, sy, sx, py, px) = (1, 1, 1, 1, 0, 0);
            int rows = (height + 2 * py - dy * (ky - 1) - 1) / sy + 1, columns = (width + 2 * px - dx * (kx - 1) - 1) / sx + 1;
            if (height + 2 * py < dy * (ky - 1) + 1 || width + 2 * px < dx * (kx - 1) + 1)
                continue;
            double[] input = Oracle.Numbers(2 * channels * height * width, round), weight = Oracle.Numbers(outputs * channels * ky * kx, 100 + round);
            var place = Oracle.Numbers(2 * outputs * rows * columns, 200 + round);
            double[] expected = new double[place.Length], back = new double[input.Length];
            for (var i = 0; i < place.Length; i++)
            {
                int n = i / (outputs * rows * columns), o = i / (rows * columns) % outputs, r = i / columns % rows, c = i % columns;
                for (var k = 0; k < channels * ky * kx; k++)
                {
                    int channel = k / (ky * kx), y = r * sy - py + k / kx % ky * dy, x = c * sx - px + k % kx * dx;
                    if (y < 0 || y >= height || x < 0 || x >= width)
                        continue;
                    var at = ((n * channels + channel) * height + y) * width + x;
                    expected[i] += weight[o * channels * ky * kx + k] * input[at];
                    back[at] += weight[o * channels * ky * kx + k] * place[i];
                }
            }

            foreach (var type in new[] { ScalarType.Float64, ScalarType.Float32 })
            {
                using var scope = NewDisposeScope();
                var image = Oracle.Double(input, 2, channels, height, width).to(type).requires_grad_();
                var result = nn.functional.conv2d(image, Oracle.Double(weight, outputs, channels, ky, kx).to(type), null, [sy, sx], [py, px], [dy, dx]);
                var what = $"{type}, {channels}x{height}x{width} by {outputs}x{ky}x{kx}, steps {sy} {sx}, borders {py} {px}, gaps {dy} {dx}";
                CollectionAssert.AreEqual(new long[] { 2, outputs, rows, columns }, result.shape, what);
                (result * Oracle.Double(place, 2, outputs, rows, columns).to(type)).sum().backward();
                var tolerance = type == ScalarType.Float64 ? 1e-13 : 1e-5;
                Oracle.AreClose(expected, Oracle.Values(result), tolerance, what);
                Oracle.AreClose(back, Oracle.Values(image.grad!), tolerance, what + ", gradient");
            }
        }
    }

    [TestMethod]
    public void SequentialIsComposition()
    {
        using var net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1), nn.Tanh());
        Assert.HasCount(4, net.parameters().ToArray());
        CollectionAssert.AreEqual(new long[] { 6, 1 }, net.call(rand(6, 3)).shape);
    }

    [TestMethod]
    public void SgdWithMomentumMatchesItsDefinition()
    {
        var w = nn.Parameter(tensor(new[] { 1.0, -2 }));
        using var optimizer = optim.SGD([w], 0.1, momentum: 0.9, weight_decay: 0.01);
        double[] x = [1, -2], m = [0, 0];
        for (var step = 0; step < 5; step++)
        {
            optimizer.zero_grad();
            (w * w).sum().backward();
            optimizer.step();
            for (var i = 0; i < 2; i++)
            {
                var g = 2 * x[i] + 0.01 * x[i];
                m[i] = step == 0 ? g : 0.9 * m[i] + g;
                x[i] -= 0.1 * m[i];
            }
        }

        Oracle.AreClose(x, Oracle.Values(w), 1e-14, "weights");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void AdamMatchesItsDefinition(bool decoupled)
    {
        var start = Oracle.Numbers(19, 3);
        var w = nn.Parameter(tensor(start));
        using optim.Optimizer optimizer = decoupled ? optim.AdamW([w], 0.1, weight_decay: 0.1) : optim.Adam([w], 0.1, weight_decay: 0.1);
        double[] x = [.. start], m = new double[19], v = new double[19];
        for (var step = 1; step <= 5; step++)
        {
            optimizer.zero_grad();
            w.exp().sum().backward();
            optimizer.step();
            for (var i = 0; i < x.Length; i++)
            {
                var g = Math.Exp(x[i]) + (decoupled ? 0 : 0.1 * x[i]);
                if (decoupled)
                    x[i] *= 1 - 0.1 * 0.1;
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.999 * v[i] + 0.001 * g * g;
                x[i] -= 0.1 / (1 - Math.Pow(0.9, step)) * m[i] / (Math.Sqrt(v[i]) / Math.Sqrt(1 - Math.Pow(0.999, step)) + 1e-8);
            }
        }

        Oracle.AreClose(x, Oracle.Values(w), 1e-12, "weights");
    }

    [TestMethod]
    public void SchedulesFollowTheirFormulas()
    {
        var w = nn.Parameter(ones(1));
        using var optimizer = optim.SGD([w], 2.0);
        var cosine = optim.lr_scheduler.CosineAnnealingLR(optimizer, 4);
        Assert.AreEqual(2.0, optimizer.ParamGroups.First().LearningRate, 1e-12);
        cosine.step();
        cosine.step();
        Assert.AreEqual(1.0, optimizer.ParamGroups.First().LearningRate, 1e-12);
        using var second = optim.SGD([w], 2.0);
        var lambda = optim.lr_scheduler.LambdaLR(second, epoch => 1.0 / (1 + epoch));
        lambda.step();
        Assert.AreEqual(1.0, lambda.get_last_lr().First(), 1e-12);
    }

    [TestMethod]
    public void SeedsRepeat()
    {
        manual_seed(5);
        var one = rand(4, 4).data<float>().ToArray();
        manual_seed(5);
        CollectionAssert.AreEqual(one, rand(4, 4).data<float>().ToArray());
        CollectionAssert.AreNotEqual(one, rand(4, 4).data<float>().ToArray());
        var normal = randn(20000, generator: new Generator(3));
        Assert.AreEqual(0, normal.mean().ToDouble(), 0.03);
        Assert.AreEqual(1, normal.std().ToDouble(), 0.03);
        Assert.AreEqual(0.3, full([20000], 0.3).bernoulli(new Generator(4)).mean().ToDouble(), 0.02);
    }
}
