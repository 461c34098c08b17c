using ReptileGen.Formats;
using ReptileGen.Model.Art;
using ReptileGen.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Tests.Art;

[TestClass]
public sealed class StyleTests
{
    private const int Side = StyleFeatures.LeastSide;

    [TestMethod]
    public void TheGramMatrixIsTheMeanProductOfChannels()
    {
        using var scope = NewDisposeScope();
        var maps = tensor((float[])[1, 2, 3, 4, 5, 6, 7, 8], (long[])[1, 2, 2, 2]);
        CollectionAssert.AreEqual((float[])[7.5f, 17.5f, 17.5f, 43.5f], StyleAim.Gram(maps).data<float>().ToArray());
    }

    [TestMethod]
    public void WhitenedDirectionsSolveTheirEquation()
    {
        const int Size = 7;
        var random = new RandomStream(3, "test");
        double[] a = Normal(random, Size * Size), covariance = new double[Size * Size], g = Normal(random, 2 * Size);
        for (var i = 0; i < Size * Size; i++)
            covariance[i] = Enumerable.Range(0, Size).Sum(k => a[i / Size * Size + k] * a[i % Size * Size + k]);
        var w = (double[])g.Clone();
        Whitening.Solve(Whitening.Cholesky(covariance, Size), w, Size);
        for (var row = 0; row < 2; row++)
        {
            double variance = 0;
            for (var i = 0; i < Size * Size; i++)
                variance += w[row * Size + i / Size] * covariance[i] * w[row * Size + i % Size];
            Assert.AreEqual(g.Skip(row * Size).Take(Size).Sum(v => v * v), variance, 1e-8);
        }

        Assert.ThrowsExactly<ArgumentException>(() => Whitening.Cholesky([1, 2, 2, 1], 2));
    }

    [TestMethod]
    public void ACanvasShowsItsPictureFirst()
    {
        using var scope = NewDisposeScope();
        var picture = Picture(4, 48, Side);
        Assert.IsTrue(new PyramidCanvas(picture).Picture().allclose(picture.clamp(0.02, 0.98), 0, 1e-5));
    }

    [TestMethod]
    public void ALayerOfACanvasChangesAnArea()
    {
        using var scope = NewDisposeScope();
        var canvas = new PyramidCanvas(full([1, 3, Side, Side], 0.5));
        using (no_grad())
            canvas.Layers.Last().fill_(1);
        Assert.IsTrue(canvas.Picture().allclose(full([1, 3, Side, Side], 1 / (1 + Math.Exp(-1)))));
    }

    [TestMethod]
    public void ResponsesToTheStyleAreNormalised()
    {
        using var scope = NewDisposeScope();
        var style = Picture(10, Side, 48);
        using RandomFeatures features = new(1, style), again = new(1, style), other = new(2, style);
        var maps = features.Of(style).Style;
        Assert.HasCount(4, maps);
        foreach (var map in maps)
        {
            // Variance 1, mean a standard normal threshold: rectified, the mean square is 1 on average.
            Assert.AreEqual(1, map.square().mean().ToDouble(), 0.5);
        }

        Assert.IsTrue(maps[0].allclose(again.Of(style).Style[0]));
        Assert.IsFalse(maps[0].allclose(other.Of(style).Style[0]));
        Assert.IsTrue(features.Redraw());
        Assert.IsFalse(maps[0].allclose(features.Of(style).Style[0]));
    }

    [TestMethod]
    public void StepsGoTowardsTheStyleAndRepeat()
    {
        using var scope = NewDisposeScope();
        Tensor content = Picture(7, Side, 48), style = Picture(27, 48, Side);
        var losses = new List<StyleLoss>();
        var first = Paint(losses.Add);
        Assert.AreEqual(1, losses[0].Style, 0.1, "as far as the content picture");
        Assert.IsInRange(0, 0.01, losses[0].Content);
        Assert.IsInRange(0, 0.8, losses[^1].Style);
        CollectionAssert.AreEqual(content.shape, first.shape);
        CollectionAssert.AreEqual(PictureTensor.Rgb(first), PictureTensor.Rgb(Paint(_ => { })));

        Tensor Paint(Action<StyleLoss> observe)
        {
            using var features = new RandomFeatures(1, style);
            return new StyleTransfer(6).Run(features, content, style, (_, _, loss) => observe(loss), CancellationToken.None);
        }
    }

    [TestMethod]
    public void AnInterruptedPaintingIsThePictureSoFar()
    {
        using var scope = NewDisposeScope();
        Tensor content = Picture(7, Side, Side), style = Picture(27, Side, Side);
        using var features = new RandomFeatures(1, style);
        using var interrupt = new CancellationTokenSource();
        var steps = 0;
        var picture = new StyleTransfer(1000).Run(features, content, style, (step, _, _) =>
        {
            steps = step;
            if (step == 2)
                interrupt.Cancel();
        }, interrupt.Token);
        Assert.AreEqual(2, steps);
        Assert.IsFalse(picture.allclose(content.clamp(0.02, 0.98), 0, 1e-3));
    }

    [TestMethod]
    public void PicturesLieOverBlackAndKeepTheirColours()
    {
        using var scope = NewDisposeScope();
        var rgba = new byte[64 * 40 * 4];
        for (var i = 0; i < rgba.Length; i += 4)
            (rgba[i], rgba[i + 1], rgba[i + 2], rgba[i + 3]) = (200, 100, 50, (byte)(i < rgba.Length / 2 ? 255 : 0));
        var picture = new Picture(64, 40, rgba);
        Assert.AreEqual((64, 32), PictureTensor.Size(picture, 100));
        Assert.AreEqual((48, 16), PictureTensor.Size(picture, 50));
        var pixels = PictureTensor.Rgb(PictureTensor.Of(picture, 100));
        CollectionAssert.AreEqual((byte[])[200, 100, 50, 200, 100, 50], pixels[..6]);
        CollectionAssert.AreEqual((byte[])[0, 0, 0], pixels[^3..]);
    }

    private static Tensor Picture(ulong seed, int width, int height)
    {
        var pixels = CppnPicture.Paint(Cppn.Create(seed), width, height);
        return tensor(pixels, (long[])[height, width, 3]).@float().permute(2, 0, 1).unsqueeze(0) / 255;
    }

    private static double[] Normal(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
}
