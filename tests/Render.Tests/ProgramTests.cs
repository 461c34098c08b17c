using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ReptileGen.Render.Tests;

/// <summary>The viewer as a process: its messages, the terminal, and a window on a display of its own with real events.</summary>
[TestClass]
public sealed partial class ProgramTests
{
    [TestMethod]
    public void AModelThatIsNotThereIsOneLine()
    {
        (int code, string output, string error) = Run(["no-such-model", "--headless"]);
        Assert.AreEqual(1, code);
        Assert.AreEqual("", output);
        Assert.HasCount(1, error.Trim().Split('\n'));
        StringAssert.Contains(error, "no-such-model");
    }

    [TestMethod]
    public void OptionsOutOfRangeAreOneLine()
    {
        StringAssert.Contains(Run(["tiny", "--untrained", "--view", "9", "--headless"]).Error, "--view: expected 1 to 7, found 9");
        StringAssert.Contains(Run(["tiny", "--untrained", "--size", "big", "--headless"]).Error, "--size: expected WIDTHxHEIGHT");
        StringAssert.Contains(Run(["tiny", "--untrained", "--background", "cppn:x", "--headless"]).Error, "--background: expected none, cppn or cppn:SEED, found cppn:x");
        StringAssert.Contains(Run(["tiny", "--untrained", "--speed", "-1", "--headless"]).Error, "--speed: expected steps a second");
    }

    [TestMethod]
    [DataRow("--seed", "-1", "Cannot parse argument '-1' for option '--seed'")]
    [DataRow("--shaders", "", "--shaders: expected a value, found an empty word")]
    [DataRow("--model", "x", "Unrecognized command or argument '--model'")]
    public void AWrongCommandLineIsOneLine(string option, string value, string message)
    {
        (int code, string output, string error) = Run(["tiny", "--untrained", "--headless", option, value]);
        Assert.AreEqual((2, ""), (code, output));
        Assert.HasCount(1, error.Trim().Split('\n'));
        StringAssert.Contains(error, message);
    }

    [TestMethod]
    public void WithoutADisplayTheTerminalShowsASample()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("here there always is a display");
        }

        (int code, string output, string error) = Run(["tiny", "--untrained", "--seed", "3"], ("DISPLAY", ""), ("WAYLAND_DISPLAY", ""));
        Assert.AreEqual(0, code);
        Assert.MatchesRegex(Picture(), output);
        StringAssert.Contains(error, "No window (GLFW Init failed, ");
    }

    [TestMethod]
    public void ATrainingIsNotShownWhereNobodyCanWatchIt()
    {
        (int code, string output, string error) = Run(["tiny", "--train", "--terminal"]);
        if (error.Contains("dotnet build", StringComparison.Ordinal))
        {
            Assert.Inconclusive(error);
        }

        Assert.AreEqual((2, ""), (code, output));
        Assert.HasCount(1, error.Trim().Split('\n'));
        StringAssert.Contains(error, "--train: expected a window or a terminal, found redirected output.");
    }

    [TestMethod]
    public void HeadlessRunsWriteTheSameFiles()
    {
        Assert.IsTrue(Draw().SequenceEqual(Draw()));

        static byte[] Draw()
        {
            string folder = Directory.CreateTempSubdirectory("frames").FullName;
            (int code, _, string error) = Run(
                ["tiny", "--untrained", "--headless", "--frames", "2", "--skip", "3", "--size", "320x180", "--out", folder]);
            if (code != 0 && (error.Contains("EGL", StringComparison.Ordinal) || error.Contains("GLFW", StringComparison.Ordinal)))
            {
                Directory.Delete(folder, true);
                Assert.Inconclusive(error);
            }

            Assert.AreEqual(0, code, error);
            Assert.HasCount(2, Directory.GetFiles(folder));
            byte[] last = File.ReadAllBytes(Path.Combine(folder, "00001.png"));
            Directory.Delete(folder, true);
            return last;
        }
    }

    [TestMethod]
    public void AWindowObeysKeysAndMouse()
    {
        using var display = new VirtualDisplay();
        string folder = Directory.CreateTempSubdirectory("window").FullName;
        using Process viewer = Start(["tiny", "--untrained", "--out", folder], ("DISPLAY", display.Name));
        try
        {
            display.WaitForTitle("steps/s");
            Assert.AreEqual("1280x720", display.Geometry(), "full screen");
            display.Inject("key", "space");
            display.WaitForTitle("paused");
            display.Inject("key", "n");
            display.WaitForTitle("seed 2");
            display.Inject("key", "d");
            display.Inject("mousemove", "150", "150", "mousedown", "1", "mousemove", "300", "160", "mouseup", "1");
            display.WaitForTitle("steps/s");
            display.Inject("key", "F12");
            for (int i = 0; i < 600 && Directory.GetFiles(folder, "*.png").Length == 0; i++)
            {
                Thread.Sleep(100);
            }

            Assert.HasCount(1, Directory.GetFiles(folder, "*.png"));
            display.Inject("key", "Escape");
            Assert.IsTrue(viewer.WaitForExit(180_000), "Esc leaves");
            Assert.AreEqual(0, viewer.ExitCode, viewer.StandardError.ReadToEnd());
        }
        finally
        {
            if (!viewer.HasExited)
            {
                viewer.Kill();
            }

            Directory.Delete(folder, true);
        }
    }

    [GeneratedRegex(@"\A([#.]{28}\n){28}\d+\.\d\d nats, seed 3\n\z")]
    private static partial Regex Picture();

    internal static Process Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "ReptileGen.Render.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static (int Code, string Output, string Error) Run(string[] arguments, params (string Name, string Value)[] environment)
    {
        using Process process = Start(arguments, environment);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        try
        {
            Assert.IsTrue(process.WaitForExit(180_000), "the viewer hangs");
            return (process.ExitCode, output.Result, error.Result);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
