using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Conformance;

[TestClass]
public class ViewTests
{
    [TestMethod]
    public void BroadcastingMatchesIndexArithmetic()
    {
        var random = new Random(20);
        for (var trial = 0; trial < 200; trial++)
        {
            using var scope = NewDisposeScope();
            var shape = Enumerable.Range(0, random.Next(1, 5)).Select(_ => (long)random.Next(1, 5)).ToArray();
            var (a, sa) = Partial(shape, random);
            var (b, sb) = Partial(shape, random);
            var result = a * 10 + b;
            var expected = sa.Length >= sb.Length ? Joined(sa, sb) : Joined(sb, sa);
            CollectionAssert.AreEqual(expected, result.shape, $"{string.Join(',', sa)} and {string.Join(',', sb)}");
            for (var n = 0; n < result.numel(); n++)
            {
                var at = Position(n, expected);
                Assert.AreEqual(At(a, at) * 10 + At(b, at), result.data<double>()[n], 0);
            }
        }
    }

    [TestMethod]
    public void ChainsOfViewsMatchIndexArithmetic()
    {
        var random = new Random(21);
        for (var trial = 0; trial < 200; trial++)
        {
            using var scope = NewDisposeScope();
            var t = Oracle.Double(Enumerable.Range(0, 60).Select(i => (double)i).ToArray(), 3, 4, 5);
            Func<long[], double> at = index => index[0] * 20 + index[1] * 5 + index[2];
            for (var step = 0; step < 4; step++)
            {
                var before = at;
                var rank = (int)t.dim();
                int dim = random.Next(rank), other = random.Next(rank);
                switch (random.Next(3))
                {
                    case 0:
                        t = t.transpose(dim, other);
                        at = index => before(index.Select((_, i) => index[i == dim ? other : i == other ? dim : i]).ToArray());
                        break;
                    case 1 when t.size(dim) > 1:
                        t = t.slice(dim, 1, t.size(dim), 2);
                        at = index => before(index.Select((v, i) => i == dim ? v * 2 + 1 : v).ToArray());
                        break;
                    case 2:
                        t = t.unsqueeze(dim);
                        at = index => before(index.Where((_, i) => i != dim).ToArray());
                        break;
                }
            }

            var shape = t.shape;
            for (var n = 0; n < t.numel(); n++)
                Assert.AreEqual(at(Position(n, shape)), t.data<double>()[n]);
            CollectionAssert.AreEqual(t.data<double>().ToArray(), t.contiguous().data<double>().ToArray());
            CollectionAssert.AreEqual(t.data<double>().ToArray(), t.reshape(-1).data<double>().ToArray());
        }
    }

    [TestMethod]
    public void ViewsShareMemory()
    {
        var x = zeros(2, 3);
        x.t()[1].add_(5);
        x[0, 2] = tensor(7f);
        CollectionAssert.AreEqual(new[] { 0f, 5, 7, 0, 5, 0 }, x.data<float>().ToArray());
        x[.., 0] = tensor(new[] { 1f, 2f });
        CollectionAssert.AreEqual(new[] { 1f, 5, 7, 2, 5, 0 }, x.data<float>().ToArray());
        using var copy = x.clone();
        copy.zero_();
        Assert.AreEqual(20f, x.sum().item<float>());
    }

    [TestMethod]
    public void OperationsInPlaceOnTransposedAndExpanded()
    {
        var x = Oracle.Double([1, 2, 3, 4, 5, 6], 2, 3);
        x.t().mul_(Oracle.Double([1, 10, 100], 3, 1));
        CollectionAssert.AreEqual(new double[] { 1, 20, 300, 4, 50, 600 }, x.data<double>().ToArray());
        x.addcmul_(Oracle.Double([1, 2], 2, 1), Oracle.Double([1, 1, 2], 3), -1);
        CollectionAssert.AreEqual(new double[] { 0, 19, 298, 2, 48, 596 }, x.data<double>().ToArray());
    }

    [TestMethod]
    public void ShapeErrorsNameBothShapes()
    {
        Names(() => zeros(2, 3) + zeros(2, 4), "3", "4");
        Names(() => zeros(2, 3).mm(zeros(4, 5)), "2", "3", "4", "5"); // matmul of these would end the process of the package
        Names(() => zeros(2, 3).reshape(7), "7", "6");
        Names(() => zeros(3).expand(2, 4), "4", "3");
        Names(() => zeros(2, 3).add_(zeros(4, 2, 3)), "2", "3", "4");
        Names(() => nn.functional.binary_cross_entropy_with_logits(zeros(2, 3), zeros(2, 4)), "3", "4");
    }

    [TestMethod]
    public void ItemsOfAnotherTypeAreRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => zeros(1).item<double>());
        Assert.ThrowsExactly<ArgumentException>(() => zeros(2).item<float>());
    }

    private static void Names(Func<Tensor> action, params string[] parts)
    {
        var error = Assert.ThrowsExactly<ExternalException>(() => action());
        foreach (var part in parts)
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    private static (Tensor, long[]) Partial(long[] shape, Random random)
    {
        var own = shape[random.Next(shape.Length)..].Select(size => random.Next(3) == 0 ? 1 : size).ToArray();
        var count = (int)own.Aggregate(1L, (product, size) => product * size);
        return (Oracle.Double(Oracle.Numbers(count, random.Next()), own), own);
    }

    private static long[] Joined(long[] longer, long[] shorter) =>
        longer.Select((size, i) => i < longer.Length - shorter.Length ? size : Math.Max(size, shorter[i - longer.Length + shorter.Length])).ToArray();

    private static long[] Position(long n, long[] shape)
    {
        var result = new long[shape.Length];
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            result[d] = n % shape[d];
            n /= shape[d];
        }

        return result;
    }

    private static double At(Tensor t, long[] position)
    {
        var shape = t.shape;
        var own = position[(position.Length - shape.Length)..].Select((v, i) => shape[i] == 1 ? 0 : v).ToArray();
        return t.data<double>()[own];
    }
}
