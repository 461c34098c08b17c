using System.Text.Json;
using ReptileGen.Formats;
using ReptileGen.Model.Commands;
using ReptileGen.Model.Data;
using ReptileGen.Model.Tests.Data;

namespace ReptileGen.Model.Tests.Commands;

/// <summary><c>data list</c>, <c>data verify</c>, <c>data show</c> on small packed datasets.</summary>
[TestClass]
public sealed class DataCommandTests
{
    private static PackedFixture Fixture() => new PackedFixture()
        .WithImages("mnist", "train")
        .WithImages("mnist", "test", count: 10)
        .WithText("poem", "one"u8.ToArray(), "two"u8.ToArray(), "three"u8.ToArray());

    [TestMethod]
    public void ListPrintsEveryFile()
    {
        using var fixture = Fixture();
        var (code, output, error) = Shell.Run("data", "list", "--data", fixture.Folder);
        Assert.AreEqual((ExitCode.Success, ""), (code, error));
        foreach (var expected in new[] { "mnist-train.safetensors", "mnist-test.safetensors", "text-poem.safetensors", "made by a test", "mean ink" })
            Assert.Contains(expected, output);
        using var images = ImageDataset.Open(fixture.Folder, "mnist", "train");
        Assert.Contains(images.Info.ContentSha256[..12], output);
    }

    [TestMethod]
    public void ListWritesJson()
    {
        using var fixture = Fixture();
        var (code, output, _) = Shell.Run("data", "list", "--data", fixture.Folder, "--json", "-");
        Assert.AreEqual(ExitCode.Success, code);
        Assert.AreEqual(0, Shell.Run("data", "list", "--data", fixture.Folder, "--json", fixture.File("list.json")).Code);
        Assert.AreEqual(output, File.ReadAllText(fixture.File("list.json")));

        using var json = JsonDocument.Parse(output); // hence the tables keep off standard output
        var datasets = json.RootElement.GetProperty("datasets");
        Assert.AreEqual(3, datasets.GetArrayLength());
        var train = datasets[1];
        Assert.AreEqual("mnist-train.safetensors", train.GetProperty("file").GetString());
        Assert.AreEqual(20, train.GetProperty("count").GetInt32());
        Assert.AreEqual(new FileInfo(fixture.File("mnist-train.safetensors")).Length, train.GetProperty("bytes").GetInt64());
        Assert.AreEqual(new string('a', 64), train.GetProperty("source_sha256").GetString());
        Assert.AreEqual((255 + 783 * 75) / (784 * 255.0), train.GetProperty("classes")[3].GetProperty("mean_ink").GetDouble(), 1e-12);
        Assert.AreEqual(1, datasets[2].GetProperty("lines").GetProperty("train").GetInt32());
        Assert.IsFalse(datasets[2].TryGetProperty("classes", out _));
    }

    [TestMethod]
    public void VerifySaysSo()
    {
        using var fixture = Fixture();
        var (code, output, error) = Shell.Run("data", "verify", "--data", fixture.Folder);
        Assert.AreEqual((ExitCode.Success, ""), (code, error));
        Assert.Contains("verified: 3 files, 33 episodes", output);
    }

    [TestMethod]
    [DataRow("mnist-train.safetensors", 3, DisplayName = "header length")]
    [DataRow("mnist-train.safetensors", 30, DisplayName = "header")]
    [DataRow("mnist-test.safetensors", -1, DisplayName = "last label")]
    [DataRow("mnist-test.safetensors", -4000, DisplayName = "a pixel")]
    [DataRow("text-poem.safetensors", -1, DisplayName = "padding of a line")]
    [DataRow("text-poem.safetensors", -384, DisplayName = "a letter")]
    public void ACorruptFileIsOneClearErrorAndExitCode1(string file, int position)
    {
        using var fixture = Fixture();
        fixture.Flip(file, position);
        foreach (var command in new[] { "list", "verify" })
        {
            var (code, output, error) = Shell.Run("data", command, "--data", fixture.Folder);
            Assert.AreEqual((ExitCode.Failure, ""), (code, output));
            Shell.AssertOneLine(error);
            Assert.Contains(file, error);
        }
    }

    [TestMethod]
    public void VerifyFindsWrongBitsUnderARightHash()
    {
        using var fixture = new PackedFixture();
        fixture.Write("mnist-train.safetensors", PackedFixture.Metadata(DatasetInfo.ImageFormat, "mnist", "train", 1), new()
        {
            ["images"] = (new("images", DType.U8, 1, 1, 1), [200]),
            ["labels"] = (new("labels", DType.U8, 1), [0]),
            ["bits"] = (new("bits", DType.U8, 1, 1), [0]),
        });
        Assert.AreEqual(ExitCode.Success, Shell.Run("data", "list", "--data", fixture.Folder).Code);
        var (code, _, error) = Shell.Run("data", "verify", "--data", fixture.Folder);
        Assert.AreEqual(ExitCode.Failure, code);
        Assert.Contains("bits[0]", error);
    }

    [TestMethod]
    [DataRow("list")]
    [DataRow("verify")]
    public void AnEmptyFolderIsAnErrorThatSaysWhatToDo(string command)
    {
        using var fixture = new PackedFixture();
        var (code, _, error) = Shell.Run("data", command, "--data", fixture.Folder);
        Assert.AreEqual(ExitCode.Failure, code);
        Shell.AssertOneLine(error);
        Assert.Contains("run `dotnet build`", error);
    }

    [TestMethod]
    public void ShowDrawsTheFirstImagesRowByRow()
    {
        using var fixture = Fixture();
        using var images = ImageDataset.Open(fixture.Folder, "mnist", "train");
        var (width, height, pixels) = DataShowCommand.Sheet(images, 5);
        Assert.AreEqual((3 * 30 - 2, 2 * 30 - 2), (width, height));
        for (var i = 0; i < 5; i++)
        {
            for (var p = 0; p < 784; p++)
                Assert.AreEqual(images.Image(i)[p], pixels[(i / 3 * 30 + p / 28) * width + i % 3 * 30 + p % 28]);
        }

        var target = fixture.File("out/digits.png");
        var (code, _, error) = Shell.Run("data", "show", "mnist", "--count", "5", "--out", target, "--data", fixture.Folder);
        Assert.AreEqual((ExitCode.Success, ""), (code, error));
        CollectionAssert.AreEqual(
            Png.EncodeGray(width, height, pixels, ("Title", "mnist train, first 5"), ("Software", "ReptileGen")),
            File.ReadAllBytes(target));
    }

    [TestMethod]
    [DataRow("mnist", "0", "train", "--count: expected 1 to 20")]
    [DataRow("mnist", "21", "train", "--count: expected 1 to 20")]
    [DataRow("mnist", "1", "middle", "no dataset mnist-middle")]
    [DataRow("poem", "1", "train", "no dataset poem-train")]
    public void ShowRefusesWhatIsNotThere(string name, string count, string split, string message)
    {
        using var fixture = Fixture();
        var target = fixture.File("digits.png");
        var (code, _, error) = Shell.Run("data", "show", name, "--count", count, "--split", split, "--out", target, "--data", fixture.Folder);
        Assert.AreEqual(ExitCode.Failure, code);
        Shell.AssertOneLine(error);
        Assert.Contains(message, error);
        Assert.IsFalse(File.Exists(target));
    }
}
