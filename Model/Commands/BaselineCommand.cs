using System.CommandLine;
using ReptileGen.Model.Baselines;
using ReptileGen.Model.Data;
using ReptileGen.Model.Episodes;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen baseline</c>: the published autoregressive models that ours are compared with.</summary>
internal static class BaselineCommand
{
    /// <summary><c>MODEL</c>: a shipped checkpoint or a file.</summary>
    public static Argument<string> Model { get; } = new("MODEL") { Description = "A shipped name such as nade, or a file made by baseline train" };

    /// <summary><c>--dataset NAME</c>.</summary>
    public static Option<string> Dataset { get; } = new("--dataset")
    {
        Description = "The set of images",
        HelpName = "NAME",
        DefaultValueFactory = _ => "mnist",
    };

    /// <summary><c>--protocol</c>.</summary>
    public static Option<Protocol?> Binarization { get; } = new("--protocol")
    {
        Description = "How gray images become bits: dynamic or threshold (else as the model was trained; a new one: dynamic)",
        HelpName = "PROTOCOL",
        CustomParser = result => CommonOptions.Word<Protocol>(result),
    };

    public static DocumentedCommand Create()
    {
        var command = new DocumentedCommand(
            "baseline",
            $"Train, evaluate and sample the models to compare with: {string.Join(", ", ReptileGen.Model.Baselines.Baselines.Names)}.",
            "reptilegen baseline eval nade",
            "reptilegen baseline train fvsbn --minutes 3 --out fvsbn.safetensors");
        command.Subcommands.Add(BaselineTrainCommand.Create());
        command.Subcommands.Add(BaselineEvalCommand.Create());
        command.Subcommands.Add(BaselineSampleCommand.Create());
        command.Subcommands.Add(BaselineTextCommand.Create());
        return command;
    }

    /// <summary>Opens a split of the images that the command line names.</summary>
    /// <exception cref="UserException">They are missing, or not of the model's size.</exception>
    public static BinaryImages Open(ParseResult parse, Baseline model, Split split, Protocol protocol, ulong seed)
    {
        var folder = DatasetLocator.Locate(parse.GetValue(CommonOptions.Data));
        var dataset = parse.GetRequiredValue(Dataset);
        var images = BinaryImages.Open(folder, dataset, split, protocol, seed);
        if (images.Rows == model.Spec.Rows && images.Columns == model.Spec.Columns)
            return images;
        images.Dispose();
        throw new UserException($"{dataset}: expected images of {model.Spec.Rows}x{model.Spec.Columns} pixels for {model.Spec.Name}, found {images.Rows}x{images.Columns}");
    }
}
