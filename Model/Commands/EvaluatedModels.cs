using System.CommandLine;
using ReptileGen.Model.Data;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.Evaluation;
using ReptileGen.Model.Runs;

namespace ReptileGen.Model.Commands;

/// <summary>
/// The model of an evaluation and those of its <c>--ensemble</c>, by their order of pixels: models of one order share the episodes, and
/// their predictions are averaged at every step; orders are mixed as whole images, each with the weight of its models.
/// </summary>
internal sealed class EvaluatedModels : IDisposable
{
    private readonly List<(DataSource Data, List<EnsembleMember> Members)> orders = [];

    /// <summary>Opens data and engines.</summary>
    /// <param name="parse">Says where the data are and who computes.</param>
    /// <param name="models">At least one, from <see cref="Load"/>.</param>
    /// <param name="split">Which part of the data.</param>
    /// <param name="protocol">How gray images become bits.</param>
    /// <param name="seed">Of the bits.</param>
    public EvaluatedModels(ParseResult parse, TrainedModel[] models, Split split, Protocol protocol, ulong seed)
    {
        try
        {
            string folder = DatasetLocator.Locate(parse.GetValue(CommonOptions.Data));
            foreach (TrainedModel model in models)
            {
                int order = orders.FindIndex(o => o.Data.Episodes.Layout.HasOrderOf(model.Plan.Layout));
                if (order < 0)
                {
                    order = orders.Count;
                    orders.Add((DataSource.Open(folder, model.Spec.Data.Dataset, model.Plan, split, protocol, seed), []));
                }

                orders[order].Members.Add(new EnsembleMember(RunOptions.Engine(parse, model.Plan), model.Meta));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>A model and those of its ensemble.</summary>
    /// <exception cref="UserException">One has other episodes than the first.</exception>
    public static TrainedModel[] Load(string name, TrainedModel model, string[] others)
    {
        return [model, .. others.Select(Checked)];

        TrainedModel Checked(string other)
        {
            TrainedModel member = ModelLocator.Load(other);
            return member.Spec.Data.Dataset == model.Spec.Data.Dataset && member.Plan.Layout.HasStepsOf(model.Plan.Layout)
                ? member
                : throw new UserException($"--ensemble {other}: expected a model of the steps of {name} ({model.Spec.Data.Dataset}, {model.Spec.Network.Input}), found {member.Spec.Data.Dataset}, {member.Spec.Network.Input}");
        }
    }

    /// <summary>Whether models visit pixels in different orders, so that whole images are mixed and not only predictions.</summary>
    public static bool AreMixed(TrainedModel[] models) => models.Any(m => !m.Plan.Layout.HasOrderOf(models[0].Plan.Layout));

    /// <summary>The data in the order of the first model.</summary>
    public DataSource Data => orders[0].Data;

    /// <summary>Measures some of the episodes, spread evenly.</summary>
    public EvaluationResult Evaluate(int count, Action<int> done, CancellationToken cancel)
    {
        EvaluationResult[] results = [.. orders.Select((o, k) => Evaluator.Evaluate(o.Members, o.Data.Episodes, count, n => done((k * count + n) / orders.Count), cancel))];
        return orders.Count > 1 ? Mixture.Of(results, [.. orders.Select(o => o.Members.Count)]) : results[0];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((DataSource data, List<EnsembleMember> members) in orders)
        {
            members.ForEach(m => m.Engine.Dispose());
            data.Dispose();
        }
    }
}
