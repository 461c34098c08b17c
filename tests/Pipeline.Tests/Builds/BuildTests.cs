using System.Globalization;
using System.Text;
using ReptileGen.Formats;
using ReptileGen.Pipeline.Fetching;
using ReptileGen.Pipeline.Tests.Support;

namespace ReptileGen.Pipeline.Tests.Builds;

/// <summary>Manners of the datasets in real builds: what is done, when, and how often.</summary>
[TestClass]
[DoNotParallelize]
public sealed class BuildTests
{
    private readonly MiniTree _tree = MiniTree.Fresh();

    [TestMethod]
    public void WithoutANetworkTheSampleIsPackedWithOneWarning()
    {
        using var proxy = new TestServer(_ => Answer.Of("503 Service Unavailable"));
        var environment = new Dictionary<string, string> { ["HTTPS_PROXY"] = $"http://127.0.0.1:{proxy.Port}", ["https_proxy"] = $"http://127.0.0.1:{proxy.Port}" };
        var outcome = _tree.Run(environment, MiniTree.BuildArguments()).Good();

        StringAssert.Contains(outcome.Output, "1 Warning(s)");
        StringAssert.Contains(outcome.Output, "warning RGEN1001: mnist: only the small sample");
        Assert.AreEqual(300, Count("mnist-train"));
        Assert.AreEqual(100, Count("mnist-test"));
        Assert.AreEqual("dir_listing", Metadata("text-dir_listing", "name"));
        Assert.AreEqual("King James Bible, 1611, from Debian's bible-kjv-text (text/make_kjv.sh)", Metadata("text-kjv", "source"));
        // the proxy of the environment was asked for both hosts
        CollectionAssert.IsSubsetOf(
            new[] { "CONNECT ossci-datasets.s3.amazonaws.com:443", "CONNECT storage.googleapis.com:443" },
            proxy.Requests.Select(request => $"{request.Method} {request.Path}").ToArray());

        // the next build does not ask again at once, but says the same
        proxy.Requests.Clear();
        outcome = _tree.Run(environment, MiniTree.BuildArguments()).Good();
        StringAssert.Contains(outcome.Output, "1 Warning(s)");
        Assert.IsEmpty(proxy.Requests);

        // after ten minutes it does, and on demand it fails where there is no network
        File.SetLastWriteTimeUtc(_tree["datasets/packed/mnist.sample"], DateTime.UtcNow.AddMinutes(-11));
        _tree.Run(environment, MiniTree.BuildArguments()).Good();
        Assert.IsNotEmpty(proxy.Requests);
        outcome = _tree.Run(environment, MiniTree.BuildArguments("-t:FetchDatasets"));
        Assert.AreNotEqual(0, outcome.ExitCode);
        StringAssert.Contains(outcome.Output, "error RGEN1002: mnist: train-images-idx3-ubyte: no source had it");
    }

    [TestMethod]
    public void TheFullSetReplacesTheSampleOnDemand()
    {
        using var server = new TestServer(_tree.Serve);
        _tree.AddTiny(server.Address, _tree["datasets/sample/mnist"]);
        var outcome = _tree.Build("-p:DatasetsOffline=true").Good();
        StringAssert.Contains(outcome.Output, "warning RGEN1001: tiny: only the small sample");
        Assert.AreEqual(300, Count("tiny-train"));
        outcome = _tree.Build("-t:FetchDatasets").Good();
        StringAssert.Contains(outcome.Output, "0 Warning(s)");
        Assert.AreEqual(40, Count("tiny-train"));
        Assert.AreEqual(0, _tree.Build("-p:DatasetsOffline=true").Good().Packed);
    }

    [TestMethod]
    public void ASecondBuildDoesNothing()
    {
        _tree.Build("-p:DatasetsOffline=true").Good();
        var before = Times();
        var outcome = _tree.Build("-p:DatasetsOffline=true").Good();
        Assert.AreEqual(0, outcome.Packed, outcome.Output);
        CollectionAssert.AreEqual(before, Times());
    }

