using System.Text.Json;
using ReptileGen.Model.Commands;
using ReptileGen.Model.Runs;
using ReptileGen.Model.Tests.Data;

namespace ReptileGen.Model.Tests.Commands;

/// <summary>Settings that would spoil a run are refused, and the run stays as it was.</summary>
[TestClass]
public sealed class TrainSettingsTests
{
    private static readonly string[] Small =
        ["--threads", "1", "--set", "network.input.rows=4", "--set", "network.input.columns=5", "--set", "evaluation.every=100"];

    [TestMethod]
    [DataRow("--steps -5", "schedule.steps: expected 1 or more, or null, found -5")]
    [DataRow("--total-minutes -1", "schedule.minutes: expected above 0, or null, found -1")]
    [DataRow("--total-minutes NaN --set seed=3", "schedule.minutes: expected above 0, or null, found NaN")]
    [DataRow("--steps 20 --total-minutes 3", "--steps and --total-minutes both give the length of the run: give one of them")]
    [DataRow("--set schedule.minutes=3", "schedule: expected steps or minutes and the other null, found both")]
    [DataRow("--set name=other --steps 20", "--set name=other: a run is called after its preset; choose its folder with --out")]
    [DataRow("--set data.protocol=threshold --steps 20", "a run goes on with the data that it began with")]
    [DataRow("--set optimizer.kind=muon --steps 20", "a run goes on with the optimizer that it began with")]
    [DataRow("--set evaluation.episodes=3 --steps 20", "a run goes on with the validation episodes that it began with")]
    [DataRow("--set evaluation.seed=3 --steps 20", "a run goes on with the validation episodes that it began with")]
    public void ARunIsNotSpoilt(string settings, string message)
    {
        using PackedFixture data = new PackedFixture().WithImages(count: 36, height: 4, width: 5);
        string run = data.File("run"), last = Path.Combine(run, Run.LastName);
        Assert.AreEqual(0, Shell.Run(["train", "tiny", "--out", run, "--data", data.Folder, .. Small, "--steps", "10", "--minutes", "9"]).Code);
        byte[] before = File.ReadAllBytes(last);
        (int code, string output, string error) = Shell.Run(["train", "tiny", "--resume", "--out", run, "--data", data.Folder, .. settings.Split(' ')]);
        Assert.AreEqual((1, ""), (code, output), error);
        Shell.AssertOneLine(error);
        Assert.Contains(message, error);
        CollectionAssert.AreEqual(before, File.ReadAllBytes(last));
    }

    /// <summary>As after a first build without a network, which packs a sample, and a second one with it.</summary>
    [TestMethod]
    public void OtherDataOfTheSameNameAreRefused()
    {
        using PackedFixture sample = new PackedFixture().WithImages(count: 36, height: 4, width: 5), all = new PackedFixture().WithImages(count: 72, height: 4, width: 5);
        string run = sample.File("run");
        Assert.AreEqual(0, Shell.Run(["train", "tiny", "--out", run, "--data", sample.Folder, .. Small, "--steps", "10"]).Code);
        (int code, _, string error) = Shell.Run("train", "tiny", "--resume", "--out", run, "--data", all.Folder, "--steps", "20");
        Assert.AreEqual(1, code);
        Shell.AssertOneLine(error);
        Assert.Contains($"{run}: expected the mnist that the run began with (SHA-256 ", error);
        Assert.AreEqual(0, Shell.Run("train", "tiny", "--resume", "--out", run, "--data", sample.Folder, "--steps", "20").Code);
    }

    [TestMethod]
    public void ARunWithoutAnEvaluationIsNamed()
    {
        using PackedFixture data = new PackedFixture().WithImages(count: 36, height: 4, width: 5).WithImages(split: "test", count: 12, height: 4, width: 5);
        string run = data.File("run"), last = Path.Combine(run, Run.LastName);
        Assert.AreEqual(0, Shell.Run(["train", "tiny", "--out", run, "--data", data.Folder, .. Small, "--steps", "1000000", "--minutes", "0.0001"]).Code);
        (int code, _, string error) = Shell.Run("eval", run, "--data", data.Folder);
        Assert.AreEqual(1, code);
        Assert.Contains($"{run}: a run without best.safetensors: it was not evaluated yet, or in no evaluation were all episodes finite: go on with it (--resume), or name {last}", error);
        Assert.AreEqual(0, Shell.Run("eval", last, "--data", data.Folder).Code);
    }

