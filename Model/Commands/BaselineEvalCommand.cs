using System.CommandLine;
using ReptileGen.Model.Baselines;
using ReptileGen.Model.Episodes;
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
        "reptilegen baseline eval fvsbn --images 1000 --split validation --json -")
    {
        BaselineCommand.Model,
        Images,
        Part,
        BaselineCommand.Binarization,
        BaselineCommand.Dataset,
        RunOptions.Seed,
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
        var result = BaselineEvaluator.Run(model, images, count, token);
        var protocol = binarization.ToString().ToLowerInvariant();
        var part = split.ToString().ToLowerInvariant();
        Report.WriteJson(parse, new
        {
            model = name,
            protocol,
            split = part,
            images = result.Images,
            seed,
            nats_per_image = result.NatsPerImage,
            standard_error = result.StandardError,
            bits_per_dim = result.BitsPerDim,
            seconds = result.Seconds,
        });
        Report.Console(parse).Write(new Table().AddColumns("model", "data", "images", "nats/image", "bits/pixel", "seconds").AddRow(
            Markup.Escape(name),
            $"{part}, {protocol}",
            $"{result.Images}",
            FormattableString.Invariant($"{result.NatsPerImage:F2} +- {result.StandardError:F2}"),
            FormattableString.Invariant($"{result.BitsPerDim:F4}"),
            FormattableString.Invariant($"{result.Seconds:F1}")));
    }
}
