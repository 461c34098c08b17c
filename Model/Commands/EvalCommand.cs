using System.CommandLine;
using System.Text.Json.Serialization;
using ReptileGen.Model.Data;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.Evaluation;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Runs;
using Spectre.Console;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen eval</c>: the likelihood of a model.</summary>
internal static class EvalCommand
{
    private static readonly Option<int?> Images = new("--images", "--lines")
    {
        Description = "How many images (or lines of text), spread evenly over the split; all without it",
        HelpName = "N",
    };

    private static readonly Option<Protocol?> Binarization = new("--protocol")
    {
        Description = "How gray images become bits: dynamic or threshold (else as the model was trained)",
        HelpName = "PROTOCOL",
        CustomParser = result => CommonOptions.Word<Protocol>(result),
    };

    private static readonly Option<Split> Part = CommonOptions.Part("train, validation or test");

    private static readonly Option<string?> Map = new("--map")
    {
        Description = "Draw the mean loss of each pixel (PNG, images only)",
        HelpName = "FILE.png",
    };

    private static readonly Option<string[]> Ensemble = new("--ensemble")
    {
        Description = "Another model (name, file, folder), once for each: at every step the mean of all probabilities counts; models of different pixel orders are mixed as whole images",
        HelpName = "MODEL",
    };

    private static readonly Option<string[]> Settings = new("--set")
    {
        Description = "Measure MODEL (not those of --ensemble) with another setting of its network than it was trained with, such as network.step.loss_threshold=0.01, where that leaves the weights what they are",
        HelpName = "network.KEY=VALUE",
    };

    public static DocumentedCommand Create() => new DocumentedCommand(
        "eval",
        "Measure a model's likelihood: nats per image, bits per pixel or character.",
        "reptilegen eval mnist",
        "reptilegen eval runs/mnist --images 1000 --split validation --protocol threshold --json -",
        "reptilegen eval mnist --each mnist.json",
        "reptilegen eval mnist-context --against mnist.json",
        "reptilegen eval mnist-context --ensemble mnist-context-columns",
        "reptilegen eval mnist --set network.step.loss_threshold=0.01")
    {
        RunOptions.Model,
        Images,
        Binarization,
        Part,
        RunOptions.Seed,
        Map,
        Settings,
        Ensemble,
        PairedComparison.Each,
        PairedComparison.Against,
        CommonOptions.Data,
        RunOptions.Threads,
        RunOptions.Device,
        CommonOptions.Json,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken cancel)
    {
        string name = parse.GetRequiredValue(RunOptions.Model);
        string[] settings = parse.GetValue(Settings) ?? [];
        TrainedModel model = With(settings, name, ModelLocator.Load(name));
        bool image = model.Spec.Network.Input is ImageInputSpec;
        if (!image && (parse.GetValue(Map) is not null || parse.GetValue(Binarization) is not null))
        {
            throw new UserException($"{name} is a model of text: --map and --protocol are for images");
        }

        Protocol protocol = parse.GetValue(Binarization) ?? model.Spec.Data.Protocol;
        ulong seed = parse.GetValue(RunOptions.Seed);
        Split split = parse.GetValue(Part);
        string[] others = parse.GetValue(Ensemble) ?? [];
        TrainedModel[] all = EvaluatedModels.Load(name, model, others);
        bool mixed = EvaluatedModels.AreMixed(all);
        if (mixed && parse.GetValue(Map) is not null)
        {
            throw new UserException("--map: expected models of one pixel order, found several: a mixture of whole images has no loss of a single pixel; draw the map of each model alone");
        }

        using EvaluatedModels models = new(parse, all, split, protocol, seed);
        DataSource data = models.Data;
        int count = parse.GetValue(Images) ?? data.Episodes.Count;
        if (count < 1 || count > data.Episodes.Count)
        {
            throw new UserException($"{(image ? "--images" : "--lines")}: expected 1 to {data.Episodes.Count} (the {Name(split)} split of {model.Spec.Data.Dataset}), found {count}");
        }

        name = string.Join(mixed ? " | " : " + ", [string.Join(", ", [name, .. settings]), .. others]);
        EpisodeLosses losses = new(
            name, model.Spec.Data.Dataset, data.ContentSha256, Name(split), image ? Name(protocol) : null, image && protocol == Protocol.Dynamic ? seed : null,
            model.Plan.Layout.Steps, !image && !model.Plan.Layout.StopAtNul, data.Episodes.Count, new double[count]);
        EpisodeLosses? other = PairedComparison.Read(parse, losses);
        if (parse.GetValue(Map) is string target)
        {
            CommonOptions.PrepareFile(Map.Name, target);
        }

        EvaluationResult result = WorkBar.Show(parse, name, count, done => models.Evaluate(count, done, cancel));
        if (result.Lost > 0)
        {
            throw new UserException($"{name}: {result.Lost} of {count} episodes are not finite, so there is no mean: the model diverges on them; train it with network.step.gradient_bound and network.step.logit_bound");
        }

        losses = losses with { Nats = result.Nll };
        PairedComparison? pair = PairedComparison.Of(losses, other);
        Report.Console(parse).Write(Table(name, image, Name(split) + (image ? ", " + Name(protocol) : ""), result)); // first: a file that cannot be written costs no figure
        pair?.Print(parse, name, count, image ? "image" : "line");
        if (image)
        {
            Report.WriteJson(parse, new ImageReport(
                name, Name(protocol), Name(split), count, seed, result.Mean, result.StandardError, result.BitsPerStep, result.Seconds, pair));
        }
        else
        {
            Report.WriteJson(parse, new TextReport(name, Name(split), count, result.Mean, result.StandardError, result.BitsPerStep, result.Seconds, pair));
        }

        PairedComparison.Write(parse, losses);
        if (parse.GetValue(Map) is string map)
        {
            LossMap.Write(map, model.Plan.Layout, result.PositionNats);
        }
    }

    /// <summary>The model with settings of its network replaced.</summary>
    private static TrainedModel With(string[] settings, string name, TrainedModel model)
    {
        if (settings.Length == 0)
        {
            return model;
        }

        if (Array.Find(settings, s => !s.StartsWith("network.", StringComparison.Ordinal)) is string other)
        {
            throw new UserException($"--set {other}: expected a setting of the network, such as network.step.loss_threshold=0.01; nothing else has a say in an evaluation");
        }

        return RunOptions.Checked(() => model.Under(SpecOverrides.Apply(model.Spec, settings)))
            ?? throw new UserException($"--set {string.Join(" --set ", settings)}: expected a network with the weights and inner rates of {name}, found one with others: train it");
    }

    private static Table Table(string name, bool image, string what, EvaluationResult result)
    {
        Table table = new Table().AddColumns("model", "data", image ? "images" : "lines", image ? "nats/image" : "nats/line", image ? "bits/pixel" : "bits/character", "seconds");
        return table.AddRow(
            Markup.Escape(name),
            what,
            $"{result.Count}",
            FormattableString.Invariant($"{result.Mean:F2} +- {result.StandardError:F2}"),
            FormattableString.Invariant($"{result.BitsPerStep:F4}"),
            FormattableString.Invariant($"{result.Seconds:F1}"));
    }

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private sealed record TextReport(
        string Model, string Split, int Lines, double NatsPerLine, double StandardError, double BitsPerChar, double Seconds,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PairedComparison? Against);
}
