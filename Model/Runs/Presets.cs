using ReptileGen.Model.Episodes;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Runs;

/// <summary>The runs that have a name. Each states only what differs from the defaults of <see cref="RunSpec"/>'s parts.</summary>
public static class Presets
{
    private const string Listing = "dir_listing", Bible = "kjv";

    private static readonly Dictionary<string, Func<RunSpec>> ByName = new()
    {
        ["mnist"] = () => Digits(Of("mnist", Networks.Mnist, "mnist"), rate: 8e-3, steps: 50_000),
        ["mnist-context"] = () => Digits(Of("mnist-context", Networks.MnistContext, "mnist"), rate: 5e-3, steps: 70_000),
        ["mnist-context-columns"] = () => Digits(Of("mnist-context-columns", In(PixelOrder.Columns, Networks.MnistContext), "mnist"), rate: 5e-3, steps: 70_000),
        ["mnist-context-reversed"] = () => Digits(Of("mnist-context-reversed", In(PixelOrder.Reversed, Networks.MnistContext), "mnist"), rate: 5e-3, steps: 70_000),
        ["mnist-context-large"] = () => Taught(Digits(Of("mnist-context-large", Networks.MnistContextLarge, "mnist"), rate: 5e-3, steps: 36_000), by: "mnist-context"),
        ["mnist-context-large-columns"] = () => Taught(Digits(Of("mnist-context-large-columns", In(PixelOrder.Columns, Networks.MnistContextLarge), "mnist"), rate: 5e-3, steps: 31_000), by: "mnist-context-columns"),
        ["mnist-context-large-reversed"] = () => Taught(Digits(Of("mnist-context-large-reversed", In(PixelOrder.Reversed, Networks.MnistContextLarge), "mnist"), rate: 5e-3, steps: 24_000), by: "mnist-context-reversed"),
        ["mnist-fixed"] = () => Of("mnist-fixed", Networks.Mnist with { Step = Networks.Mnist.Step with { Rate = RateKind.Fixed } }, "mnist"),
        ["mnist-reptile"] = () => Reptile(Of("mnist-reptile", Networks.Mnist with { Step = Networks.Mnist.Step with { Rate = RateKind.Fixed } }, "mnist")),
        ["text-listing"] = () => Short(Of("text-listing", Networks.Text, Listing), steps: 3_000, every: 500),
        ["text-listing-context"] = () => Short(Of("text-listing-context", Networks.TextContext, Listing), steps: 700, every: 100),
        ["text-kjv"] = () => Verses(Of("text-kjv", Networks.Text, Bible)),
        ["text-kjv-context"] = () => Verses(Of("text-kjv-context", Networks.TextContext, Bible)),
        ["original-lstm"] = () => Original("original-lstm", Networks.OriginalLstm, "mnist"),
        ["original-siren"] = () => Original("original-siren", Networks.OriginalSiren, "mnist"),
        ["original-text"] = () => Original("original-text", Networks.OriginalText, Listing),
        ["tiny"] = Tiny,
    };

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys];

    /// <summary>The spec of a name.</summary>
    /// <exception cref="ArgumentException">No preset has this name.</exception>
    public static RunSpec Get(string name) => ByName.TryGetValue(name, out Func<RunSpec>? preset)
        ? preset()
        : throw new ArgumentException($"unknown preset {name}; there are: {string.Join(", ", Names)}");

    private static NetworkSpec In(PixelOrder order, NetworkSpec network) => network with { Input = (ImageInputSpec)network.Input with { Order = order } };

    /// <summary>Exact MAML with learned inner rates and Adam: about 400,000 training episodes.</summary>
    private static RunSpec Of(string name, NetworkSpec network, string dataset) => new(
        name,
        network,
        new DataSpec(dataset),
        new MethodSpec(),
        new OptimizerSpec(),
        new ScheduleSpec(Steps: 40_000),
        new EvaluationSpec());

    /// <summary>
    /// Smaller meta-batches, a step in which all directions of a matrix count alike, and the expected loss, because the gray values behind the
    /// bits are known in training: the same likelihood from fewer episodes.
    /// </summary>
    private static RunSpec Digits(RunSpec spec, double rate, long steps) => spec with
    {
        Method = spec.Method with { Expected = true },
        Optimizer = new OptimizerSpec(OptimizerKind.Muon, Rate: rate, Average: 0.999),
        Schedule = new ScheduleSpec(Steps: steps),
        Evaluation = spec.Evaluation with { Every = 2_000 },
        MetaBatch = 6,
    };

    /// <summary>A trained model says what a bit may be; at the end its gray value says most of it: less scatter at first, the data's word at last.</summary>
    private static RunSpec Taught(RunSpec spec, string by) => spec with { Method = spec.Method with { Teachers = [by], TeacherShare = 0.2 } };

    /// <summary>Few lines: eighteen passes from positions only, four with previous bytes; with more they are learned by heart.</summary>
    private static RunSpec Short(RunSpec spec, long steps, int every) => spec with
    {
        Optimizer = new OptimizerSpec(Average: 0.99),
        Schedule = new ScheduleSpec(Steps: steps),
        Evaluation = spec.Evaluation with { Every = every, Episodes = 200 },
    };

    /// <summary>Long lines: Muon too; four passes over the training lines.</summary>
    private static RunSpec Verses(RunSpec spec) => spec with
    {
        Optimizer = new OptimizerSpec(OptimizerKind.Muon, Rate: 2e-3, Average: 0.99),
        Schedule = new ScheduleSpec(Steps: 6_000),
        Evaluation = spec.Evaluation with { Episodes = 300 },
    };

    private static RunSpec Reptile(RunSpec spec) => spec with { Method = spec.Method with { Algorithm = MetaAlgorithm.Reptile } };

    /// <summary>As the original: Reptile with a small fixed rate, thresholded pixels, meta-batches of 50.</summary>
    private static RunSpec Original(string name, NetworkSpec network, string dataset) => Reptile(new RunSpec(
        name,
        network,
        new DataSpec(dataset, Protocol.Threshold),
        new MethodSpec(EpisodeClip: null),
        new OptimizerSpec(Rate: 1e-3, Beta2: 0.999),
        new ScheduleSpec(Steps: 5_000, Warmup: 0, Decay: Decay.Linear, Hold: 0, Floor: 0),
        new EvaluationSpec(Every: 100, Episodes: 200),
        MetaBatch: 50));

    /// <summary>A network of some hundred weights, to try things out: a run takes seconds.</summary>
    private static RunSpec Tiny() => new(
        "tiny",
        Networks.Tiny,
        new DataSpec("mnist"),
        new MethodSpec(),
        new OptimizerSpec(Average: 0.9),
        new ScheduleSpec(Steps: 100, Warmup: 5),
        new EvaluationSpec(Every: 50, Episodes: 20),
        MetaBatch: 4);
}
