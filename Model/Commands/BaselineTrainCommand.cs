using System.CommandLine;
using ReptileGen.Model.Baselines;
using ReptileGen.Model.Episodes;
using TorchSharp;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen baseline train</c>.</summary>
internal static class BaselineTrainCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = string.Join(", ", ReptileGen.Model.Baselines.Baselines.Names) };

    private static readonly Option<bool> Reproduce = new("--reproduce") { Description = "The setting of the published figure instead of the small one" };

    private static readonly Option<double?> Minutes = new("--minutes")
    {
        Description = "Train so long instead of a number of epochs",
        HelpName = "M",
    };

    private static readonly Option<int?> Epochs = new("--epochs")
    {
        Description = "Passes over the training images",
        HelpName = "N",
    };

    private static readonly Option<int?> Hidden = new("--hidden")
    {
        Description = "Hidden units or channels",
        HelpName = "N",
    };

    private static readonly Option<double?> Rate = new("--rate")
    {
        Description = "Adam's step size at the start",
        HelpName = "R",
    };

    private static readonly Option<int?> Masks = new("--masks")
    {
        Description = "MADE: sets of masks to cycle through",
        HelpName = "N",
    };

    private static readonly Option<bool> RandomOrder = new("--random-order") { Description = "MADE: a random order of the pixels per set of masks" };

    private static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "Of initial weights, masks, the order of the images and their bits",
        HelpName = "S",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string?> From = new("--from")
    {
        Description = "Go on from the weights of this checkpoint (its size and masks stay)",
        HelpName = "MODEL",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The checkpoint to write: the best on the validation images so far",
        HelpName = "FILE",
        Required = true,
    };

    public static DocumentedCommand Create() => new DocumentedCommand(
        "train",
        "Train a baseline on the first five sixths of the training images, choose by the rest.",
        "reptilegen baseline train fvsbn --out fvsbn.safetensors",
        "reptilegen baseline train made --reproduce --out made.safetensors")
    {
        Name,
        Reproduce,
        Minutes,
        Epochs,
        Hidden,
        Rate,
        Masks,
        RandomOrder,
        Seed,
        From,
        Out,
        BaselineCommand.Dataset,
        BaselineCommand.Binarization,
        CommonOptions.Data,
        CommonOptions.Json,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken token)
    {
        var seed = parse.GetValue(Seed);
        var (spec, training) = ReptileGen.Model.Baselines.Baselines.Preset(parse.GetRequiredValue(Name), parse.GetValue(Reproduce));
        spec = spec with
        {
            Hidden = Positive(parse, Hidden) ?? spec.Hidden,
            Masks = Positive(parse, Masks) ?? spec.Masks,
            RandomOrder = parse.GetValue(RandomOrder),
            Seed = seed,
        };
        training = training with { Epochs = Positive(parse, Epochs) ?? training.Epochs, Rate = parse.GetValue(Rate) ?? training.Rate };
        if (training.Rate is not (> 0 and < 1))
            throw new UserException($"--rate: expected a number between 0 and 1, found {training.Rate}");
        if (parse.GetValue(Minutes) is <= 0)
            throw new UserException("--minutes: expected more than 0");
        using var model = parse.GetValue(From) is { } from ? BaselineFile.Read(BaselineFile.Locate(from)) : ReptileGen.Model.Baselines.Baselines.Create(spec);
        if (model.Spec.Name != spec.Name)
            throw new UserException($"--from: expected a checkpoint of {spec.Name}, found one of {model.Spec.Name}");
        spec = model.Spec;
        if (torch.cuda.is_available())
            model.to(torch.CUDA);
        using var train = BaselineCommand.Open(parse, model, Split.Train, seed);
        using var validation = BaselineCommand.Open(parse, model, Split.Validation, seed);
        var history = new List<EpochResult>();
        var target = parse.GetRequiredValue(Out);
        var output = parse.InvocationConfiguration.Error;
        output.WriteLine(FormattableString.Invariant($"{spec.Name}: {model.parameters().Sum(p => p.numel()):#,0} parameters, {train.Count:#,0} images"));
        new BaselineTrainer(model, training, seed).Run(train, validation, parse.GetValue(Minutes), parse.GetValue(From) is not null, epoch =>
        {
            history.Add(epoch);
            if (epoch.IsBest)
                BaselineFile.Write(target, model, training, history);
            output.WriteLine(FormattableString.Invariant(
                $"epoch {epoch.Epoch,3}: training {epoch.Training:0.00}, validation {epoch.Validation:0.00} nats/image, {epoch.Seconds:0} s{(epoch.IsBest ? " *" : "")}"));
        }, token);
        Report.WriteJson(parse, new { model = spec.Name, spec, training, seed, out_file = target, epochs = history });
        token.ThrowIfCancellationRequested();
    }

    private static int? Positive(ParseResult parse, Option<int?> option) => parse.GetValue(option) is not { } value ? null
        : value > 0 ? value
        : throw new UserException($"{option.Name}: expected 1 or more, found {value}");
}
