using System.Diagnostics;
using ReptileGen.Formats;

namespace ReptileGen.Pipeline.Tests.Builds;

/// <summary>Another image set by adding one item: Fashion-MNIST as Debian packages it.</summary>
[TestClass]
[DoNotParallelize]
public sealed class FashionMnistTests
{
    private const string Folder = "/usr/share/datasets/fashion-mnist";
    private const string Package = "dataset-fashion-mnist";

    [TestMethod]
    public void AnotherImageSetIsOneItem()
    {
        if (!Directory.Exists(Folder) && !Install())
            Assert.Inconclusive($"Debian's package {Package} is not installed and could not be installed here");
        var tree = MiniTree.Fresh();
        tree.Add($"""{MiniTree.Nothing}<ImageSet Include="fashion-mnist" Sources="{Folder}" Licence="MIT" Attribution="Zalando SE" />""");
        tree.Build("-p:DatasetsOffline=true").Good();
        foreach (var (split, count) in new[] { ("train", 60_000), ("test", 10_000) })
        {
            using var file = SafetensorsFile.Open(tree.Packed($"fashion-mnist-{split}"));
            Assert.AreEqual(count * 784, file.Read<byte>("images", count, 28, 28).Length);
            Assert.AreEqual(string.Join(',', Enumerable.Repeat(count / 10, 10)), file.RequireMetadata("class_counts"));
            Assert.AreEqual(file.RequireMetadata("content_sha256"), file.ContentHash());
        }
    }

    private static bool Install()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/apt-get"))
            return false;
        using var apt = Process.Start(new ProcessStartInfo("apt-get", ["install", "-y", "-qq", "--no-install-recommends", Package])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        apt.OutputDataReceived += (_, _) => { };
        apt.ErrorDataReceived += (_, _) => { };
        apt.BeginOutputReadLine();
        apt.BeginErrorReadLine();
        apt.WaitForExit();
        return Directory.Exists(Folder);
    }
}
