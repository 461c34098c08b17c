using System.CommandLine;
using ReptileGen.Model.Baselines;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.Evaluation;
using Spectre.Console;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen baseline eval</c>.</summary>
internal static class BaselineEvalCommand
{
    private static readonly Option<int?> Images = new("--images")
    {
        Description = "How many images, spread evenly over the split; all without it",
        HelpName = "N",
    };

    private static readonly Option<Split> Part = CommonOptions.Part("train, validation or test");

    public static DocumentedCommand Create() => new DocumentedCommand(
        "eval",
        "Measure a baseline's likelihood in nats per image, with the same bits as eval.",
        "reptilegen baseline eval nade",
        "reptilegen baseline eval fvsbn --images 1000 --split validation --json -",
        "reptilegen baseline eval lstm-117 --against mnist.json")
    {
        BaselineCommand.Model,
        Images,
        Part,
        BaselineCommand.Binarization,
        BaselineCommand.Dataset,
        RunOptions.Seed,
        PairedComparison.Each,
        PairedComparison.Against,
        CommonOptions.Data,
        CommonOptions.Json,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken token)
    {
        var name = parse.GetRequiredValue(BaselineCommand.Model);
        var (loaded, training) = BaselineFile.ReadAll(BaselineFile.Locate(name));
        using var model = loaded;
        var binarization = parse.GetValue(BaselineCommand.Binarization) ?? training.Protocol;
        var seed = parse.GetValue(RunOptions.Seed);
        var split = parse.GetValue(Part);
        using var images = BaselineCommand.Open(parse, model, split, binarization, seed);
        var count = parse.GetValue(Images) ?? images.Count;
        if (count < 1 || count > images.Count)
            throw new UserException($"--images: expected 1 to {images.Count}, found {count}");
        var protocol = binarization.ToString().ToLowerInvariant();
        var part = split.ToString().ToLowerInvariant();
        var losses = new EpisodeLosses(
            name, parse.GetRequiredValue(BaselineCommand.Dataset), images.ContentSha256, part, protocol, binarization == Protocol.Dynamic ? seed : null,
            images.Rows * images.Columns, false, images.Count, new double[count]);
        var other = PairedComparison.Read(parse, losses);
        var result = BaselineEvaluator.Run(model, images, count, token);
        if (result.Nats.Count(n => !double.IsFinite(n)) is > 0 and var lost)
            throw new UserException($"{name}: {lost} of {count} images have a loss that is not finite, so there is no mean: train it again with a lower --rate");
        losses = losses with { Nats = result.Nats };
        var pair = PairedComparison.Of(losses, other);
        Report.Console(parse).Write(new Table().AddColumns("model", "data", "images", "nats/image", "bits/pixel", "seconds").AddRow(
            Markup.Escape(name),
            $"{part}, {protocol}",
            $"{count}",
            FormattableString.Invariant($"{result.NatsPerImage:F2} +- {result.StandardError:F2}"),
            FormattableString.Invariant($"{result.BitsPerDim:F4}"),
            FormattableString.Invariant($"{result.Seconds:F1}")));
        pair?.Print(parse, name, count, "image");
        Report.WriteJson(parse, new ImageReport(name, protocol, part, count, seed, result.NatsPerImage, result.StandardError, result.BitsPerDim, result.Seconds, pair)); // the table first: a file that cannot be written costs no figure
        PairedComparison.Write(parse, losses);
    }
}
