using System.Text.Json;
using ReptileGen.Formats;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.Evaluation;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Sampling;
using ReptileGen.Model.Tests.Commands;
using ReptileGen.Model.Tests.Data;

namespace ReptileGen.Model.Tests.Evaluation;

/// <summary>Models of whole images, mixed: orders that differ included.</summary>
[TestClass]
public sealed class MixtureTests
{
    /// <summary>All images of 3x3 pixels: the mixture's probabilities sum to one, as each model's do.</summary>
    [TestMethod]
    public void ProbabilitiesOfAllImagesSumToOne()
    {
        EvaluationResult[] members = [.. new[] { PixelOrder.Raster, PixelOrder.Columns, PixelOrder.ColumnsReversed }.Select(OfAllImages)];
        EvaluationResult mixture = Mixture.Of(members, [1, 2, 1]);
        foreach (EvaluationResult one in members.Append(mixture))
        {
            Assert.HasCount(512, one.Nll);
            Assert.AreEqual(1, one.Nll.Sum(n => Math.Exp(-n)), 1e-5);
        }

        for (int i = 0; i < 512; i++)
        {
            Assert.AreEqual((Math.Exp(-members[0].Nll[i]) + 2 * Math.Exp(-members[1].Nll[i]) + Math.Exp(-members[2].Nll[i])) / 4, Math.Exp(-mixture.Nll[i]), 1e-12);
        }

        Assert.IsFalse(members[0].Nll.SequenceEqual(members[1].Nll));
        Assert.IsEmpty(mixture.PositionNats);
    }

    /// <summary>Losses far beyond what exp can hold, and one that is lost.</summary>
    [TestMethod]
    public void LargeLossesDoNotUnderflow()
    {
        EvaluationResult mixture = Mixture.Of([new([2000, 1, 5, 5], [1, 1, 1, 1], [], 2), new([2001, 3000, double.NaN, double.PositiveInfinity], [1, 1, 1, 1], [], 3)], [1, 1]);
        Assert.AreEqual(2000 - Math.Log((1 + Math.Exp(-1)) / 2), mixture.Nll[0], 1e-9);
        Assert.AreEqual(1 + Math.Log(2), mixture.Nll[1], 1e-9);
        Assert.AreEqual((2, 5.0), (mixture.Lost, mixture.Seconds));
    }

    /// <summary>The command mixes images where orders differ, and averages predictions where they do not; an order counts as often as it has models.</summary>
    [TestMethod]
    public void EvalMixesModelsOfDifferentOrders()
    {
        using PackedFixture data = new PackedFixture().WithImages(count: 36, height: 4, width: 4).WithImages(split: "test", count: 30, height: 4, width: 4);
        string[] runs = [.. new[] { "raster", "columns" }.Select(order => Train(data, order))];
        double[][] nats = [.. runs.Select(run => Evaluated(data, [run]))];
        double[] both = Evaluated(data, [runs[0], "--ensemble", runs[1]], " | ");
        for (int i = 0; i < 30; i++)
        {
            Assert.AreEqual(-Math.Log((Math.Exp(-nats[0][i]) + Math.Exp(-nats[1][i])) / 2), both[i], 1e-9);
        }

        double[] three = Evaluated(data, [runs[0], "--ensemble", runs[1], "--ensemble", runs[0]], " | ");
        for (int i = 0; i < 30; i++)
        {
            Assert.AreEqual(-Math.Log((2 * Math.Exp(-nats[0][i]) + Math.Exp(-nats[1][i])) / 3), three[i], 1e-9);
        }

        double[] same = Evaluated(data, [runs[1], "--ensemble", runs[1]], " + ");
        Assert.IsTrue(same.Zip(nats[1], (a, b) => Math.Abs(a - b)).Max() < 1e-4);

        (int code, string output, string error) = Shell.Run(["eval", runs[0], "--ensemble", runs[1], "--map", data.File("m.png"), "--data", data.Folder]);
        Assert.AreEqual((1, ""), (code, output), error);
        Shell.AssertOneLine(error);
        Assert.Contains("--map: expected models of one pixel order, found several", error);
        Assert.IsFalse(File.Exists(data.File("m.png")));
    }

