using Microsoft.Build.Utilities;
using ReptileGen.Pipeline.Tasks;
using ReptileGen.Pipeline.Tests.Packing;
using ReptileGen.Pipeline.Tests.Support;

namespace ReptileGen.Pipeline.Tests.Tasks;

/// <summary>What users can get wrong in the catalogue or in their files: one line with a code, which names it.</summary>
[TestClass]
public sealed class MessageTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TaskLog _log = new();

    [TestMethod]
    public void ABrokenImageFile()
    {
        ImagePackerTests.Write(_folder, 5, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
        _folder.Write("train-images-idx3-ubyte", "no images"u8);
        AssertFails(
            new BinarizeMnist { BuildEngine = _log, Set = "mine", Folder = _folder.Path, Packed = _folder["packed"] },
            $"RGEN2001: {_folder["train-images-idx3-ubyte"]}: ");
    }

    [TestMethod]
    [DataRow("npm:digits", "expected npm:NAME@VERSION/FOLDER, found npm:digits")]
    [DataRow("https://", "expected an address, found https://")]
    public void ASourceThatIsWrittenWrong(string source, string message) => AssertFails(Fetch(source), $"RGEN1002: {message}");

    [TestMethod]
    public void NoSourceAndNoSample() => AssertFails(
        Fetch(_folder["nowhere"]),
        $"RGEN1002: mine: train-images-idx3-ubyte: no source had it ({_folder["nowhere"]}); put the files into a folder and name it among the set's Sources");

    [TestMethod]
    public void ASampleThatIsNotThere()
    {
        var task = Fetch(_folder["nowhere"]);
        task.Sample = _folder["no sample"];
        AssertFails(task, $"RGEN1002: mine: train-images-idx3-ubyte: no source had it ({_folder["no sample"]})");
    }

    [TestMethod]
    public void AnImageFileThatIsDescribedTwice()
    {
        var task = Fetch(_folder["nowhere"]);
        task.Files = [File(""), File("")];
        AssertFails(task, "RGEN1002: mine: expected one ImageFile train-images-idx3-ubyte, found two");
    }

    [TestMethod]
    [DataRow("big")]
    [DataRow("-1")]
    [DataRow("99999999999999999999")]
    public void ASizeThatIsNone(string size)
    {
        var task = Fetch(_folder["nowhere"]);
        task.Files = [File(size)];
        AssertFails(task, $"RGEN1002: mine: train-images-idx3-ubyte: Size: expected a number of bytes, found {size}");
    }

    [TestMethod]
    [DataRow("my poems", "split", "Name: expected letters, digits, '_', '-' and '.', found my poems")]
    [DataRow("poems", "shorten", "LongLines: expected split or cut, found shorten")]
    [DataRow("poems", "7", "LongLines: expected split or cut, found 7")]
    public void ATextThatIsDescribedWrong(string name, string longLines, string message) =>
        AssertFails(Pack(name, longLines), $"RGEN3001: {_folder["poems.txt"]}: {message}");

    [TestMethod]
    public void ATextOfFewLines()
    {
        Assert.IsTrue(Pack("poems", "split").Execute(), string.Join('\n', _log.Errors));
        Assert.AreEqual($"RGEN3002: {_folder["poems.txt"]}: too few lines (under about 100) for validation and test", _log.Warnings.Single());
    }

    public void Dispose() => _folder.Dispose();

    private void AssertFails(CancelableTask task, string message)
    {
        Assert.IsFalse(task.Execute());
        Assert.StartsWith(message, _log.Errors.Single());
    }

    private FetchFile Fetch(string source) =>
        new() { BuildEngine = _log, Set = "mine", Sources = [source], Cache = _folder["cache"], SampleNote = _folder["mine.sample"] };

    private static TaskItem File(string size)
    {
        var file = new TaskItem("train-images-idx3-ubyte");
        file.SetMetadata("Set", "mine");
        file.SetMetadata("Size", size);
        return file;
    }

    private PackText Pack(string name, string longLines)
    {
        var corpus = new TaskItem(_folder.Write("poems.txt", "one\ntwo\nthree"u8));
        corpus.SetMetadata("LongLines", longLines);
        return new PackText { BuildEngine = _log, Corpus = corpus, Name = name, Packed = _folder["packed"] };
    }
}
