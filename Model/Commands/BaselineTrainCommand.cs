using System.CommandLine;
using ReptileGen.Model.Baselines;
using ReptileGen.Model.Episodes;
using TorchSharp;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen baseline train</c>.</summary>
internal static class BaselineTrainCommand
{
    /// <summary>Validation bits are the same whatever the seed of the training, so that figures compare.</summary>
    private const ulong ValidationSeed = 11;

    private static readonly Argument<string> Name = new("NAME") { Description = string.Join(", ", ReptileGen.Model.Baselines.Baselines.Names) };

    private static readonly Option<bool> Reproduce = new("--reproduce") { Description = "As large and as long as the models behind the figures of others in docs/torch.md, for a fast machine, instead of the small setting" };

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

    private static readonly Option<bool?> Expected = new("--expected")
    {
        Description = "Train on the expected loss: a pixel's target is gray / 255 instead of the bit drawn from it; the model still sees bits (dynamic protocol). What goes on from --from keeps its loss, unless --expected false",
    };

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
        "reptilegen baseline train made --reproduce --out made.safetensors",
        "reptilegen baseline train lstm --expected --out lstm.safetensors")
    {
        Name,
        Reproduce,
        Minutes,
        Epochs,
        Hidden,
        Rate,
        Masks,
        RandomOrder,
        Expected,
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
        var (spec, training) = Setting(parse, seed);
        var (model, before) = Start(parse, spec);
        using var disposed = model;
        spec = model.Spec;
        var protocol = parse.GetValue(BaselineCommand.Binarization) ?? before?.Protocol ?? Protocol.Dynamic;
        training = training with
        {
            Dataset = parse.GetRequiredValue(BaselineCommand.Dataset),
            Protocol = protocol,
            Minutes = parse.GetValue(Minutes),
            Seed = seed,
            From = before,
            EpochsBefore = before?.EpochsBefore ?? 0,
            Expected = parse.GetValue(Expected) ?? before?.Expected ?? false,
        };
        var target = parse.GetRequiredValue(Out);
        CommonOptions.PrepareFile(Out.Name, target);
        if (torch.cuda.is_available())
            model.to(torch.CUDA);
        using var train = BaselineCommand.Open(parse, model, Split.Train, protocol, seed);
        using var validation = BaselineCommand.Open(parse, model, Split.Validation, protocol, ValidationSeed);
        var history = new List<EpochResult>();
        var output = parse.InvocationConfiguration.Error;
        output.WriteLine(FormattableString.Invariant($"{spec.Name}: {model.parameters().Sum(p => p.numel()):#,0} parameters, {train.Count:#,0} images"));
        new BaselineTrainer(model, training).Run(train, validation, epoch =>
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

    /// <summary>The setting that the command line gives; options that would mean nothing are refused.</summary>
    private static (BaselineSpec Spec, BaselineTraining Training) Setting(ParseResult parse, ulong seed)
    {
        var (spec, training) = ReptileGen.Model.Baselines.Baselines.Preset(parse.GetRequiredValue(Name), parse.GetValue(Reproduce));
        var from = parse.GetValue(From) is not null;
        Option[] sizes = [Hidden, Masks, RandomOrder];
        foreach (var option in sizes.Where(o => parse.GetResult(o) is { Implicit: false }))
        {
            if (from)
                throw new UserException($"{option.Name}: a checkpoint given by --from keeps its size: leave one of them out");
            if (option == Hidden ? spec.Name == "fvsbn" : spec.Name != "made")
                throw new UserException($"{option.Name}: expected none for {spec.Name}, which has no such thing");
        }

        if (parse.GetValue(Minutes) is not null && parse.GetValue(Epochs) is not null)
            throw new UserException("--minutes and --epochs both give the length of the training: give one of them");
        if (parse.GetValue(Minutes) is not (null or (> 0 and < 1e6)))
            throw new UserException(FormattableString.Invariant($"--minutes: expected above 0 and below 1000000, found {parse.GetValue(Minutes)}"));
        training = training with { Epochs = Positive(parse, Epochs, 1_000_000) ?? training.Epochs, Rate = parse.GetValue(Rate) ?? training.Rate };
        if (training.Rate is not (> 0 and < 1))
            throw new UserException($"--rate: expected a number between 0 and 1, found {training.Rate}");
        return (spec with
        {
            Hidden = Positive(parse, Hidden, 65_536) ?? spec.Hidden,
            Masks = Positive(parse, Masks, 65_536) ?? spec.Masks,
            RandomOrder = parse.GetValue(RandomOrder),
            Seed = seed,
        }, training);
    }

    /// <summary>A new model, or the one of <c>--from</c> with how that was trained.</summary>
    private static (Baseline Model, BaselineTraining? Before) Start(ParseResult parse, BaselineSpec spec)
    {
        if (parse.GetValue(From) is not { } from)
            return (ReptileGen.Model.Baselines.Baselines.Create(spec), null);
        var (model, before) = BaselineFile.ReadAll(BaselineFile.Locate(from));
        if (model.Spec.Name == spec.Name)
            return (model, before);
        model.Dispose();
        throw new UserException($"--from: expected a checkpoint of {spec.Name}, found one of {model.Spec.Name}");
    }

    private static int? Positive(ParseResult parse, Option<int?> option, int most) => parse.GetValue(option) is not { } value ? null
        : value > 0 && value <= most ? value
        : throw new UserException($"{option.Name}: expected 1 to {most}, found {value}");
}
