using System.Diagnostics;
using System.Text.Json;
using ReptileGen.Model.Commands;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Runs;
using ReptileGen.Model.Tests.Data;

namespace ReptileGen.Model.Tests.Commands;

/// <summary>Training by the real program, on a data set of a few images.</summary>
[TestClass]
public sealed class TrainCommandTests
{
    private static readonly string[] Small =
        ["--threads", "1", "--device", "cpu", "--set", "network.input.rows=4", "--set", "network.input.columns=5", "--set", "evaluation.every=10"];

    [TestMethod]
    public void TrainResumeEvalSampleInfo()
    {
        using PackedFixture data = Data();
        string run = data.File("run");
        (int code, string output, string error) = Reptilegen.Run([.. Train(data, run), "--steps", "20", "--json", "-"]);
        Assert.AreEqual((0, 20L, 80L), (code, Json(output).GetProperty("steps").GetInt64(), Json(output).GetProperty("episodes").GetInt64()), error);
        Assert.Contains("the best so far", error);
        Assert.Contains("complete", error);

        Failed(Reptilegen.Run([.. Train(data, run), "--steps", "20"]), "holds a run already");
        Failed(Reptilegen.Run("train", "tiny", "--resume", "--out", run, "--data", data.Folder), "is complete after 20 steps");
        Failed(Reptilegen.Run("train", "mnist", "--resume", "--out", run, "--data", data.Folder), "expected a run of mnist, found one of tiny");
        Failed(Reptilegen.Run("train", "tiny", "--resume", "--out", run, "--steps", "40", "--set", "network.layers.1.size=8", "--data", data.Folder), "the network that it began with");
        (code, output, error) = Reptilegen.Run("train", "tiny", "--resume", "--steps", "40", "--out", run, "--data", data.Folder, "--set", "meta_batch=2", "--json", "-");
        Assert.AreEqual((0, 40L, 120L), (code, Json(output).GetProperty("steps").GetInt64(), Json(output).GetProperty("episodes").GetInt64()), error);

        (code, output, error) = Reptilegen.Run("eval", run, "--data", data.Folder, "--json", "-", "--map", data.File("map.png"));
        Assert.AreEqual(0, code, error);
        CollectionAssert.AreEqual(
            new[] { "model", "protocol", "split", "images", "seed", "nats_per_image", "standard_error", "bits_per_dim", "seconds" },
            Json(output).EnumerateObject().Select(p => p.Name).ToArray());
        Assert.AreEqual((12, 11), (Json(output).GetProperty("images").GetInt32(), Json(output).GetProperty("seed").GetInt32()));
        Assert.IsTrue(File.Exists(data.File("map.png")));

        (code, output, error) = Reptilegen.Run("sample", run, "--count", "5", "--out", data.File("s.png"), "--seed", "2");
        Assert.AreEqual(0, code, error);
        byte[] first = File.ReadAllBytes(data.File("s.png"));
        Assert.AreEqual(0, Reptilegen.Run("sample", run, "--count", "5", "--out", data.File("s.png"), "--seed", "2", "--threads", "3").Code);
        CollectionAssert.AreEqual(first, File.ReadAllBytes(data.File("s.png")));
        Assert.AreEqual(0, Reptilegen.Run("sample", run, "--image", "1", "--rows", "2", "--data", data.Folder, "--out", data.File("c.png")).Code);

        (code, output, error) = Reptilegen.Run("sample", run, "--count", "3", "--out", data.File("s.png"), "--data", data.Folder, "--neighbours", data.File("n.png"), "--json", "-");
        Assert.AreEqual((0, 3, 3), (code, Json(output).GetProperty("neighbours").GetProperty("samples").GetArrayLength(), Json(output).GetProperty("neighbours").GetProperty("test_images").GetArrayLength()), error);
        Assert.IsTrue(File.Exists(data.File("n.png")));

        (code, output, error) = Reptilegen.Run("info", run, "--json", "-");
        Assert.AreEqual((0, "tiny", 40), (code, Json(output).GetProperty("model").GetString(), Json(output).GetProperty("spec").GetProperty("schedule").GetProperty("steps").GetInt32()), error);
    }

