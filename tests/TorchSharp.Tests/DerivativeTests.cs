using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Conformance;

[TestClass]
public class DerivativeTests
{
    private static readonly (double[], long[]) A = (Oracle.Numbers(6, 1), [2, 3]);
    private static readonly (double[], long[]) B = (Oracle.Numbers(6, 2), [2, 3]);
    private static readonly (double[], long[]) Row = (Oracle.Numbers(3, 3), [3]);
    private static readonly (double[], long[]) Column = (Oracle.Numbers(2, 4), [2, 1]);
    private static readonly (double[], long[]) Positive = (Oracle.Numbers(6, 5, 0.5, 2), [2, 3]);
    private static readonly (double[], long[]) Wide = (Oracle.Numbers(12, 6), [3, 4]);
    private static readonly (double[], long[]) Stack = (Oracle.Numbers(12, 8), [2, 2, 3]);
    private static readonly Tensor Index = tensor(new long[] { 2, 0, 2 });

    public static IEnumerable<object[]> Cases()
    {
        object[] Case(string name, Func<Tensor[], Tensor> f, params (double[], long[])[] inputs) => [name, f, inputs];
        yield return Case("add", x => x[0] + x[1], A, B);
        yield return Case("add, broadcast", x => x[0] + x[1] + x[2], A, Row, Column);
        yield return Case("sub, broadcast", x => x[0] - x[1], Row, A);
        yield return Case("mul", x => x[0] * x[1], A, B);
        yield return Case("mul, broadcast", x => x[0] * x[1] * x[2], A, Row, Column);
        yield return Case("mul with itself", x => x[0] * x[0] * x[0], A);
        yield return Case("div", x => x[0] / x[1], A, Positive);
        yield return Case("div, number", x => 2.0 / x[0] + x[0] / 3.0, Positive);
        yield return Case("sub from number", x => (1.5 - x[0]) * x[0], A);
        yield return Case("neg", x => -(x[0] * x[0]), A);
        yield return Case("pow 3", x => x[0].pow(3), A);
        yield return Case("pow 2.5", x => x[0].pow(2.5), Positive);
        yield return Case("square", x => x[0].square(), A);
        yield return Case("abs", x => x[0].abs() * x[0], A);
        yield return Case("exp", x => x[0].exp(), A);
        yield return Case("expm1", x => x[0].expm1(), A);
        yield return Case("log", x => x[0].log(), Positive);
        yield return Case("log1p", x => x[0].log1p(), Positive);
        yield return Case("sqrt", x => x[0].sqrt(), Positive);
        yield return Case("rsqrt", x => x[0].rsqrt(), Positive);
        yield return Case("reciprocal", x => x[0].reciprocal(), Positive);
        yield return Case("sin", x => x[0].sin(), A);
        yield return Case("cos", x => x[0].cos(), A);
        yield return Case("tanh", x => x[0].tanh(), A);
        yield return Case("sigmoid", x => x[0].sigmoid(), A);
        yield return Case("relu", x => x[0].relu() * x[0], A);
        yield return Case("silu", x => nn.functional.silu(x[0]), A);
        yield return Case("softplus", x => nn.functional.softplus(x[0]), A);
        yield return Case("logsigmoid", x => nn.functional.logsigmoid(x[0]), A);
        yield return Case("maximum", x => torch.maximum(x[0], x[1]) * x[0], A, B);
        yield return Case("minimum", x => torch.minimum(x[0], x[1]) * x[1], A, B);
        yield return Case("clamp", x => x[0].clamp(-0.5, 0.5) * x[0], A);
        yield return Case("where", x => torch.where(x[0].detach().gt(0), x[0] * x[0], x[1] * x[0]), A, B);
        yield return Case("masked_fill", x => x[0].masked_fill(x[0].detach().gt(0), 2.0) * x[0], A);
        yield return Case("sum", x => x[0].sum() * x[0], A);
        yield return Case("sum of a dimension", x => x[0].sum(dim: 0) * x[0], A);
        yield return Case("sum of two, kept", x => x[0].sum(new long[] { 0, 2 }, true) * x[0], Stack);
        yield return Case("mean", x => (x[0] * x[0]).mean() * x[0], A);
        yield return Case("mean of a dimension", x => x[0].mean(new long[] { 1 }, true) * x[0], A);
        yield return Case("var", x => x[0].var(1) * x[0].sum(dim: 1), A);
        yield return Case("amax", x => x[0].amax(1) * x[0].sum(dim: 1), A);
        yield return Case("max", x => x[0].max() * x[0], A);
        yield return Case("logsumexp", x => x[0].logsumexp(1), A);
        yield return Case("log_softmax", x => nn.functional.log_softmax(x[0], 1), A);
        yield return Case("softmax of the first dimension", x => nn.functional.softmax(x[0], 0), A);
        yield return Case("cumsum", x => x[0].cumsum(0) * x[0], Wide);
        yield return Case("matmul", x => x[0].matmul(x[1]), A, Wide);
        yield return Case("matmul of transposed", x => x[1].t().matmul(x[0].t()), A, Wide);
        yield return Case("matmul, stack by matrix", x => x[0].matmul(x[1]), Stack, Wide);
        yield return Case("matmul, matrix by stack", x => x[0].matmul(x[1].transpose(1, 2)), A, Stack);
        yield return Case("matmul, matrix by vector", x => x[0].matmul(x[1]), A, Row);
        yield return Case("matmul, vector by matrix", x => x[0].matmul(x[1]), Row, Wide);
        yield return Case("bmm", x => x[0].bmm(x[0].transpose(1, 2)), Stack);
        yield return Case("dot", x => x[0].dot(x[0]) * x[0], Row);
        yield return Case("outer", x => x[0].outer(x[0]), Row);
        yield return Case("linear", x => nn.functional.linear(x[0], x[1], x[2]), A, ([.. Oracle.Numbers(12, 6)], [4, 3]), (Oracle.Numbers(4, 9), [4]));
        yield return Case("reshape", x => x[0].reshape(3, 2) * x[0].t(), A);
        yield return Case("transpose", x => x[0].transpose(0, 1).matmul(x[0]), A);
        yield return Case("permute", x => x[0].permute(2, 0, 1) * x[0].permute(2, 0, 1).exp(), Stack);
        yield return Case("expand", x => x[0].expand(4, 3) * x[0].exp(), Row);
        yield return Case("unsqueeze and squeeze", x => (x[0].unsqueeze(1) * x[0].unsqueeze(0)).sum(dim: 0).squeeze(), A);
        yield return Case("slice", x => x[0].slice(1, 1, 3, 1) * x[0].slice(1, 0, 2, 1), A);
        yield return Case("slice with a step", x => x[0].slice(1, 0, 4, 2) * x[0].slice(1, 1, 4, 2), Wide);
        yield return Case("select and ranges", x => x[0][.., 1] * x[0][TensorIndex.Ellipsis, 2], A);
        yield return Case("cat", x => torch.cat([x[0], x[1] * x[0]], 1), A, B);
        yield return Case("stack", x => torch.stack([x[0], x[1] * x[0]], 1), A, B);
        yield return Case("split", x => x[0].split(2, 1)[0] * x[0].split(2, 1)[1], Wide);
        yield return Case("flip", x => x[0].flip(1) * x[0], A);
        yield return Case("tril", x => x[0].tril() * x[0], A);
        yield return Case("index_select", x => x[0].index_select(1, Index) * x[0], A);
        yield return Case("gather", x => x[0].gather(1, Index.reshape(1, 3).expand(2, 3)) * x[0], A);
        yield return Case("scatter_add", x => x[0].scatter_add(1, Index.reshape(1, 3).expand(2, 3), x[1]) * x[0], A, B);
        yield return Case("clone and contiguous", x => x[0].clone() * x[0].t().contiguous().t(), A);
        yield return Case("layer_norm", x => nn.functional.layer_norm(x[0], [3], x[1], x[2]), A, Row, Row);
        yield return Case("conv2d", x => nn.functional.conv2d(x[0], x[1], x[2], padding: [1, 0]), (Oracle.Numbers(24, 10), [1, 2, 4, 3]), (Oracle.Numbers(24, 11), [2, 2, 3, 2]), (Oracle.Numbers(2, 12), [2]));
        yield return Case("conv2d with steps", x => nn.functional.conv2d(x[0], x[1], strides: [2], padding: [1], dilation: [1, 2]), (Oracle.Numbers(20, 10), [1, 1, 4, 5]), (Oracle.Numbers(4, 11), [1, 1, 2, 2]));
        yield return Case("mse_loss", x => nn.functional.mse_loss(x[0], x[1]), A, B);
        yield return Case("bce with logits", x => nn.functional.binary_cross_entropy_with_logits(x[0], x[1].sigmoid()), A, B);
        yield return Case("cross_entropy", x => nn.functional.cross_entropy(x[0], tensor(new long[] { 2, 0 })), A);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void MatchCentralDifferences(string name, Func<Tensor[], Tensor> function, (double[], long[])[] inputs) =>
        Oracle.Derivatives(name, function, inputs);

    [TestMethod]
    public void ThirdDerivativeOfSine()
    {
        using var scope = NewDisposeScope();
        var x = tensor(0.7).requires_grad_();
        var y = x.sin();
        for (var order = 0; order < 3; order++)
            y = autograd.grad([y], [x], retain_graph: true, create_graph: true)[0];
        Assert.AreEqual(-Math.Cos(0.7), y.item<double>(), 1e-14);
    }
}