    /// <summary>A drawn mixture takes each image from one of its models, as that one draws it alone, each about as often.</summary>
    [TestMethod]
    public void SampleDrawsEachImageWithOneOfTheModels()
    {
        using PackedFixture data = new PackedFixture().WithImages(count: 36, height: 4, width: 4).WithImages(split: "test", count: 30, height: 4, width: 4);
        string[] runs = [.. new[] { "raster", "columns", "columns-reversed" }.Select(order => Train(data, order))];
        (double[] Nats, byte[] Picture)[] alone = [.. runs.Select(run => Sampled(data, [run]))];
        (double[] nats, byte[] picture) = Sampled(data, [runs[0], "--ensemble", runs[1], "--ensemble", runs[2]]);
        int[] drawn = new int[3];
        for (int i = 0; i < 300; i++)
        {
            int by = Array.FindIndex(alone, a => a.Nats[i] == nats[i] && Tile(a.Picture, i).SequenceEqual(Tile(picture, i)));
            Assert.IsGreaterThanOrEqualTo(0, by, $"image {i}");
            drawn[by]++;
        }

        Assert.IsTrue(drawn.Sum(n => (n - 100.0) * (n - 100.0) / 100) < 13.8, "chi-square of 2 degrees, false alarms 0.1% over seeds"); // the seed is fixed
        Refused(data, "a model of another pixel order", [runs[0], "--ensemble", runs[1], "--ensemble", runs[1]]);
        Refused(data, "nothing to complete beside it", [runs[0], "--ensemble", runs[1], "--image", "3"]);
        Refused(data, "a model of images", ["text-listing", "--ensemble", runs[1]]);
        Refused(data, "expected a model of the steps of", [runs[0], "--ensemble", "mnist-context-columns"]);
    }

    [TestMethod]
    public void ModelsOfOtherImagesAreNotMixed()
    {
        using PackedFixture data = new PackedFixture().WithImages(count: 36, height: 4, width: 4).WithImages(split: "test", count: 30, height: 4, width: 4);
        (int code, string output, string error) = Shell.Run(["eval", Train(data, "columns"), "--ensemble", "mnist-context", "--data", data.Folder]);
        Assert.AreEqual((1, ""), (code, output), error);
        Shell.AssertOneLine(error);
        Assert.Contains("--ensemble mnist-context: expected a model of the steps of", error);
    }

    private static (double[] Nats, byte[] Picture) Sampled(PackedFixture data, string[] models)
    {
        (int code, string output, string error) = Shell.Run(["sample", .. models, "--count", "300", "--zoom", "1", "--out", data.File("s.png"), "--json", "-"]);
        Assert.AreEqual(0, code, error);
        JsonElement report = JsonDocument.Parse(output).RootElement;
        Assert.AreEqual(string.Join(" | ", models.Where(m => m != "--ensemble")), report.GetProperty("model").GetString());
        return ([.. report.GetProperty("nats").EnumerateArray().Select(n => n.GetDouble())], PngReader.Read(data.File("s.png")).Gray());
    }

    /// <summary>Image number i of a sheet of 300.</summary>
    private static IEnumerable<byte> Tile(byte[] sheet, int i)
    {
        ContactSheet layout = new(4, 4, 300, 1);
        int width = (int)layout.Width, across = (width + 2) / 6;
        return Enumerable.Range(0, 16).Select(p => sheet[(i / across * 6 + p / 4) * width + i % across * 6 + p % 4]);
    }

    private static void Refused(PackedFixture data, string expected, string[] models)
    {
        (int code, string output, string error) = Shell.Run(["sample", .. models, "--out", data.File("none.png"), "--data", data.Folder]);
        Assert.AreEqual((1, ""), (code, output), error);
        Shell.AssertOneLine(error);
        Assert.Contains(expected, error);
        Assert.IsFalse(File.Exists(data.File("none.png")));
    }

    private static EvaluationResult OfAllImages(PixelOrder order)
    {
        NetworkSpec spec = TinyModel.Image(3, 3, 1);
        NetworkPlan plan = new(spec with { Input = new ImageInputSpec(3, 3, 1, order) });
        byte[] images = [.. Enumerable.Range(0, 512).SelectMany(i => Enumerable.Range(0, 9).Select(p => (byte)(255 * (i >> p & 1))))];
        ImageEpisodes episodes = new(i => images.AsSpan(9 * i, 9), 0, 512, plan.Layout, Protocol.Dynamic, 1);
        using CpuEngine engine = new(plan, 1);
        return Evaluator.Evaluate(engine, TinyModel.Meta(plan), episodes, 512);
    }

    private static string Train(PackedFixture data, string order)
    {
        string run = data.File(order);
        string[] settings = [.. new[] { "network.input.rows=4", "network.input.columns=4", $"network.input.order={order}" }.SelectMany(s => new[] { "--set", s })];
        (int code, _, string error) = Shell.Run(["train", "tiny", "--steps", "60", "--threads", "1", .. settings, "--out", run, "--data", data.Folder]);
        Assert.AreEqual(0, code, error);
        return run;
    }

    private static double[] Evaluated(PackedFixture data, string[] models, string joined = "")
    {
        (int code, string output, string error) = Shell.Run(["eval", .. models, "--each", data.File("each.json"), "--json", "-", "--data", data.Folder]);
        Assert.AreEqual(0, code, error);
        Assert.Contains(joined, JsonDocument.Parse(output).RootElement.GetProperty("model").GetString()!);
        return [.. JsonDocument.Parse(File.ReadAllText(data.File("each.json"))).RootElement.GetProperty("nats").EnumerateArray().Select(n => n.GetDouble())];
    }
}
