using System.CommandLine;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Randomness;
using ReptileGen.Model.Runs;

namespace ReptileGen.Model.Commands;

/// <summary>
/// The models of <c>reptilegen sample --ensemble</c>: the mixture of pixel orders that <c>eval</c> measures (<see cref="Evaluation.Mixture"/>).
/// Chance decides which model draws an image; each has the same.
/// </summary>
internal static class SampleMixture
{
    /// <summary><c>--ensemble MODEL</c>.</summary>
    public static Option<string[]> Option { get; } = new("--ensemble")
    {
        Description = "Another model (name, file, folder) of another pixel order, once for each: chance decides for every image which of them draws it (images only)",
        HelpName = "MODEL",
    };

    /// <summary>The model and those of its mixture.</summary>
    /// <exception cref="UserException">One draws something else, or in the order of one before it, or something is given to complete.</exception>
    public static TrainedModel[] Load(ParseResult parse, string name, TrainedModel model)
    {
        string[] others = parse.GetValue(Option) ?? [];
        if (others.Length > 0)
        {
            SampleCommand.Check(model.Spec.Network.Input is ImageInputSpec, Option.Name, "a model of images", name);
            SampleCommand.Check(
                !SampleCondition.IsGiven(parse), Option.Name, "nothing to complete beside it", "something: the pixels given do not come first in every order, complete them with each model alone");
        }

        TrainedModel[] models = EvaluatedModels.Load(name, model, others);
        for (int k = 1; k < models.Length; k++)
        {
            bool isNew = !models[..k].Any(m => m.Plan.Layout.HasOrderOf(models[k].Plan.Layout));
            SampleCommand.Check(isNew, $"{Option.Name} {others[k - 1]}", "a model of another pixel order than those before it", models[k].Spec.Network.Input);
        }

        return models;
    }

    /// <summary>Which of the models draws image number <paramref name="image"/>; the same seed, the same lot.</summary>
    public static int Lot(ulong seed, int image, int models) => new RandomStream(seed, $"mixture/{image}").NextInt(models);

    /// <summary>An image, steps in one order, as steps in another.</summary>
    public static byte[] InOrder(EpisodeLayout to, EpisodeLayout from, ReadOnlySpan<byte> steps) =>
        from.HasOrderOf(to) ? steps.ToArray() : ImageEpisodes.InStepOrder<byte>(to, ImageEpisodes.RowMajor(from, steps));
}