    [TestMethod]
    public void ACorpusIsAddedInALineAndTakenAway()
    {
        _tree.Build("-p:DatasetsOffline=true").Good();
        File.WriteAllText(_tree["poems.txt"], string.Join('\n', Enumerable.Range(0, 300).Select(i => $"line {i}")));
        _tree.Add("""<TextCorpus Include="$(RepositoryRoot)poems.txt" Licence="mine" />""");
        var outcome = _tree.Build("-p:DatasetsOffline=true").Good();
        StringAssert.Contains(outcome.Output, "text-poems: ");
        Assert.AreEqual("mine", Metadata("text-poems", "licence"));
        Assert.AreEqual("300", Metadata("text-poems", "count"));

        // a change of the text alone packs the text alone
        File.AppendAllText(_tree["poems.txt"], "\nmore");
        outcome = _tree.Build("-p:DatasetsOffline=true").Good();
        Assert.AreEqual(1, outcome.Packed, outcome.Output);
        Assert.AreEqual("301", Metadata("text-poems", "count"));

        // so does a change of its description
        _tree.Add("""<TextCorpus Include="$(RepositoryRoot)poems.txt" Name="verse" Licence="ours" />""");
        _tree.Build("-p:DatasetsOffline=true").Good();
        Assert.AreEqual("ours", Metadata("text-verse", "licence"));
        Assert.IsFalse(File.Exists(_tree.Packed("text-poems")));
    }

    [TestMethod]
    public void ABadCorpusIsOneErrorLine()
    {
        File.WriteAllBytes(_tree["bad.txt"], [97, 10, 0xFF, 10]);
        _tree.Add(MiniTree.Nothing + """<TextCorpus Include="$(RepositoryRoot)bad.txt" />""");
        var outcome = _tree.Build("-p:DatasetsOffline=true", "-v:m");
        Assert.AreNotEqual(0, outcome.ExitCode);
        StringAssert.Contains(outcome.Output, "error RGEN3001: ");
        StringAssert.Contains(outcome.Output, "bad.txt: line 2: expected UTF-8, found bytes that are not UTF-8");
        StringAssert.Contains(outcome.Output, "1 Error(s)");
        Assert.IsFalse(outcome.Output.Contains("   at "), "no stack trace");
    }

    [TestMethod]
    public void AnImageSetComesFromAServerAndIsVerified()
    {
        using var server = new TestServer(_tree.Serve);
        _tree.AddTiny(server.Address);
        var proxy = new Dictionary<string, string> { ["http_proxy"] = "http://127.0.0.1:1" }; // not for this machine
        _tree.Run(proxy, MiniTree.BuildArguments()).Good();
        Assert.AreEqual(40, Count("tiny-train"));
        Assert.AreEqual(server.Address + "/", Metadata("tiny-test", "source"));
        var outcome = _tree.Build("-t:VerifyDatasets").Good();
        Assert.AreEqual(6, outcome.Count(": ok"), outcome.Output); // 4 in the cache, 2 packed

        Flip(_tree["datasets/cache/tiny/t10k-labels-idx1-ubyte"]);
        Flip(_tree.Packed("tiny-train"));
        outcome = _tree.Build("-t:VerifyDatasets");
        Assert.AreNotEqual(0, outcome.ExitCode);
        StringAssert.Contains(outcome.Output, "error RGEN4001: ");
        StringAssert.Contains(outcome.Output, "2 Error(s)");
    }

    [TestMethod]
    public void CleaningKeepsTheDownloads()
    {
        using var server = new TestServer(_tree.Serve);
        _tree.AddTiny(server.Address);
        _tree.Build().Good();
        var asked = server.Requests.Count;
        _tree.Run(null, "clean", "datasets", "-c", "Release").Good();
        Assert.IsFalse(Directory.Exists(_tree["datasets/packed"]));
        Assert.HasCount(4, Directory.GetFiles(_tree["datasets/cache/tiny"], "*ubyte"));
        _tree.Build().Good();
        Assert.AreEqual(40, Count("tiny-train"));
        Assert.HasCount(asked, server.Requests, "nothing is downloaded twice");
    }

