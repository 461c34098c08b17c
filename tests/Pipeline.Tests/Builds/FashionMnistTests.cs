using ReptileGen.Formats;

namespace ReptileGen.Pipeline.Tests.Builds;

/// <summary>Another image set by adding one item: Fashion-MNIST as Debian packages it.</summary>
[TestClass]
[DoNotParallelize]
public sealed class FashionMnistTests
{
    private const string Folder = "/usr/share/datasets/fashion-mnist";

    [TestMethod]
    public void AnotherImageSetIsOneItem()
    {
        if (!Directory.Exists(Folder))
            Assert.Inconclusive($"{Folder} is not there: apt-get install dataset-fashion-mnist");
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
}
