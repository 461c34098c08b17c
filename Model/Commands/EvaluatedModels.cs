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
    /// <exception cref="UserException">A model has other episodes than the first.</exception>
    public EvaluatedModels(ParseResult parse, string name, TrainedModel model, string[] others, Split split, Protocol protocol, ulong seed)
    {
        string folder = DatasetLocator.Locate(parse.GetValue(CommonOptions.Data));
        Add(model);
        foreach (string other in others)
        {
            TrainedModel member = ModelLocator.Load(other);
            if (member.Spec.Data.Dataset != model.Spec.Data.Dataset || !member.Plan.Layout.HasStepsOf(model.Plan.Layout))
            {
                throw new UserException($"--ensemble {other}: expected a model of the steps of {name} ({model.Spec.Data.Dataset}, {model.Spec.Network.Input}), found {member.Spec.Data.Dataset}, {member.Spec.Network.Input}");
            }

            IsMixture |= !member.Plan.Layout.Indices.SequenceEqual(model.Plan.Layout.Indices);
            Add(member);
        }

        void Add(TrainedModel one)
        {
            data.Add(DataSource.Open(folder, one.Spec.Data.Dataset, one.Plan, split, protocol, seed));
            members.Add(new EnsembleMember(RunOptions.Engine(parse, one.Plan), one.Meta));
        }
    }

    /// <summary>The data in the order of the first model.</summary>
    public DataSource Data => data[0];

    /// <summary>Whether models visit pixels in different orders, so that whole images are mixed and not predictions.</summary>
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