    [TestMethod]
    public void AFolderWithOtherFilesKeepsThem()
    {
        Directory.CreateDirectory(_tree["mine"]);
        // the last two look like the pipeline's own leftovers, but are of others: another process' model, npm's folder
        string[] others = ["model.safetensors", "notes.sample", ".draft.tmp", $".model.safetensors.1.{Guid.NewGuid():N}.tmp", ".npm-global"];
        foreach (var name in others[..^1])
            File.WriteAllText(_tree[$"mine/{name}"], name);
        Directory.CreateDirectory(_tree[$"mine/{others[^1]}"]);
        var left = _tree[$"mine/.mnist-test.safetensors.1.{Guid.NewGuid():N}.tmp"];
        File.WriteAllText(left, "of a killed build");
        var property = $"-p:DatasetsPacked={_tree["mine"]}";
        _tree.Build("-p:DatasetsOffline=true", property).Good();
        Assert.IsTrue(File.Exists(_tree["mine/mnist-train.safetensors"]));
        Assert.IsFalse(File.Exists(left));
        _tree.Build("-t:VerifyDatasets", property);
        _tree.Run(null, "clean", "datasets", "-c", "Release", property).Good();
        CollectionAssert.AreEquivalent(
            others, Directory.GetFileSystemEntries(_tree["mine"]).Select(Path.GetFileName).ToArray());
    }

    [TestMethod]
    public void ChangedImagesInALocalFolderArePackedAgain()
    {
        Directory.CreateDirectory(_tree["images"]);
        foreach (var (name, bytes) in _tree.Tiny)
            File.WriteAllBytes(_tree[$"images/{name}"], bytes);
        _tree.Add($"""{MiniTree.Nothing}<ImageSet Include="tiny" Sources="{_tree["images"]}" />""");
        _tree.Build("-p:DatasetsOffline=true").Good();
        var before = Metadata("tiny-train", "content_sha256");
        Assert.AreEqual(0, _tree.Build("-p:DatasetsOffline=true").Good().Packed);

        var images = _tree["images/train-images-idx3-ubyte"];
        var time = File.GetLastWriteTimeUtc(images);
        Flip(images);
        File.SetLastWriteTimeUtc(images, time.AddDays(-1)); // as a copy that keeps its time
        Assert.AreEqual(2, _tree.Build("-p:DatasetsOffline=true").Good().Packed);
        Assert.AreNotEqual(before, Metadata("tiny-train", "content_sha256"));
    }

    /// <summary>Options that move what is compiled must not hide the tasks from the build.</summary>
    [TestMethod]
    [DataRow("-o", "out")]
    [DataRow("--artifacts-path", "artifacts")]
    [DataRow("-p:Platform=x64", null)]
    public void TheTasksAreFoundWhereverTheOutputGoes(string option, string? folder)
    {
        File.Delete(_tree["Pipeline/bin/Release/net10.0/ReptileGen.Pipeline.dll"]);
        _tree.Add(MiniTree.Nothing + """<TextCorpus Include="$(RepositoryRoot)datasets/text/dir_listing.txt" />""");
        string[] moved = folder is null ? [option] : [option, _tree[folder]];
        Assert.AreEqual(1, _tree.Build(moved).Good().Packed);
    }

    [TestMethod]
    public void ThereIsNothingToPublishOrToPack()
    {
        _tree.Add(MiniTree.Nothing);
        _tree.Run(null, "publish", "datasets", "-c", "Release").Good();
        _tree.Run(null, "pack", "datasets", "-c", "Release").Good();
    }

    /// <summary>The note that a sample is in use is written like all else there: by one build at a time.</summary>
    [TestMethod]
    public void TheNoteOfASampleWaitsForTheLock()
    {
        _tree.AddTiny(_tree["nowhere"], _tree["datasets/sample/mnist"]);
        using var held = FolderLock.Acquire(_tree["datasets/packed"], new LogLines(), default).Result;
        using var build = _tree.Start(null, MiniTree.BuildArguments("-p:DatasetsOffline=true"));
        var output = new StringBuilder();
        var errors = build.StandardError.ReadToEndAsync();
        while (build.StandardOutput.ReadLine() is { } line)
        {
            output.AppendLine(line);
            if (!line.Contains("another build works here"))
                continue;
            Assert.IsFalse(File.Exists(_tree["datasets/packed/tiny.sample"]));
            held.Dispose();
        }
        build.WaitForExit();
        Assert.AreEqual(0, build.ExitCode, output.ToString() + errors.Result);
        StringAssert.Contains(output.ToString(), "another build works here");
        Assert.IsTrue(File.Exists(_tree["datasets/packed/tiny.sample"]));
    }

