using System.Text.Json;
using ReptileGen.Model.Tests.Data;

namespace ReptileGen.Model.Tests.Commands;

/// <summary>Models of text by command lines.</summary>
[TestClass]
public sealed class TextCommandTests
{
    [TestMethod]
    [DataRow("text-listing", "network.layers.4.size=8")]
    [DataRow("text-listing-context", "network.layers.4.size=8")]
    public void TrainEvalSample(string preset, string setting)
    {
        using PackedFixture data = new PackedFixture().WithText("dir_listing", "one"u8.ToArray(), "two two"u8.ToArray(), "three"u8.ToArray(), "four"u8.ToArray());
        string run = data.File("run");
        (int code, _, string error) = Shell.Run(
            "train", preset, "--steps", "3", "--threads", "1", "--device", "cpu", "--out", run, "--data", data.Folder, "--set", "network.layers.0.size=4",
            "--set", "network.layers.1.size=8", "--set", setting, "--set", "meta_batch=2");
        Assert.AreEqual(0, code, error);
        (code, string output, error) = Shell.Run("eval", run, "--data", data.Folder, "--json", "-");
        Assert.AreEqual(0, code, error);
        JsonElement result = JsonDocument.Parse(output).RootElement;
        Assert.AreEqual(1, result.GetProperty("lines").GetInt32());
        Assert.AreEqual(
            result.GetProperty("nats_per_line").GetDouble() / Math.Log(2) / "four\0".Length, result.GetProperty("bits_per_char").GetDouble(), 1e-9);

        File.WriteAllText(data.File("prefix"), "dr-x\n");
        (code, output, error) = Shell.Run("sample", run, "--count", "3", "--prefix", data.File("prefix"), "--json", "-");
        Assert.AreEqual(0, code, error);
        JsonElement sampled = JsonDocument.Parse(output).RootElement;
        Assert.AreEqual(3, sampled.GetProperty("lines").GetArrayLength());
        foreach (JsonElement line in sampled.GetProperty("lines").EnumerateArray())
        {
            Assert.StartsWith("dr-x", line.GetString());
        }

        File.WriteAllBytes(data.File("prefix"), [0xEF, 0xBB, 0xBF, (byte)'c', (byte)'a', (byte)'f', 0xE9]);
        (code, _, error) = Shell.Run("sample", run, "--count", "2", "--prefix", data.File("prefix"), "--out", data.File("lines"));
        Assert.AreEqual(0, code, error);
        byte[] written = File.ReadAllBytes(data.File("lines"));
        CollectionAssert.AreEqual(new byte[] { (byte)'c', (byte)'a', (byte)'f', 0xE9 }, written[..4], "the bytes as they were drawn, without the mark");
        Assert.AreEqual((byte)'\n', written[^1]);

        Failed(Shell.Run("sample", run, "--image", "1"), "--image: expected a model of images");
        Failed(Shell.Run("eval", run, "--map", data.File("m.png"), "--data", data.Folder), "are for images");
        Failed(Shell.Run("eval", run, "--lines", "2", "--data", data.Folder), "expected 1 to 1");
        File.WriteAllText(data.File("prefix"), "");
        Failed(Shell.Run("sample", run, "--prefix", data.File("prefix")), "expected 1 to 127 bytes, found 0");
        Failed(Shell.Run("sample", run, "--prefix", data.File("none")), $"--prefix: expected a file, or - for standard input, found {data.File("none")}: no such file");
        Failed(Shell.Run("sample", run, "--temperature", "-1"), "--temperature: expected 0 or more");
        Failed(Shell.Run("sample", run, "--count", "0"), "--count: expected 1 to 1000000");
    }

    [TestMethod]
    public void OtherModelsOfACorpus()
    {
        using PackedFixture data = new PackedFixture().WithText("dir_listing", "one"u8.ToArray(), "two two"u8.ToArray(), "three"u8.ToArray(), "four"u8.ToArray());
        string[] command = ["baseline", "text", "dir_listing", "--data", data.Folder];
        (int code, string output, string error) = Shell.Run([.. command, "--epochs", "1", "--parameters", "9000", "--json", "-"]);
        Assert.AreEqual(0, code, error);
        JsonElement result = JsonDocument.Parse(output).RootElement;
        Assert.AreEqual((1, 5), (result.GetProperty("lines").GetInt32(), result.GetProperty("characters").GetInt32()));
        JsonElement[] models = [.. result.GetProperty("models").EnumerateArray()];
        Assert.Contains("back-off, order 5", models.Select(m => m.GetProperty("model").GetString()));
        foreach (JsonElement model in models.Where(m => m.GetProperty("nats_per_line").ValueKind == JsonValueKind.Number))
        {
            Assert.AreEqual(
                model.GetProperty("nats_per_line").GetDouble() / Math.Log(2) / 5, model.GetProperty("bits_per_char").GetDouble(), 1e-9);
        }

        Assert.StartsWith("LSTM", models[^1].GetProperty("model").GetString());
        Failed(Shell.Run([.. command, "--epochs", "-1"]), "--epochs: expected 0 or more, found -1");
        Assert.Contains("back-off, order 0", Shell.Run([.. command, "--epochs", "0", "--order", "0"]).Output);
        Failed(Shell.Run([.. command, "--order", "8"]), "--order: expected 0 to 7, found 8");
        Failed(Shell.Run([.. command, "--parameters", "5"]), "--parameters: expected");
        Failed(Shell.Run([.. command, "--split", "train"]), "--split: expected validation or test");
        Failed(Shell.Run("baseline", "text", "none", "--data", data.Folder), "no dataset text-none");
    }

    [TestMethod]
    public void WhereCompressorsAreMissingALineSaysSo()
    {
        using PackedFixture data = new PackedFixture().WithText("dir_listing", "one"u8.ToArray(), "two two"u8.ToArray(), "three"u8.ToArray(), "four"u8.ToArray());
        (int code, string output, string error) = Reptilegen.RunWith(
            ("PATH", data.Folder), "baseline", "text", "dir_listing", "--data", data.Folder, "--epochs", "0", "--json", "-");
        Assert.AreEqual(0, code, error);
        CollectionAssert.AreEqual(
            new[] { "gzip", "xz" }.Select(p => $"{p} -9: program not found, so its rows are left out of the table (install it to have them)").ToArray(), error.Trim().ReplaceLineEndings("\n").Split('\n'));
        CollectionAssert.AreEqual(
            new[] { "back-off, order 5" },
            JsonDocument.Parse(output).RootElement.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("model").GetString()).ToArray());
    }

    private static void Failed((int Code, string Output, string Error) result, string message)
    {
        Assert.AreEqual((1, ""), (result.Code, result.Output), result.Error);
        Shell.AssertOneLine(result.Error);
        Assert.Contains(message, result.Error);
    }
}
