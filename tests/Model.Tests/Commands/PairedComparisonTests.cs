using System.Text.Json;
using ReptileGen.Model.Commands;
using ReptileGen.Model.Tests.Data;

namespace ReptileGen.Model.Tests.Commands;

/// <summary>Two models on the same images, one by <c>eval</c>, one by <c>baseline eval</c>.</summary>
[TestClass]
public sealed class PairedComparisonTests
{
    [TestMethod]
    public void TheDifferenceIsThatOfTheMeansAndItsErrorThatOfThePairs()
    {
        using PackedFixture data = Fixture();
        (double mine, double[] nats) = Evaluated(data, ["eval", "mnist"], "a.json");
        (double theirs, double[] others) = Evaluated(data, ["baseline", "eval", "fvsbn"], "b.json");
        Assert.AreEqual((30, 30), (nats.Length, others.Length));
        Assert.AreEqual(nats.Average(), mine, 1e-9);
        double[] gaps = [.. nats.Zip(others, (a, b) => a - b)];
        double error = Math.Sqrt(gaps.Sum(g => Math.Pow(g - gaps.Average(), 2)) / 29 / 30);

        (int code, string output, string said) = Shell.Run(["eval", "mnist", .. Common(data), "--against", data.File("b.json"), "--json", "-"]);
        Assert.AreEqual(0, code, said);
        JsonElement against = JsonDocument.Parse(output).RootElement.GetProperty("against");
        Assert.AreEqual("fvsbn", against.GetProperty("model").GetString());
        Assert.AreEqual(mine - theirs, against.GetProperty("difference").GetDouble(), 1e-9);
        Assert.AreEqual(error, against.GetProperty("standard_error").GetDouble(), 1e-9);

        (code, output, said) = Shell.Run(["baseline", "eval", "fvsbn", .. Common(data), "--against", data.File("a.json")]);
        Assert.AreEqual(0, code, said);
        string word = theirs > mine ? "more" : "less";
        Assert.Contains(FormattableString.Invariant($"fvsbn costs {Math.Abs(mine - theirs):0.000} +- {error:0.000} nats/image {word} than mnist, 30 images in pairs"), output);
    }

    private const string Same = "\"split\":\"test\",\"protocol\":\"dynamic\",\"seed\":11,\"steps\":784,\"padded\":false,\"split_count\":30";

    [TestMethod]
    [DataRow("", "found none")]
    [DataRow("{}", "something else at $, line 1")]
    [DataRow("null", "found null")]
    [DataRow("nats", "something else at $, line 1")]
    [DataRow("{\"model\":\"m\",\"dataset\":\"mnist\",\"content_sha256\":\"\"," + Same + ",\"nats\":null}", "something else at $.nats, line 1")]
    [DataRow("{\"model\":\"m\",\"dataset\":\"mnist\",\"content_sha256\":\"\"," + Same + ",\"nats\":[\"1\"]}", "something else at $.nats[0], line 1")]
    [DataRow("{\"model\":\"m\",\"dataset\":\"mnist\",\"content_sha256\":\"\"," + Same + ",\"nats\":[1,null]}", "something else at $.nats[1], line 1")]
    [DataRow("{\"model\":\"m\",\"dataset\":\"mnist\",\"content_sha256\":\"\"," + Same + ",\"nats\":[1e999]}", "a loss that is not finite")]
    [DataRow("{\"model\":\"m\",\"dataset\":\"mnist\",\"content_sha256\":\"0123456789abcdef\"," + Same + ",\"nats\":[1,2]}",
        "found 2 of 30 episodes of mnist test, dynamic, seed 11, 784 steps, data 0123456789ab: evaluate both models on the same data with the same options")]
    public void OtherFilesAreRefused(string content, string message)
    {
        using PackedFixture data = Fixture();
        string file = data.File("x.json");
        if (content.Length > 0)
        {
            File.WriteAllText(file, content);
        }

        foreach (string[] command in new string[][] { ["eval", "mnist"], ["baseline", "eval", "fvsbn"] })
        {
            (int code, string output, string error) = Shell.Run([.. command, .. Common(data), "--against", file]);
            Assert.AreEqual((1, ""), (code, output), error);
            Shell.AssertOneLine(error);
            Assert.Contains(message, error);
        }
    }