    [TestMethod]
    [DataRow("eval mnist --split 7", "--split: expected one of train, validation, test, found 7")]
    [DataRow("eval mnist --split validation,test", "--split: expected one of train, validation, test, found validation,test")]
    [DataRow("eval mnist --protocol 1", "--protocol: expected one of dynamic, threshold, found 1")]
    [DataRow("baseline eval fvsbn --split 9", "--split: expected one of train, validation, test, found 9")]
    [DataRow("baseline eval fvsbn --protocol both", "--protocol: expected one of dynamic, threshold, found both")]
    [DataRow("train tiny --steps abc", "as expected a whole number")]
    [DataRow("train tiny --minutes abc", "as expected a number")]
    [DataRow("sample mnist --seed -1", "as expected a whole number, 0 or more")]
    [DataRow("train tiny --total-minutes 2,5", "--total-minutes: expected a number such as 0.8, without a comma, found 2,5.")]
    [DataRow("sample text-listing --temperature 0,8", "--temperature: expected a number such as 0.8, without a comma, found 0,8.")]
    [DataRow("verify mnist --tolerance 1,000.5", "--tolerance: expected a number such as 0.8, without a comma, found 1,000.5.")]
    public void WordsThatDoNotFitAreUsageErrors(string line, string message)
    {
        (int code, string output, string error) = Shell.Run(line.Split(' '));
        Assert.AreEqual((ExitCode.Usage, ""), (code, output), error);
        Shell.AssertOneLine(error);
        Assert.Contains(message, error);
        Assert.DoesNotContain("System.", error);
    }

    /// <summary>A threshold that no loss is below leaves a model what it is; one that all are below switches SGD off.</summary>
    [TestMethod]
    public void AnEvaluationTakesSettingsOfTheNetwork()
    {
        using PackedFixture data = new PackedFixture().WithImages(count: 36, height: 28, width: 28);
        double plain = Nats(), same = Nats("1e-30"), still = Nats("1000");
        Assert.AreEqual(plain, same);
        Assert.IsGreaterThan(plain + 1, still);

        double Nats(string? threshold = null)
        {
            string[] set = threshold is null ? [] : ["--set", $"network.step.loss_threshold={threshold}"];
            (int code, string output, string error) = Shell.Run(["eval", "mnist", "--split", "validation", "--data", data.Folder, "--json", "-", .. set]);
            Assert.AreEqual(0, code, error);
            JsonElement report = JsonDocument.Parse(output).RootElement;
            Assert.AreEqual(string.Join(", ", ["mnist", .. set.Skip(1)]), report.GetProperty("model").GetString());
            return report.GetProperty("nats_per_image").GetDouble();
        }
    }

    [TestMethod]
    public void WordsFitInCapitalsToo()
    {
        using PackedFixture data = new PackedFixture().WithImages(count: 36, height: 28, width: 28);
        (int code, _, string error) = Shell.Run("eval", "mnist", "--split", "Validation", "--protocol", "THRESHOLD", "--images", "1", "--data", data.Folder);
        Assert.AreEqual(0, code, error);
    }

    [TestMethod]
    [DataRow("sample mnist --count 1000 --zoom 64", "--count: expected a picture of at most 536870912 pixels, found 57406 x 57406: lower --count or --zoom")]
    [DataRow("sample mnist --count 1000000 --zoom 1", "--count: expected a picture of at most 536870912 pixels")]
    [DataRow("sample mnist --count 2000 --zoom 16 --neighbours n.png", "--neighbours: expected a picture of at most")]
    [DataRow("sample mnist --device torch", "--device: expected cpu, cuda or auto, found torch")]
    [DataRow("train tiny --set network.layers.1.size=1000000000 --out RUN", "layers.1.weight: expected at most 268,435,456 weights in all")]
    public void WhatIsTooMuchIsSaidBeforeTheWork(string line, string message)
    {
        using PackedFixture data = new PackedFixture();
        (int code, _, string error) = Shell.Run(line.Replace("RUN", data.File("run")).Split(' '));
        Assert.AreEqual(1, code, error);
        Shell.AssertOneLine(error);
        Assert.Contains(message, error);
    }
}
