using System.Diagnostics;
using System.Security.Cryptography;
using ReptileGen.Pipeline.Tests.Packing;
using ReptileGen.Pipeline.Tests.Support;

namespace ReptileGen.Pipeline.Tests.Builds;

/// <summary>What a <c>dotnet</c> command said, and how it ended.</summary>
internal sealed record Outcome(int ExitCode, string Output)
{
    public Outcome Good()
    {
        Assert.AreEqual(0, ExitCode, Output);
        return this;
    }

    /// <summary>How many files were packed.</summary>
    public int Packed => Count(" images packed") + Count(" lines packed");

    public int Count(string text) => Output.Split(text).Length - 1;
}

/// <summary>
/// A copy of the part of this repository that a build of the datasets needs, with real <c>dotnet</c> commands run in
/// it. A test can give it a small image set <c>tiny</c> to fetch.
/// </summary>
internal sealed class MiniTree : IDisposable
{
    private static readonly string[] Steering =
        ["MnistSource", "DatasetsPacked", "DatasetsCache", "DatasetsOffline", "Configuration", "Platform", "OutDir", "OutputPath", "ArtifactsPath"];

    private readonly TestFolder _folder = new();

    private static readonly Lazy<MiniTree> Compiled = new(() =>
    {
        var tree = new MiniTree();
        tree.Build("-p:DatasetsOffline=true").Good();
        return tree;
    });

    /// <summary>One copy for all tests, compiled, as after a clone otherwise; for one test at a time.</summary>
    public static MiniTree Fresh()
    {
        Compiled.Value.Reset();
        return Compiled.Value;
    }

    /// <summary>Removes the copy after the last test.</summary>
    public static void RemoveAll()
    {
        if (Compiled.IsValueCreated)
            Compiled.Value.Dispose();
    }

    private MiniTree()
    {
        foreach (var part in new[] { "Formats", "Pipeline", "build", "datasets" })
            Copy(new DirectoryInfo(Path.Combine(Repository.Root, part)), this[part]);
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig" })
            File.Copy(Path.Combine(Repository.Root, file), this[file]);
        using var images = new TestFolder();
        ImagePackerTests.Write(images, 40, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
        ImagePackerTests.Write(images, 20, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
        Tiny = Directory.EnumerateFiles(images.Path).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
    }

    /// <summary>A path in the copy, whose own has a space as many a user's has.</summary>
    public string this[string path] => Path.Combine(_folder["my trees"], path);

    /// <summary>The files of the set <c>tiny</c>.</summary>
    public IReadOnlyDictionary<string, byte[]> Tiny { get; }

    public string Packed(string name) => this[$"datasets/packed/{name}.safetensors"];

    private void Reset()
    {
        foreach (var folder in new[] { "datasets/packed", "datasets/cache" })
        {
            if (Directory.Exists(this[folder]))
                Directory.Delete(this[folder], recursive: true);
        }
        File.Delete(this["datasets/catalogue.local.props"]);
    }

    /// <summary>Adds items as a user would.</summary>
    public void Add(string items) =>
        File.WriteAllText(this["datasets/catalogue.local.props"], $"<Project><ItemGroup>{items}</ItemGroup></Project>");

    /// <summary>Takes away what is shipped, for tests that are not about it.</summary>
    public const string Nothing = """<ImageSet Remove="@(ImageSet)" /><TextCorpus Remove="@(TextCorpus)" />""";

    /// <summary>Makes the set <c>tiny</c> the only one, with sizes and hashes.</summary>
    public void AddTiny(string sources, string sample = "")
    {
        var files = Tiny.Select(file =>
            $"""<ImageFile Include="{file.Key}" Set="tiny" Size="{file.Value.Length}" Sha256="{Convert.ToHexString(SHA256.HashData(file.Value))}" />""");
        Add($"""{Nothing}<ImageSet Include="tiny" Sources="{sources}" Sample="{sample}" />{string.Concat(files)}""");
    }

    /// <summary>A good server for the set <c>tiny</c>.</summary>
    public Answer Serve(Request request) => Tiny.TryGetValue(Path.GetFileName(request.Path), out var file)
        ? Answer.File(request, file)
        : Answer.Of("404 Not Found");

    /// <summary>Runs <c>dotnet build datasets</c>, with no network but the test's own servers.</summary>
    public Outcome Build(params string[] arguments) => Run(null, BuildArguments(arguments));

    /// <summary>The arguments of <see cref="Build"/>.</summary>
    public static string[] BuildArguments(params string[] arguments) => ["build", "datasets", "-c", "Release", .. arguments];

    public Outcome Run(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        return Finish(process);
    }

    public static Outcome Finish(Process process)
    {
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(10)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("a build did not end within ten minutes");
        }
        return new Outcome(process.ExitCode, output.Result + errors.Result);
    }

    public Process Start(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = this[""],
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the test host sets for itself must not steer the builds.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name == "CI").ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // No network but this machine: every proxy and registry is a closed door.
        foreach (var name in new[] { "HTTPS_PROXY", "https_proxy", "npm_config_registry" })
            start.Environment[name] = "http://127.0.0.1:1";
        start.Environment["npm_config_cache"] = this["npm-cache"];
        foreach (var name in new[] { "NO_PROXY", "no_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy" })
            start.Environment.Remove(name);
        // MSBuild reads every variable as a property, in any case: one of these would lead a build out of this copy.
        foreach (var name in start.Environment.Keys.Where(name => Steering.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public void Dispose() => _folder.Dispose();

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles().Where(file => !file.Name.EndsWith(".local.props")))
            file.CopyTo(Path.Combine(to, file.Name));
        foreach (var folder in from.EnumerateDirectories().Where(folder => folder.Name is not ("bin" or "obj" or "packed" or "cache")))
            Copy(folder, Path.Combine(to, folder.Name));
    }
}
