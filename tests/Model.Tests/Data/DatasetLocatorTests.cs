using ReptileGen.Model.Data;

namespace ReptileGen.Model.Tests.Data;

/// <summary>Where packed datasets are looked for, and what is said when they are not there.</summary>
[TestClass]
public sealed class DatasetLocatorTests
{
    [TestMethod]
    public void TheOptionComesBeforeTheVariableBeforeTheBuild()
    {
        using var a = new PackedFixture();
        using var b = new PackedFixture();
        using var c = new PackedFixture();
        Assert.AreEqual(a.Folder, DatasetLocator.Locate(a.Folder, b.Folder, c.Folder));
        Assert.AreEqual(b.Folder, DatasetLocator.Locate(null, b.Folder, c.Folder));
        Assert.AreEqual(b.Folder, DatasetLocator.Locate("", b.Folder, c.Folder));
        Assert.AreEqual(c.Folder, DatasetLocator.Locate(null, "", c.Folder));
        Assert.AreEqual(c.Folder, DatasetLocator.Locate(null, null, c.Folder));
    }

    [TestMethod]
    [DataRow("/no/such", null, null, "--data: ")]
    [DataRow(null, "/no/such", null, "$REPTILEGEN_DATA: ")]
    [DataRow(null, null, "/no/such", "no packed datasets at /no/such")]
    [DataRow(null, null, null, "no packed datasets at any known place")]
    public void AMissingFolderIsOneLineThatSaysWhatToDo(string? option, string? environment, string? built, string start)
    {
        var message = Assert.ThrowsExactly<UserException>(() => DatasetLocator.Locate(option, environment, built)).Message;
        Assert.StartsWith(start, message);
        Assert.Contains("run `dotnet build`", message);
        Assert.DoesNotContain("\n", message);
    }

    [TestMethod]
    public void AMissingFileIsNamedBesideThoseThatAreThere()
    {
        using var fixture = new PackedFixture().WithImages("mnist", "train").WithImages("mnist", "test");
        var message = Assert.ThrowsExactly<UserException>(() => ImageDataset.Open(fixture.Folder, "fashion", "train")).Message;
        Assert.Contains("fashion-train", message);
        Assert.Contains("(there: mnist-test, mnist-train)", message);
        Assert.Contains("run `dotnet build`", message);
    }

    [TestMethod]
    public void TheBuildWritesItsFolderIntoTheAssembly()
    {
        var written = typeof(DatasetLocator).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
            .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(a => a.Key == DatasetLocator.MetadataKey).Value!;
        Assert.EndsWith(Path.Combine("datasets", "packed"), written);
        Assert.IsTrue(Path.IsPathFullyQualified(written));
    }
}