    [TestMethod]
    public void TwoTextsOfOneNameAreRefused()
    {
        File.WriteAllText(_tree["KJV.txt"], "another\nbook\n");
        _tree.Add("""<TextCorpus Include="$(RepositoryRoot)KJV.txt" />""");
        var outcome = _tree.Build("-p:DatasetsOffline=true");
        Assert.AreNotEqual(0, outcome.ExitCode);
        StringAssert.Contains(outcome.Output, "error RGEN3003: every set and every text needs a name of its own");
        StringAssert.Contains(outcome.Output, "KJV");
        Assert.IsFalse(File.Exists(_tree.Packed("text-kjv")));
    }

    [TestMethod]
    public void RestoreAndDesignTimeBuildsDoNothing()
    {
        _tree.Run(null, "restore", "datasets").Good();
        string[] designTime =
            ["-p:DesignTimeBuild=true", "-p:BuildingInsideVisualStudio=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:Configuration=Release"];
        _tree.Run(null, ["msbuild", "datasets", "-t:ResolveReferences;Compile", .. designTime]).Good();
        _tree.Run(null, ["msbuild", "datasets", "-t:Build", .. designTime]).Good();
        Assert.IsFalse(Directory.Exists(_tree["datasets/packed"]));
        Assert.IsFalse(Directory.Exists(_tree["datasets/cache"]));
    }

    [TestMethod]
    public void SeveralProjectsInOneBuildPackOnce()
    {
        foreach (var name in new[] { "A", "B", "C" })
        {
            Directory.CreateDirectory(_tree[$"{name}"]);
            File.WriteAllText(_tree[$"{name}/{name}.csproj"], """
                <Project Sdk="Microsoft.NET.Sdk"><Import Project="../build/UsesDatasets.props" /></Project>
                """);
        }
        File.WriteAllText(_tree["all.proj"], """
            <Project DefaultTargets="Build">
              <Target Name="Restore"><MSBuild Projects="A/A.csproj;B/B.csproj;C/C.csproj" Targets="Restore" /></Target>
              <Target Name="Build"><MSBuild Projects="A/A.csproj;B/B.csproj;C/C.csproj" BuildInParallel="true" /></Target>
            </Project>
            """);
        var outcome = _tree.Run(null, "build", "all.proj", "-c", "Release", "-m:3", "-p:DatasetsOffline=true").Good();
        Assert.AreEqual(1, outcome.Count("mnist-train: 300 images packed"), outcome.Output);
        Assert.AreEqual(1, outcome.Count("text-kjv: "), outcome.Output);
        Assert.IsTrue(File.Exists(_tree["C/bin/Release/net10.0/C.dll"]));
        Assert.IsEmpty(Directory.GetFiles(_tree["C/bin/Release/net10.0"], "*Pipeline*"), "an order, not a dependency");
    }

    [TestMethod]
    public void TwoBuildsAtOnceDownloadOnce()
    {
        using var server = new TestServer(_tree.Serve);
        _tree.AddTiny(server.Address);
        using var first = _tree.Start(null, MiniTree.BuildArguments("--no-restore"));
        using var second = _tree.Start(null, MiniTree.BuildArguments("--no-restore"));
        var outcomes = Task.WhenAll(Task.Run(() => MiniTree.Finish(first)), Task.Run(() => MiniTree.Finish(second))).Result;
        foreach (var outcome in outcomes)
            outcome.Good();
        Assert.HasCount(4, server.Requests.Where(request => !request.Path.EndsWith(".gz")).ToArray());
        _tree.Build("-t:VerifyDatasets").Good();
    }

    private long Count(string name) => long.Parse(Metadata(name, "count"), CultureInfo.InvariantCulture);

    private string Metadata(string name, string key)
    {
        using var file = SafetensorsFile.Open(_tree.Packed(name));
        return file.RequireMetadata(key);
    }

    private string[] Times() =>
        [.. Directory.GetFiles(_tree["datasets/packed"]).Order().Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O}")];

    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
