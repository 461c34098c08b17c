using System.Text.Json;
using ReptileGen.Formats;
using ReptileGen.Model.Art;
using ReptileGen.Model.Commands;

namespace ReptileGen.Model.Tests.Commands;

[TestClass]
public sealed class StyleCommandTests
{
    [TestMethod]
    public void ItPaintsAndReports()
    {
        using var folder = new Pictures();
        var (code, output, error) = Shell.Run([.. folder.Line, "--steps", "4", "--every", "2", "--side", "40"]);
        Assert.AreEqual(0, code, error);
        Assert.Contains("random filters 7 x 7 at 4 scales, new ones for every step, seed 1", output);
        var picture = PngReader.Read(folder.Out);
        Assert.AreEqual((32, 32), (picture.Width, picture.Height));
        Assert.IsTrue(File.Exists(folder.File("out-0002.png")));
        Assert.IsFalse(File.Exists(folder.File("out-0004.png")));

        (code, output, error) = Shell.Run([.. folder.Line, "--steps", "4", "--every", "0", "--side", "40", "--json", "-"]);
        Assert.AreEqual(0, code, error);
        var json = JsonDocument.Parse(output).RootElement;
        Assert.AreEqual(4, json.GetProperty("steps").GetInt32());
        Assert.IsInRange(0, 1, json.GetProperty("style_loss").GetDouble());
        Assert.IsTrue(picture.Rgba.Span.SequenceEqual(PngReader.Read(folder.Out).Rgba.Span));
    }

    /// <summary>One colour has no patches that vary: the picture comes to it all the same, and every number is one.</summary>
    [TestMethod]
    [DataRow(255)]
    [DataRow(128)]
    public void AStyleOfOneColourIsOne(int gray)
    {
        using var folder = new Pictures();
        Png.WriteRgb(folder.File("style.png"), 48, 48, [.. Enumerable.Repeat((byte)gray, 48 * 48 * 3)]);
        var (code, output, error) = Shell.Run([.. folder.Line, "--steps", "8", "--every", "0", "--side", "32", "--strength", "1000", "--json", "-"]);
        Assert.AreEqual(0, code, error);
        var json = JsonDocument.Parse(output).RootElement;
        var (style, content) = (json.GetProperty("style_loss").GetDouble(), json.GetProperty("content_loss").GetDouble());
        Assert.IsTrue(style is > 0 and < 1 && content is >= 0 and < 1e6, $"{style}, {content}");
    }

    [TestMethod]
    public void InterruptedItKeepsThePictureSoFar()
    {
        if (OperatingSystem.IsWindows())
            Assert.Inconclusive("needs POSIX signals");
        using var folder = new Pictures();
        using var process = Reptilegen.Start([.. folder.Line, "--steps", "100000", "--every", "1", "--side", "32"]);
        Reptilegen.Await(folder.File("out-0001.png"), process);
        Reptilegen.Signal(process, "INT");
        var (code, output, error) = Reptilegen.End(process);
        Assert.AreEqual(ExitCode.Interrupted, code, error);
        Assert.Contains(" steps in ", output);
        Assert.AreEqual(32, PngReader.Read(folder.Out).Width);
    }

    [TestMethod]
    [DataRow("--steps", "0", "--steps: expected 1 to 100000, found 0")]
    [DataRow("--side", "16", "--side: expected 32 to 512, found 16")]
    [DataRow("--strength", "0", "--strength: expected a number above 0, at most 1000000, found 0")]
    [DataRow("--vgg", "CONTENT", "header length")]
    [DataRow("--vgg", "none", "none")]
    public void WrongValuesAreOneLine(string option, string value, string message)
    {
        using var folder = new Pictures();
        Failed(Shell.Run([.. folder.Line, option, value == "CONTENT" ? folder.File("content.png") : value]), message);
    }

    [TestMethod]
    public void WrongPicturesAreOneLine()
    {
        using var folder = new Pictures();
        Png.WriteRgb(folder.File("style.png"), 100, 31, new byte[100 * 31 * 3]);
        Failed(Shell.Run(folder.Line), "expected at least 32 x 32 pixels at --side 128, found 100 x 31");
        File.WriteAllText(folder.File("style.png"), "no picture");
        Failed(Shell.Run(folder.Line), "(PNG)");
        File.Delete(folder.File("style.png"));
        Failed(Shell.Run(folder.Line), "style.png");
    }

    private static void Failed((int Code, string Output, string Error) result, string message)
    {
        Assert.AreEqual((ExitCode.Failure, ""), (result.Code, result.Output), result.Error);
        Shell.AssertOneLine(result.Error);
        Assert.Contains(message, result.Error);
    }

    /// <summary>A folder with a content and a style picture.</summary>
    private sealed class Pictures : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Pictures()
        {
            Png.WriteRgb(File("content.png"), 48, 48, CppnPicture.Paint(Cppn.Create(7), 48, 48));
            Png.WriteRgb(File("style.png"), 48, 48, CppnPicture.Paint(Cppn.Create(27), 48, 48));
        }

        public string Out => File("out.png");

        public string[] Line => ["sample", "style", "--content", File("content.png"), "--style", File("style.png"), "--out", Out];

        public string File(string name) => _folder.File(name);

        public void Dispose() => _folder.Dispose();
    }
}
