using System.Diagnostics;
using System.Globalization;
using ReptileGen.Pipeline.Tests.Support;

namespace ReptileGen.Pipeline.Tests.Builds;

/// <summary>Builds that are stopped, and builds whose tasks change between them.</summary>
[TestClass]
[DoNotParallelize]
public sealed class InterruptedBuildTests
{
    private readonly MiniTree _tree = MiniTree.Fresh();

    /// <summary>Set REPTILEGEN_KILLS for more than the few rounds that a quick test run has time for.</summary>
    [TestMethod]
    public void AKilledBuildLeavesNothingWrongAndTheNextOneGoesOn()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("REPTILEGEN_KILLS") ?? "3", CultureInfo.InvariantCulture);
        var random = new Random(5);
        var bad = true;
        int left = 0, hits = 0;
        using var reached = new AutoResetEvent(false);
        using var server = new TestServer(request =>
        {
            var answer = _tree.Serve(request);
            if (!bad)
                return answer;
            if (Interlocked.Decrement(ref left) == 0)
                reached.Set();
            Thread.Sleep(Random.Shared.Next(50)); // so that many moments lie within the downloads
            var sent = Random.Shared.Next(answer.Body.Length + 1); // and connections break besides
            return answer with { Body = answer.Body[..sent], Length = answer.Body.Length };
        });
        _tree.AddTiny(server.Address);
        for (var round = 0; round < kills; round++)
        {
            left = random.Next(1, 9); // four files take eight requests or more
            using var build = _tree.Start(null, MiniTree.BuildArguments("--no-restore"));
            _ = build.StandardOutput.ReadToEndAsync();
            _ = build.StandardError.ReadToEndAsync();
            while (!reached.WaitOne(100) && !build.HasExited)
            {
                // a build that finds most files in the cache may end before
            }
            hits += build.HasExited ? 0 : 1;
            Thread.Sleep(random.Next(100));
            build.Kill(entireProcessTree: true); // SIGKILL on Unix
            build.WaitForExit();
            foreach (var (name, bytes) in _tree.Tiny)
            {
                var path = _tree[$"datasets/cache/tiny/{name}"];
                if (File.Exists(path))
                    CollectionAssert.AreEqual(bytes, File.ReadAllBytes(path), $"round {round}, {name}");
            }
        }
        Assert.IsGreaterThan(0, hits, "no build was killed while it worked");
        bad = false;
        _tree.Build().Good();
        _tree.Build("-t:VerifyDatasets").Good();
        Assert.IsEmpty(Directory.GetFiles(_tree["datasets"], ".*.tmp", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void AnInterruptedBuildKeepsWhatCame()
    {
        if (OperatingSystem.IsWindows())
            Assert.Inconclusive("SIGINT cannot be sent to one process on Windows");
        var stall = true;
        using var server = new TestServer(request => !stall || !request.Path.EndsWith("train-images-idx3-ubyte")
            ? _tree.Serve(request)
            : _tree.Serve(request) with { Body = _tree.Serve(request).Body[..1000], Length = _tree.Serve(request).Body.Length, Stall = true });
        _tree.AddTiny(server.Address);
        using var build = _tree.Start(null, MiniTree.BuildArguments("--no-restore"));
        var output = build.StandardOutput.ReadToEndAsync();
        var cache = _tree["datasets/cache/tiny"];
        while (!build.HasExited && !(Directory.Exists(cache) && Directory.GetFiles(cache, "train-images-idx3-ubyte.????????.partial").Any(file => new FileInfo(file).Length == 1000)))
            Thread.Sleep(20);
        using (var interrupt = Process.Start("kill", ["-INT", build.Id.ToString(CultureInfo.InvariantCulture)]))
            interrupt.WaitForExit();
        Assert.IsTrue(build.WaitForExit(TimeSpan.FromMinutes(1)), "Ctrl+C ends the build");
        Assert.AreNotEqual(0, build.ExitCode, output.Result);
        Assert.IsEmpty(Directory.GetFiles(cache, "*-ubyte"));
        Assert.IsEmpty(Directory.GetFiles(cache, ".*.tmp"));

        stall = false;
        server.Requests.Clear();
        _tree.Build().Good();
        Assert.IsTrue(server.Requests.Any(request => request.From > 0 && request.From % 1000 == 0), "the download went on");
        _tree.Build("-t:VerifyDatasets").Good();
    }

    /// <summary>
    /// With a process that builds and stays, and keeps loaded what it has loaded: the first build must leave neither the file locked
    /// nor the old code alive. All is built in such nodes; a salt of their own keeps these apart from everybody else's.
    /// </summary>
    [TestMethod]
    public void AChangedTaskIsUsedAtOnce()
    {
        var source = _tree["Pipeline/Tasks/PackText.cs"];
        var text = File.ReadAllText(source);
        var environment = new Dictionary<string, string>
        {
            ["MSBUILDDISABLENODEREUSE"] = "0",
            ["MSBUILDNOINPROCNODE"] = "1",
            ["MSBUILDNODEHANDSHAKESALT"] = Guid.NewGuid().ToString("N"),
        };
        File.WriteAllText(_tree["poem.txt"], string.Join('\n', Enumerable.Range(0, 300)));
        _tree.Add(MiniTree.Nothing + """<TextCorpus Include="$(RepositoryRoot)poem.txt" />""");
        try
        {
            var outcome = _tree.Run(environment, MiniTree.BuildArguments("-p:DatasetsOffline=true")).Good();
            StringAssert.Contains(outcome.Output, "lines packed (train, validation, test)");
            File.WriteAllText(source, text.Replace("lines packed (", "lines packed anew ("));
            outcome = _tree.Run(environment, MiniTree.BuildArguments("-p:DatasetsOffline=true")).Good();
            StringAssert.Contains(outcome.Output, "lines packed anew (train, validation, test)");
            Assert.AreEqual(0, outcome.Count("lines packed ("), outcome.Output);
        }
        finally
        {
            File.WriteAllText(source, text);
            _tree.Run(environment, "build-server", "shutdown", "--msbuild");
        }
    }
}
