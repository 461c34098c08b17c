using System.Diagnostics;

namespace ReptileGen.Architecture.Tests;

/// <summary>A provider that is written wrong is one error line, before anything is compiled; in the real project files.</summary>
[TestClass]
public sealed class ProviderTests
{
    private const string Torch = "error RGEN5001: TorchProvider: expected managed, cpu, cuda-windows or cuda-linux, found system; ";
    private const string Silk = "error RGEN5002: SilkProvider: expected system or package, found managed; ";

    /// <summary>Restoring begins with the first of the targets, a build without restoring with the second.</summary>
    [TestMethod]
    [DataRow("Model", "CollectPackageReferences", "TorchProvider=system", Torch)]
    [DataRow("Model", "BeforeBuild", "TorchProvider=system", Torch)]
    [DataRow("tests/TorchSharp.Tests", "CollectPackageReferences", "TorchProvider=system", Torch)]
    [DataRow("Render", "CollectPackageReferences", "SilkProvider=managed", Silk)]
    [DataRow("Render", "BeforeBuild", "SilkProvider=managed", Silk)]
    [DataRow("tests/Silk.Tests", "CollectPackageReferences", "SilkProvider=managed", Silk)]
    public void AWrongProviderIsOneErrorLine(string project, string target, string property, string message)
    {
        var (code, lines) = Build(project, target, property);
        Assert.AreNotEqual(0, code);
        Assert.Contains(message, lines.Single());
    }

    [TestMethod]
    [DataRow("Model", "TorchProvider=cpu")]
    [DataRow("Model", "TorchProvider=cuda-windows")]
    [DataRow("Model", "TorchProvider=cuda-linux")]
    [DataRow("Render", "SilkProvider=package")]
    public void TheOtherProvidersMayBeChosen(string project, string property)
    {
        var (code, lines) = Build(project, "BeforeBuild", property);
        Assert.AreEqual(0, code, string.Join('\n', lines));
    }

    /// <summary>Runs one target of a project, and what comes before it; says how it ended and what it wrote.</summary>
    private static (int Code, string[] Lines) Build(string project, string target, string property)
    {
        string[] arguments = ["msbuild", project, "-nologo", "-v:m", "-tl:off", "-nodeReuse:false", $"-t:{target}", $"-p:{property}"];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        // What the test host sets for itself must not steer the build.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
