using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Runs;

namespace ReptileGen.Model.Tests.Runs;

[TestClass]
public sealed class SpecTests
{
    public static IEnumerable<object[]> Names => Presets.Names.Select(n => new object[] { n });

    /// <summary>The teachers' word counts wholly at first and by their share at the end.</summary>
    [TestMethod]
    public void TheTeachersShareFallsEvenly()
    {
        MethodSpec method = new(TeacherShare: 0.4);
        Assert.AreEqual(1, method.TeacherShareAt(0));
        Assert.AreEqual(0.7, method.TeacherShareAt(0.5), 1e-15);
        Assert.AreEqual(0.4, method.TeacherShareAt(1), 1e-15);
        Assert.AreEqual(0.4, method.TeacherShareAt(1.1), 1e-15);
        Assert.AreEqual(1, new MethodSpec().TeacherShareAt(0.8));
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void EveryPresetIsValidAndReadsBack(string name)
    {
        RunSpec spec = Presets.Get(name);
        spec.Validate();
        Assert.AreEqual(name, spec.Name);
        Assert.IsTrue(new NetworkPlan(spec.Network).Table.WeightCount > 0);
        string json = SpecJson.Write(spec);
        Assert.AreEqual(json, SpecJson.Write(SpecJson.Read(json)));
    }

    [TestMethod]
    public void UnknownNamesAreRefused()
    {
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Presets.Get("nope")).Message, "there are: mnist");
        string json = SpecJson.Write(Presets.Get("tiny"));
        Refused(() => SpecJson.Read(json.Replace("\"beta1\"", "\"beta9\"")), "beta9");
        Refused(() => SpecJson.Read(json.Replace("\"gate\"", "\"portal\"")), "network.layers[2]: unknown type 'portal'");
        Refused(() => SpecJson.Read(json.Replace("\"maml\"", "\"llama\"")), "method.algorithm: the value does not fit");
        Refused(() => SpecJson.Read("null"), "null");
        Refused(() => SpecJson.Read("{"), "run spec");
        Refused(() => SpecJson.Read("{}"), "missing required");
    }

    [TestMethod]
    [DataRow("optimizer.rate=0.5")]
    [DataRow("meta_batch=7")]
    [DataRow("optimizer.kind=sgd")]
    [DataRow("network.layers.1.size=32")]
    [DataRow("network.step.gradient_bound=null")]
    [DataRow("network.step.loss_threshold=0.25")]
    [DataRow("method.algorithm=\"reptile\"")]
    public void AnyFieldCanBeSet(string setting)
    {
        RunSpec tiny = Presets.Get("tiny"), spec = SpecOverrides.Apply(tiny, [setting]);
        string leaf = setting.Split('=')[0].Split('.')[^1], value = setting.Split('=')[1];
        StringAssert.Matches(SpecJson.Write(spec), new System.Text.RegularExpressions.Regex($"\"{leaf}\":\"?{value.Trim('"')}\"?"));
        Assert.AreNotEqual(SpecJson.Write(tiny), SpecJson.Write(spec));
    }

    [TestMethod]
    [DataRow("optimizer.rat=1", "unknown key rat; here are: kind, rate")]
    [DataRow("meta_batch.x=1", "unknown key x; here are: a plain value without keys")]
    [DataRow("network.layers.9.size=1", "here are: 0 to 3")]
    [DataRow("schedule.minutes.x=1", "null")]
    [DataRow("meta_batch", "expected KEY=VALUE")]
    [DataRow("=3", "expected KEY=VALUE")]
    [DataRow("meta_batch=0", "meta_batch: expected 1 to 65536, found 0")]
    [DataRow("meta_batch=many", "meta_batch: the value does not fit")]
    [DataRow("optimizer.rate=-1", "optimizer.rate: expected above 0, found -1")]
    [DataRow("optimizer.beta1=1", "optimizer.beta1")]
    [DataRow("optimizer.average=1", "optimizer.average")]
    [DataRow("optimizer.gradient_clip=0", "optimizer.gradient_clip")]
    [DataRow("schedule.steps=0", "schedule.steps")]
    [DataRow("schedule.steps=null", "schedule: expected steps or minutes, found neither")]
    [DataRow("schedule.hold=2", "schedule.hold")]
    [DataRow("evaluation.every=0", "evaluation.every")]
    [DataRow("method.episode_clip=-3", "method.episode_clip")]
    public void WrongSettingsAreRefused(string setting, string message) =>
        Refused(() => SpecOverrides.Apply(Presets.Get("tiny"), [setting]), message);

    [TestMethod]
    public void TheExpectedLossNeedsBoundedLogits()
    {
        RunSpec unbounded = Presets.Get("mnist") with { Network = Presets.Get("original-lstm").Network };
        Refused(() => SpecOverrides.Apply(unbounded, ["method.expected=true"]), "network.step.logit_bound: expected at most 16 with method.expected: beyond, p - 1 may round to 0, found null");
    }

    [TestMethod]
    [DataRow("text-kjv", "maml", "found true with a categorical head and maml")]
    [DataRow("mnist", "reptile", "found true with a bernoulli head and reptile")]
    public void OnlyDrawnBitsHaveAnExpectedLossAndReptileHasNoOuterLoss(string preset, string algorithm, string found) => Refused(
        () => SpecOverrides.Apply(Presets.Get(preset), [$"method.algorithm={algorithm}", "method.expected=true"]),
        "method.expected: expected false, or a network of bits and maml or fomaml, " + found);

    private static void Refused(Action action, string message)
    {
        string found = Assert.ThrowsExactly<ArgumentException>(action).Message;
        StringAssert.Contains(found, message);
        Assert.IsFalse(found.Contains('\n'), found);
    }
}