    /// <summary>Other bits, fewer images, another protocol, another split: none is compared.</summary>
    [TestMethod]
    [DataRow("--seed 12", 1)]
    [DataRow("--images 29", 1)]
    [DataRow("--protocol threshold", 1)]
    [DataRow("--split train", 1)]
    [DataRow("", 0)]
    public void OnlyTheSameEpisodesArePaired(string options, int expected)
    {
        using PackedFixture data = Fixture().WithImages(count: 36, height: 28, width: 28);
        Evaluated(data, ["baseline", "eval", "fvsbn"], "a.json");
        string[] other = [.. Common(data), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--against", data.File("a.json")];
        (int code, string output, string error) = Shell.Run(["baseline", "eval", "fvsbn", .. other]);
        Assert.AreEqual(expected, code, error);
        Assert.Contains(expected == 0 ? "fvsbn costs as much as fvsbn, 30 images in pairs" : "found 30 of 30 episodes of mnist test, dynamic, seed 11, 784 steps", expected == 0 ? output : error);
    }

    /// <summary>A model that learns padding too has other episodes than one that stops at the end of the line, whatever their seed.</summary>
    [TestMethod]
    public void LinesAreComparedOnlyWithoutTheirPadding()
    {
        using PackedFixture data = new PackedFixture().WithText("dir_listing", "ab"u8.ToArray(), "abc"u8.ToArray(), "b"u8.ToArray(), "ac"u8.ToArray());
        (_, double[] nats) = Evaluated(data, ["eval", "text-listing"], "a.json", "nats_per_line");
        Assert.HasCount(1, nats);
        (int code, string output, string error) = Shell.Run(["eval", "text-listing", "--seed", "12", .. Common(data), "--against", data.File("a.json")]);
        Assert.AreEqual(0, code, error);
        Assert.Contains("text-listing costs as much as text-listing, 1 line in pairs", output);

        string losses = File.ReadAllText(data.File("a.json"));
        Assert.Contains("\"padded\":false", losses);
        File.WriteAllText(data.File("a.json"), losses.Replace("\"padded\":false", "\"padded\":true"));
        (code, _, error) = Shell.Run(["eval", "text-listing", .. Common(data), "--against", data.File("a.json")]);
        Assert.AreEqual(1, code);
        Assert.Contains("expected 1 of 1 episodes of dir_listing test, 128 steps", error);
        Assert.Contains("found 1 of 1 episodes of dir_listing test, padded to 128 steps", error);
    }

    /// <summary>The back-off model against a fast-weight model, line by line.</summary>
    [TestMethod]
    public void ModelsOfTextAreComparedLineByLine()
    {
        byte[][] lines = [.. Enumerable.Range(0, 60).Select(i => System.Text.Encoding.ASCII.GetBytes($"line {i * 7 % 10} of the corpus"))];
        using PackedFixture data = new PackedFixture().WithText("dir_listing", held: 15, lines);
        (double mine, double[] nats) = Evaluated(data, ["eval", "text-listing"], "a.json", "nats_per_line");
        (int code, string output, string error) = Shell.Run(["baseline", "text", "dir_listing", "--epochs", "0", .. Common(data), "--against", data.File("a.json"), "--json", "-"]);
        Assert.AreEqual(0, code, error);
        JsonElement backoff = JsonDocument.Parse(output).RootElement.GetProperty("models").EnumerateArray().Single(m => m.GetProperty("model").GetString()!.StartsWith("back-off", StringComparison.Ordinal));
        Assert.AreEqual(backoff.GetProperty("nats_per_line").GetDouble() - mine, backoff.GetProperty("against").GetProperty("difference").GetDouble(), 1e-9);
        ReptileGen.Model.Baselines.Text.BackoffModel model = new(5);
        foreach (byte[] line in lines[..30])
        {
            model.Add([.. line, 0]);
        }

        double[] gaps = [.. lines[45..].Zip(nats, (line, n) => model.Nats([.. line, 0]) - n)];
        Assert.AreEqual(Math.Sqrt(gaps.Sum(g => Math.Pow(g - gaps.Average(), 2)) / 14 / 15), backoff.GetProperty("against").GetProperty("standard_error").GetDouble(), 1e-9, "each line with itself");
        Assert.AreEqual("text-listing", backoff.GetProperty("against").GetProperty("model").GetString());

        (code, _, error) = Shell.Run(["baseline", "text", "dir_listing", "--epochs", "0", "--split", "validation", .. Common(data), "--against", data.File("a.json")]);
        Assert.AreEqual(1, code);
        Assert.Contains("expected 15 of 15 episodes of dir_listing validation", error);
    }

    [TestMethod]
    public void AFolderToWriteToIsRefusedBeforeTheWork()
    {
        using PackedFixture data = Fixture();
        (int code, string output, string error) = Shell.Run(["baseline", "eval", "fvsbn", .. Common(data), "--each", data.Folder]);
        Assert.AreEqual((1, ""), (code, output), error);
        Shell.AssertOneLine(error);
        Assert.Contains($"--each {data.Folder}: expected a file to write, found a folder", error);
    }

    private static PackedFixture Fixture() => new PackedFixture().WithImages(split: "test", count: 30, height: 28, width: 28);

    private static string[] Common(PackedFixture data) => ["--data", data.Folder];

    private static (double Mean, double[] Nats) Evaluated(PackedFixture data, string[] command, string file, string mean = "nats_per_image")
    {
        (int code, string output, string error) = Shell.Run([.. command, .. Common(data), "--each", data.File(file), "--json", "-"]);
        Assert.AreEqual(0, code, error);
        double[] nats = [.. JsonDocument.Parse(File.ReadAllText(data.File(file))).RootElement.GetProperty("nats").EnumerateArray().Select(n => n.GetDouble())];
        return (JsonDocument.Parse(output).RootElement.GetProperty(mean).GetDouble(), nats);
    }
}
