using ReptileGen.Model.Charts;

namespace ReptileGen.Model.Tests.Charts;

[TestClass]
public sealed class PixelCanvasTests
{
    private const string Colour = "#204080";

    /// <summary>From (2, 3) to (8, 3), two pixels wide: two full rows, round ends of which the pixels at (1.5, 2.5) and its likes have a part.</summary>
    [TestMethod]
    public void ALineCoversItsPixelsAndPartOfItsEnds()
    {
        var canvas = new PixelCanvas(10, 6, 1);
        canvas.Line([(2, 3), (8, 3)], Colour, 2);
        var end = 1.5 - Math.Sqrt(0.5);
        AssertCoverage(canvas, (x, y) => y is 2 or 3 ? x is >= 2 and <= 7 ? 1 : x is 1 or 8 ? end : 0 : 0);
    }

    [TestMethod]
    public void AThinLineBetweenTwoRowsCoversHalfOfBoth()
    {
        var canvas = new PixelCanvas(10, 6, 1);
        canvas.Line([(-5, 3), (15, 3)], Colour, 1);
        AssertCoverage(canvas, (_, y) => y is 2 or 3 ? 0.5 : 0);
    }

    [TestMethod]
    public void ALineOverItselfIsBlendedOnce()
    {
        PixelCanvas once = new(20, 20, 2), twice = new(20, 20, 2);
        once.Line([(3, 4), (15, 11.3)], Colour, 1.8);
        twice.Line([(3, 4), (15, 11.3), (3, 4)], Colour, 1.8);
        CollectionAssert.AreEqual(once.Pixels.ToArray(), twice.Pixels.ToArray());
    }

    [TestMethod]
    public void AnAreaIsSeeThroughAndItsEdgesAreExact()
    {
        var canvas = new PixelCanvas(8, 6, 1);
        canvas.Area([(1.5, 1), (6.25, 1), (6.25, 4.5), (1.5, 4.5)], Colour, 0.4);
        AssertCoverage(canvas, (x, y) => 0.4 * (x is 1 ? 0.5 : x is 6 ? 0.25 : x is > 1 and < 6 ? 1 : 0) * (y is >= 1 and <= 3 ? 1 : y is 4 ? 0.5 : 0));
    }

    [TestMethod]
    public void ADiscHasTheAreaOfADisc()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 20; trial++)
        {
            double x = 10 + random.NextDouble(), y = 10 + random.NextDouble(), radius = 2 + 5 * random.NextDouble();
            var canvas = new PixelCanvas(24, 24, 1);
            canvas.Dot(x, y, radius, "#000000");
            Assert.AreEqual(Math.PI * radius * radius, Darkness(canvas), 0.03 * Math.PI * radius * radius);
        }
    }

    /// <summary>An L: its darkest column is in its left half, its darkest row near the baseline.</summary>
    [TestMethod]
    public void LettersStandUpright()
    {
        var canvas = new PixelCanvas(30, 30, 2);
        canvas.Text("L", 10, 20, 16, Anchor.Start);
        int Dark(Func<int, int, bool> where) => Enumerable.Range(0, 60 * 60).Where(i => where(i % 60, i / 60)).Sum(i => 255 - canvas.Pixels[3 * i]);
        var columns = Enumerable.Range(0, 60).Select(x => Dark((px, _) => px == x)).ToList();
        var rows = Enumerable.Range(0, 60).Select(y => Dark((_, py) => py == y)).ToList();
        Assert.IsInRange(20, 27, columns.IndexOf(columns.Max()));
        Assert.IsInRange(36, 40, rows.IndexOf(rows.Max()));
        Assert.AreEqual(0, rows.Skip(41).Sum(), "nothing below the baseline");
    }

    [TestMethod]
    public void TextThatReadsUpwardsIsTheSameTurned()
    {
        PixelCanvas across = new(40, 40, 1), upwards = new(40, 40, 1);
        across.Text("nats/Qg", 20, 20, 9, Anchor.Middle);
        upwards.Text("nats/Qg", 20, 20, 9, Anchor.Middle, upwards: true);
        for (var i = 0; i < 40 * 40; i++)
        {
            int x = i % 40, y = i / 40;
            Assert.AreEqual(across.Pixels[3 * i], upwards.Pixels[3 * ((39 - x) * 40 + y)], 1.0, $"{x}, {y}");
        }
    }

    [TestMethod]
    public void TextEndsAndIsCentredWhereItShould()
    {
        double Centre(Anchor anchor)
        {
            var canvas = new PixelCanvas(120, 20, 1);
            canvas.Text("HOH", 60, 15, 12, anchor);
            double sum = 0, all = 0;
            for (var i = 0; i < 120 * 20; i++)
                (sum, all) = (sum + (i % 120 + 0.5) * (255 - canvas.Pixels[3 * i]), all + 255 - canvas.Pixels[3 * i]);
            return sum / all;
        }

        Assert.AreEqual(60, Centre(Anchor.Middle), 0.2);
        Assert.AreEqual(120, Centre(Anchor.Start) + Centre(Anchor.End), 0.2);
        Assert.IsGreaterThan(70, Centre(Anchor.Start));
    }

    private static double Darkness(PixelCanvas canvas) => canvas.Pixels.ToArray().Sum(v => 255 - v) / 3.0 / 255;

    private static void AssertCoverage(PixelCanvas canvas, Func<int, int, double> expected)
    {
        int[] colour = [0x20, 0x40, 0x80];
        for (var i = 0; i < canvas.Pixels.Length; i++)
        {
            int x = i / 3 % canvas.Width, y = i / 3 / canvas.Width;
            var value = 255 + (colour[i % 3] - 255) * expected(x, y);
            Assert.AreEqual(value, canvas.Pixels[i], 0.5 + 1e-4, $"pixel {x}, {y}, channel {i % 3}");
        }
    }
}
