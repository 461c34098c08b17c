using System.Xml.Linq;
using ReptileGen.Formats;
using ReptileGen.Model.Charts;

namespace ReptileGen.Model.Tests.Charts;

[TestClass]
public sealed class ChartTests
{
    [TestMethod]
    public void TheSvgIsWellFormed()
    {
        var text = ChartFiles.Svg(Example());
        Assert.AreEqual("svg", XDocument.Parse(text).Root!.Name.LocalName);
        Assert.Contains("a &lt; b &amp; c", text);
        Assert.Contains("cx=\"310.0\"", text, "the dot in the middle");
    }

    [TestMethod]
    public void ThePngHasTheColoursOfTheSvgAtTwiceItsSize()
    {
        var chart = Example();
        var svg = ChartFiles.Svg(chart);
        var png = PngReader.Parse(ChartFiles.Png(chart), "chart");
        Assert.AreEqual((2 * ChartLayout.Width, 2 * ChartLayout.Height), (png.Width, png.Height));
        var found = Enumerable.Range(0, png.Width * png.Height).Select(i => Name(png, i)).ToHashSet();
        for (var i = 0; i < chart.Series.Count; i++)
        {
            Assert.Contains($"\"{Chart.Colour(i)}\"", svg);
            Assert.Contains(Chart.Colour(i), found);
        }

        Assert.DoesNotContain(Chart.Colour(chart.Series.Count), found);
        Assert.AreEqual(Chart.Colour(1), Name(png, 2 * (40 + 390) / 2 * png.Width + 2 * 310), "the dot in the middle");
        Assert.AreEqual("#ffffff", Name(png, 0));
    }

    [TestMethod]
    public void AnyChartCanBeDrawn()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 5; trial++)
        {
            var chart = new Chart("t", "x", "y");
            for (var s = 0; s < trial * 3; s++)
            {
                double[] odd = [0, double.NaN, double.PositiveInfinity, 1e5 * random.NextDouble()];
                var points = Enumerable.Range(0, random.Next(9)).Select(i => new ChartPoint(i, random.Next(5) == 0 ? odd[random.Next(4)] : random.NextDouble(), odd[random.Next(4)] / 10));
                chart.WithErrors($"{s}", [.. points], random.Next(2) == 0);
            }

            var svg = ChartFiles.Svg(chart);
            Assert.DoesNotContain("NaN", svg);
            Assert.DoesNotContain("∞", svg);
            Assert.AreEqual(2 * ChartLayout.Width, PngReader.Parse(ChartFiles.Png(chart), "chart").Width);
        }
    }

    [TestMethod]
    public void TheRangeHoldsTheErrors()
    {
        var chart = new Chart("t", "x", "y").WithErrors("a", [new ChartPoint(1, 2, 0.5), new ChartPoint(3, 4, 0.25)]).WithErrors("b", [new ChartPoint(2, 3, double.NaN)]);
        Assert.AreEqual((1.0, 3.0), chart.XRange);
        Assert.AreEqual((1.5, 4.25), chart.YRange);
    }

    private static Chart Example() => new Chart("a < b & c", "x", "y")
        .WithErrors("line", [new ChartPoint(0, 1, 0.2), new ChartPoint(1, 1.2, 0.1)])
        .With("dots", [(0.5, 1.4), (1, 2)], dots: true)
        .With("none", []);

    private static string Name(Picture picture, int pixel)
    {
        var rgb = picture.Rgba.Span.Slice(4 * pixel, 3);
        return $"#{rgb[0]:x2}{rgb[1]:x2}{rgb[2]:x2}";
    }
}