    /// <summary>Ctrl+C and termination save the state after the current step and exit with 130; the run goes on.</summary>
    [TestMethod]
    [DataRow("INT")]
    [DataRow("TERM")]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows, IgnoreMessage = "a process cannot send Ctrl+C to another one on Windows")]
    public void ASignalSaves(string signal)
    {
        using PackedFixture data = Data();
        string run = data.File("run"), last = Path.Combine(run, Run.LastName);
        using Process process = Reptilegen.Start([.. Train(data, run), "--steps", "100000000"]);
        Reptilegen.Await(Path.Combine(run, Run.BestName), process);
        Reptilegen.Signal(process, signal);
        (int code, _, string error) = Reptilegen.End(process);
        Assert.AreEqual(ExitCode.Interrupted, code, error);
        Assert.Contains("stopped; go on with: train tiny --resume --out " + run, error);
        long steps = Checkpoint.Read(last).Model.Facts.Steps;
        Assert.IsTrue(steps >= 10 && steps == Checkpoint.Read(last).Model.Facts.Episodes / 4);
        Assert.AreEqual(0, Reptilegen.Run("train", "tiny", "--resume", "--steps", $"{steps + 5}", "--out", run, "--data", data.Folder).Code);
        Assert.AreEqual(steps + 5, Checkpoint.Read(last).Model.Facts.Steps);
    }

    /// <summary>Killed without warning, the run goes on from its last whole checkpoint.</summary>
    [TestMethod]
    public void AKilledRunGoesOn()
    {
        using PackedFixture data = Data();
        string run = data.File("run"), last = Path.Combine(run, Run.LastName);
        using Process process = Reptilegen.Start([.. Train(data, run), "--steps", "100000000"]);
        Reptilegen.Await(Path.Combine(run, Run.BestName), process);
        process.Kill();
        process.WaitForExit();
        long steps = Checkpoint.Read(last).Model.Facts.Steps;
        (int code, _, string error) = Reptilegen.Run("train", "tiny", "--resume", "--steps", $"{steps + 5}", "--out", run, "--data", data.Folder);
        Assert.AreEqual(0, code, error);
        Assert.AreEqual(steps + 5, Checkpoint.Read(last).Model.Facts.Steps);
        IReadOnlyList<LogLine> log = RunLog.Read(run);
        CollectionAssert.AreEqual(log.Select(l => l.Step).Order().ToArray(), log.Select(l => l.Step).ToArray());
    }

    /// <summary>One folder, one process; the system frees the folder of a process that is killed.</summary>
    [TestMethod]
    public void ASecondProcessDoesNotTrainInTheSameFolder()
    {
        using PackedFixture data = Data();
        string run = data.File("run"), last = Path.Combine(run, Run.LastName);
        using Process process = Reptilegen.Start([.. Train(data, run), "--steps", "100000000"]);
        Reptilegen.Await(Path.Combine(run, Run.BestName), process);
        string holder = $"run: process {process.Id} on {Environment.MachineName} trains here since ";
        Failed(Reptilegen.Run("train", "tiny", "--resume", "--out", run, "--data", data.Folder), holder);
        Failed(Shell.Run([.. Train(data, run), "--steps", "5"]), holder);
        Assert.IsFalse(process.HasExited);
        process.Kill();
        process.WaitForExit();
        Failed(Shell.Run([.. Train(data, run), "--steps", "5"]), "holds a run already");
        long steps = Checkpoint.Read(last).Model.Facts.Steps;
        Assert.AreEqual(0, Shell.Run("train", "tiny", "--resume", "--steps", $"{steps + 5}", "--out", run, "--data", data.Folder).Code);
        CollectionAssert.DoesNotContain(Directory.GetFiles(run), Path.Combine(run, RunLock.OwnerName));
    }

    /// <summary>A new run from a trained model: its weights, a new schedule, and a record of where it came from.</summary>
    [TestMethod]
    public void ARunBeginsFromATrainedModel()
    {
        using PackedFixture data = Data();
        string first = data.File("run"), second = data.File("second"), third = data.File("third");
        Assert.AreEqual(0, Reptilegen.Run([.. Train(data, first), "--steps", "20"]).Code);
        Assert.AreEqual(0, Reptilegen.Run([.. Train(data, second), "--steps", "1", "--from", first, "--set", "optimizer.rate=1e-9", "--set", "optimizer.log_rate_rate=0", "--set", "optimizer.factor_rate=0"]).Code);
        TrainedModel origin = ModelLocator.Load(first), begun = ModelLocator.Load(second);
        for (int i = 0; i < origin.Meta.Length; i++)
        {
            Assert.AreEqual(origin.Meta[i], begun.Meta[i], 1e-6f);
        }

        Assert.AreEqual((1L, 4L), (begun.Facts.Steps, begun.Facts.Episodes));
        Assert.AreEqual(new RunOrigin("tiny", origin.Facts.Episodes, origin.Facts.Commit), begun.Facts.From);
        Assert.AreEqual(0, Reptilegen.Run([.. Train(data, third), "--steps", "2", "--from", second, "--set", "network.step.loss_threshold=0.5", "--set", "network.input.order=reversed"]).Code);
        Assert.AreEqual(origin.Facts.Episodes + 4, ModelLocator.Load(third).Facts.From!.Episodes);
        Assert.AreEqual(0.5, ModelLocator.Load(third).Spec.Network.Step.LossThreshold);
        Assert.AreEqual(PixelOrder.Reversed, ((ImageInputSpec)ModelLocator.Load(third).Spec.Network.Input).Order);
        Assert.Contains($"tiny after {origin.Facts.Episodes} episodes", Reptilegen.Run("info", second).Output);

        Failed(Reptilegen.Run([.. Train(data, data.File("other")), "--from", first, "--set", "network.layers.1.size=8"]), "expected a model of the network of tiny, found another network in a run of tiny");
        Failed(Reptilegen.Run([.. Train(data, data.File("other")), "--from", first, "--set", "network.step.rate=tensor"]), "found another network in a run of tiny");
        Failed(Reptilegen.Run([.. Train(data, data.File("other")), "--from", "nowhere"]), "no model nowhere");
        Failed(Reptilegen.Run([.. Train(data, first), "--resume", "--from", first]), "give one of them");
    }

    /// <summary>A trained model teaches a new one, which learns something else than alone, and the same bits in two pieces as in one.</summary>
    [TestMethod]
    public void ATrainedModelTeaches()
    {
        using PackedFixture data = Data();
        string teacher = data.File("teacher"), whole = data.File("whole"), halves = data.File("halves"), alone = data.File("alone");
        string[] taught = ["--set", "method.expected=true", "--set", $"method.teachers=[{JsonSerializer.Serialize(teacher)}]", "--set", "method.teacher_share=1"];
        Assert.AreEqual(0, Reptilegen.Run([.. Train(data, teacher), "--steps", "30"]).Code);
        Assert.AreEqual(0, Reptilegen.Run([.. Train(data, whole), "--steps", "12", "--set", "schedule.hold=1", .. taught]).Code);
        Assert.AreEqual(0, Reptilegen.Run([.. Train(data, halves), "--steps", "6", "--set", "schedule.hold=1", .. taught]).Code);
        Assert.AreEqual(0, Reptilegen.Run([.. Train(data, halves), "--resume", "--steps", "12"]).Code);
        Assert.AreEqual(0, Reptilegen.Run([.. Train(data, alone), "--steps", "12", "--set", "schedule.hold=1", "--set", "method.expected=true"]).Code);
        float[] Last(string run) => Checkpoint.Read(Path.Combine(run, Run.LastName)).Model.Meta;
        CollectionAssert.AreEqual(Last(whole), Last(halves));
        CollectionAssert.AreNotEqual(Last(alone), Last(whole));
        Assert.Contains("taught by", Reptilegen.Run("info", whole).Output);

        string[] other = [.. Train(data, data.File("other")), "--set", "method.expected=true"];
        Failed(Reptilegen.Run([.. other, "--set", "method.teachers=[\"nobody\"]"]), "no model nobody");
        Failed(Reptilegen.Run([.. other, "--set", "method.teachers=[]"]), "method.teachers: expected null, or one model or more and method.expected, found []");
        Failed(Reptilegen.Run([.. other, .. taught, "--set", "method.expected=false"]), "method.teachers: expected null, or one model or more and method.expected, found method.expected false");
        Failed(Reptilegen.Run([.. other, .. taught, "--set", "method.teacher_share=1.5"]), "method.teacher_share: expected 0 to 1, found 1.5");
        Failed(Reptilegen.Run([.. other, .. taught, "--set", "network.input.order=reversed"]), "method.teachers: expected models of the steps of tiny in their order");
        string bytes = data.File("bytes");
        Assert.AreEqual(0, Reptilegen.Run([.. Train(data, bytes), "--steps", "2", "--set", "network.head=categorical", "--set", "network.layers.3.size=256"]).Code);
        Failed(Reptilegen.Run([.. other, "--set", $"method.teachers=[{JsonSerializer.Serialize(bytes)}]"]), "method.teachers: expected models of the steps of tiny in their order");
        File.Copy(Path.Combine(teacher, Run.BestName), data.File("former.safetensors"));
        File.Copy(Path.Combine(bytes, Run.BestName), Path.Combine(teacher, Run.BestName), overwrite: true);
        Failed(Reptilegen.Run([.. Train(data, halves), "--resume", "--steps", "18"]), "method.teachers: expected models of the steps of tiny");
        File.Copy(Path.Combine(alone, Run.BestName), Path.Combine(teacher, Run.BestName), overwrite: true);
        Failed(Reptilegen.Run([.. Train(data, halves), "--resume", "--steps", "18"]), "that taught the run up to here");
        Assert.AreEqual(0, Reptilegen.Run([.. Train(data, halves), "--resume", "--steps", "18", "--set", $"method.teachers=[{JsonSerializer.Serialize(data.File("former.safetensors"))}]"]).Code);
        Directory.Delete(teacher, recursive: true);
        Failed(Reptilegen.Run([.. Train(data, whole), "--resume", "--steps", "18"]), "no model");
    }

    /// <summary>A run that a time budget stopped is longer than that budget and goes on with more.</summary>
    [TestMethod]
    public void ATimeBudgetStopsAndAnotherGoesOn()
    {
        using PackedFixture data = Data();
        string run = data.File("run"), last = Path.Combine(run, Run.LastName);
        Assert.AreEqual(0, Reptilegen.Run([.. Train(data, run), "--minutes", "0.02", "--total-minutes", "60"]).Code);
        RunFacts first = Checkpoint.Read(last).Model.Facts;
        Assert.AreEqual(60, Checkpoint.Read(last).Model.Spec.Schedule.Minutes);
        for (double minutes = 0.02; minutes < 10 && Checkpoint.Read(last).Model.Facts.Steps <= first.Steps; minutes *= 4) // a slow machine may need more for a step
        {
            Assert.AreEqual(0, Reptilegen.Run("train", "tiny", "--resume", "--minutes", FormattableString.Invariant($"{minutes}"), "--out", run, "--data", data.Folder).Code);
        }

        Assert.IsTrue(Checkpoint.Read(last).Model.Facts.Steps > first.Steps);
        Assert.IsTrue(Checkpoint.Read(last).Model.Facts.Seconds > first.Seconds);
        Assert.AreEqual(0, Reptilegen.Run("train", "tiny", "--resume", "--total-minutes", $"{(Checkpoint.Read(last).Model.Facts.Seconds / 60) + 0.01}", "--out", run, "--data", data.Folder).Code);
        Failed(Reptilegen.Run("train", "tiny", "--resume", "--out", run, "--data", data.Folder), "is complete");
    }

    [TestMethod]
    [DataRow("train nope", 1, "unknown preset nope; there are: mnist")]
    [DataRow("train tiny --out RUN --steps 0", 1, "schedule.steps: expected 1 or more")]
    [DataRow("train tiny --out RUN --minutes 0", 1, "--minutes: expected above 0 and below 1,000,000, found 0")]
    [DataRow("train tiny --out RUN --steps many", 2, "many")]
    [DataRow("train tiny --out RUN --device abacus", 1, "abacus")]
    [DataRow("train tiny --out RUN --threads -1", 1, "--threads")]
    [DataRow("train tiny --out RUN --resume", 1, "no run in")]
    [DataRow("train tiny --out RUN --set network.layers.1.size=15", 1, "layers.2: gate expects an even number of inputs, found 15")]
    [DataRow("train tiny --out RUN --set network.layers.1.type=portal", 1, "unknown type 'portal'")]
    [DataRow("train tiny --out RUN --set network.layers=[{\"kind\":\"embedding\",\"size\":8}]", 1, "network.layers[0]: expected \"type\", such as \"linear\", found none")]
    [DataRow("train tiny --out RUN --set network.input={\"rows\":28}", 1, "network.input: expected \"kind\", \"image\" or \"text\", found none")]
    [DataRow("train tiny --out RUN --set network.layers=[{\"type\":\"coordinates\"},{\"type\":\"gate\"}]", 1, "layers: expected one with weights, such as linear")]
    [DataRow("train tiny --out RUN --set network.layers.1.size=2147483646", 1, "layers.1.weight: expected at most")]
    [DataRow("train tiny --out RUN --set network.input.context_radius=1", 1, "layers[1]: expected context, which reads the pixels of input.context_radius and context_reach, found LinearSpec")]
    [DataRow("train text-listing --out RUN --set network.input.context_bytes=12", 1, "layers[0]: expected a context_size above 0 for the bytes of input.context_bytes, found EmbeddingSpec")]
    [DataRow("train text-listing --out RUN --set network.head=bernoulli", 1, "head: expected categorical, 256 logits for the bytes of a text, found Bernoulli")]
    [DataRow("train tiny --out RUN --set network.step.frozen=[\"layer.0\"]", 1, "step.frozen: expected a layer or the beginning of a tensor's name, such as layers.0.table0, found layer.0")]
    [DataRow("train tiny --out RUN --set method.episode_clip=1e999", 1, "method.episode_clip: expected above 0, or null, found")]
    [DataRow("train tiny --out RUN --set optimizer.gradient_clip=1e999", 1, "optimizer.gradient_clip: expected above 0, or null, found")]
    [DataRow("train tiny --out RUN --set method.expected=true --set method.teachers=[null]", 1, "method.teachers: expected names of models, found an empty one")]
    [DataRow("train tiny --out RUN --set optimizer.beta2=0.99999999", 1, "optimizer.beta2: expected 0 to below 1, found 0.99999999")]
    [DataRow("train tiny --out RUN --set optimizer.epsilon=1e-50", 1, "optimizer.epsilon: expected above 0, found 1E-50")]
    [DataRow("train tiny --out RUN --set data.dataset=nothing", 1, "no dataset nothing-train")]
    [DataRow("train tiny --out RUN", 1, "expected images of 28x28 pixels for this network, found 4x5")]
    [DataRow("eval nothing", 1, "no model nothing")]
    [DataRow("eval DATA/mnist-test.safetensors", 1, "format")]
    [DataRow("eval mnist --set optimizer.rate=1", 1, "--set optimizer.rate=1: expected a setting of the network")]
    [DataRow("eval mnist --set network.layers.1.size=64", 1, "expected a network with the weights and inner rates of mnist, found one with others")]
    [DataRow("eval mnist --set network.step.initial=0.05", 1, "expected a network with the weights and inner rates of mnist, found one with others")]
    [DataRow("eval mnist --set network.step.rate=fixed", 1, "expected a network with the weights and inner rates of mnist, found one with others")]
    [DataRow("eval mnist --set network.step.loss_threshold=0", 1, "step.loss_threshold: expected a finite number above 0, found 0")]
    [DataRow("sample DATA/no.safetensors", 1, "no model")]
    [DataRow("info DATA", 1, "no model")]
    [DataRow("sample DATA/no.safetensors --out EMPTY", 2, "--out: expected a value, found an empty word")]
    [DataRow("info EMPTY", 2, "MODEL: expected a value, found an empty word")]
    [DataRow("train", 2, "--help")]
    public void BadInputIsOneLine(string line, int code, string message)
    {
        using PackedFixture data = Data();
        string[] words = [.. line.Split(' ').Select(w => w.Replace("RUN", data.File("run")).Replace("DATA", data.Folder).Replace("EMPTY", ""))];
        bool takesData = words[0] is "train" or "eval" && words.Length > 1;
        (int found, string output, string error) = Shell.Run(takesData ? [.. words, "--data", data.Folder] : words);
        Assert.AreEqual((code, ""), (found, output), error);
        Shell.AssertOneLine(error);
        Assert.Contains(message, error);
        Assert.IsFalse(File.Exists(Path.Combine(data.File("run"), Run.LastName)));
    }

    [TestMethod]
    public void OutputThatCannotBeWrittenIsOneLine()
    {
        using PackedFixture data = Data();
        File.WriteAllText(data.File("file"), "");
        Failed(Shell.Run([.. Train(data, data.File("file/run")), "--steps", "5"]), "file");
    }

    /// <summary>A file stands where a folder should be.</summary>
    [TestMethod]
    [DataRow("sample mnist --count 1 --out FILE/s.png")]
    [DataRow("sample text-listing --count 1 --out FILE/s.txt")]
    [DataRow("eval mnist --images 1 --map FILE/m.png --data DATA")]
    [DataRow("eval mnist --images 1 --each FILE/e.json --data DATA")]
    [DataRow("eval mnist --images 1 --json FILE/e.json --data DATA")]
    [DataRow("baseline sample fvsbn --count 1 --out FILE/s.png")]
    [DataRow("baseline train fvsbn --epochs 1 --out FILE/b.safetensors --data DATA")]
    public void ResultsThatCannotBeWrittenAreOneLine(string line)
    {
        using PackedFixture data = Data().WithImages(split: "test", count: 2);
        File.WriteAllText(data.File("file"), "kept");
        (int code, _, string error) = Shell.Run([.. line.Split(' ').Select(word => word.Replace("FILE", data.File("file")).Replace("DATA", data.Folder))]);
        Assert.AreEqual(1, code, error);
        string last = error.TrimEnd('\n').Split('\n')[^1];
        Assert.StartsWith("reptilegen: ", last);
        Assert.Contains(data.File("file"), last);
        Assert.DoesNotContain("internal error", error);
        Assert.AreEqual("kept", File.ReadAllText(data.File("file")));
    }

    /// <summary>The work may take long: where its result cannot go is said before, and nothing is written.</summary>
    [TestMethod]
    [DataRow("bench tiny --json FILE/b.json")]
    [DataRow("bench tiny --json DATA")]
    [DataRow("verify tiny --json DATA")]
    [DataRow("fewshot sine --json DATA --out DATA/plots")]
    [DataRow("train tiny --out DATA/run --json DATA --data DATA")]
    [DataRow("eval mnist --json DATA --each DATA/e.json --data DATA")]
    [DataRow("eval mnist --map DATA --data DATA")]
    [DataRow("sample mnist --count 100000 --zoom 1 --out DATA")]
    [DataRow("sample mnist --count 10000 --neighbours DATA --data DATA")]
    [DataRow("baseline sample fvsbn --count 10000 --out DATA")]
    [DataRow("sample cppn --width 8192 --height 8192 --out DATA")]
    public void WhereAResultCannotGoIsSaidBeforeTheWork(string line)
    {
        using PackedFixture data = Data().WithImages(split: "test", count: 2, height: 28, width: 28);
        File.WriteAllText(data.File("file"), "kept");
        string[] before = Directory.GetFileSystemEntries(data.Folder);
        (int code, string output, string error) = Shell.Run([.. line.Split(' ').Select(word => word.Replace("FILE", data.File("file")).Replace("DATA", data.Folder))]);
        Assert.AreEqual((1, ""), (code, output), error);
        Shell.AssertOneLine(error);
        Assert.Contains(data.Folder, error);
        CollectionAssert.AreEquivalent(before, Directory.GetFileSystemEntries(data.Folder));
    }

    /// <summary>On a file system of 600 kB: one line, exit code 1, no torn checkpoint.</summary>
    [TestMethod]
    [OSCondition(OperatingSystems.Linux, IgnoreMessage = "a small file system is mounted with Linux name spaces")]
    public void AFullDiskIsOneLine()
    {
        using PackedFixture data = Data();
        string disk = Directory.CreateDirectory(data.File("disk")).FullName;
        string mount = $"mount -t tmpfs -o size=600k tmpfs {disk}";
        string train = $"\"$@\" train tiny --data {data.Folder} --out {disk}/run --set network.layers.1.size=20000 --set network.input.rows=4 --set network.input.columns=5";
        string[] shell = ["-Urm", "bash", "-c", $"{mount} || exit 77; {train}; code=$?; ls -A {disk}/run; exit $code", "bash", Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "ReptileGen.Model.dll")];
        (int code, string output, string error) = Reptilegen.Try("unshare", shell) ?? (77, "", "");
        if (code == 77 || error.Contains("unshare"))
        {
            Assert.Inconclusive("this system lets no test mount a small file system");
        }

        Assert.AreEqual(1, code, error);
        Shell.AssertOneLine(error[(error.IndexOf('\n') + 1)..]);
        Assert.IsFalse(output.Contains("safetensors"), output);
    }

    private static PackedFixture Data() => new PackedFixture().WithImages(count: 36, height: 4, width: 5).WithImages(split: "test", count: 12, height: 4, width: 5);

    private static string[] Train(PackedFixture data, string run) => ["train", "tiny", "--out", run, "--data", data.Folder, .. Small];

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static void Failed((int Code, string Output, string Error) result, string message)
    {
        Assert.AreEqual((1, ""), (result.Code, result.Output), result.Error);
        Shell.AssertOneLine(result.Error);
        Assert.Contains(message, result.Error);
    }
}
