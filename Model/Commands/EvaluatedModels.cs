using System.CommandLine;
using ReptileGen.Model.Data;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.Evaluation;
using ReptileGen.Model.Runs;

namespace ReptileGen.Model.Commands;

/// <summary>The model of an evaluation and those of its <c>--ensemble</c>, each with the same episodes in its own order of steps.</summary>
internal sealed class EvaluatedModels : IDisposable
{
    private readonly List<EnsembleMember> members = [];
    private readonly List<DataSource> data = [];

    /// <summary>Opens data and engines.</summary>
    /// <param name="parse">Says where the data are and who computes.</param>
    /// <param name="models">At least one, from <see cref="Load"/>.</param>
    /// <param name="split">Which part of the data.</param>
    /// <param name="protocol">How gray images become bits.</param>
    /// <param name="seed">Of the bits.</param>
    public EvaluatedModels(ParseResult parse, TrainedModel[] models, Split split, Protocol protocol, ulong seed)
    {
        IsMixture = AreMixed(models);
        try
        {
            string folder = DatasetLocator.Locate(parse.GetValue(CommonOptions.Data));
            foreach (TrainedModel model in models)
            {
                data.Add(DataSource.Open(folder, model.Spec.Data.Dataset, model.Plan, split, protocol, seed));
                members.Add(new EnsembleMember(RunOptions.Engine(parse, model.Plan), model.Meta));
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

    /// <summary>Whether models visit pixels in different orders, so that whole images are mixed and not predictions.</summary>
    public static bool AreMixed(TrainedModel[] models) => models.Any(m => !m.Plan.Layout.Indices.SequenceEqual(models[0].Plan.Layout.Indices));

    /// <summary>The data in the order of the first model.</summary>
    public DataSource Data => data[0];

    /// <summary>See <see cref="AreMixed"/>.</summary>
    public bool IsMixture { get; }

    /// <summary>Measures some of the episodes, spread evenly.</summary>
    public EvaluationResult Evaluate(int count, Action<int> done, CancellationToken cancel) => IsMixture
        ? Mixture.Of([.. members.Select((m, k) => Evaluator.Evaluate(m.Engine, m.Meta, data[k].Episodes, count, n => done((k * count + n) / members.Count), cancel))])
        : Evaluator.Evaluate(members, Data.Episodes, count, done, cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        members.ForEach(m => m.Engine.Dispose());
        data.ForEach(d => d.Dispose());
    }
}
