using System.CommandLine;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ReptileGen.Model.Evaluation;
using ReptileGen.Model.Runs;

namespace ReptileGen.Model.Commands;

/// <summary>The trained models that a run's <c>method.teachers</c> names.</summary>
internal static class TeacherModels
{
    /// <summary>Loads them, and keeps in the run's facts which they are.</summary>
    /// <param name="parse">Says who computes.</param>
    /// <param name="model">The run's; its facts know the teachers afterwards.</param>
    /// <param name="folder">The run's.</param>
    /// <returns>Null if the run has no teachers.</returns>
    /// <exception cref="UserException">There is no such model, it has other steps, or it is not the one that the run began with.</exception>
    public static Teachers? Open(ParseResult parse, ref TrainedModel model, string folder)
    {
        if (model.Spec.Method.Teachers is not { } names)
        {
            return null;
        }

        IReadOnlyList<TrainedModel> teachers = TeacherLocator.Load(model);
        Dictionary<string, string> known = new(model.Facts.Teachers ?? new Dictionary<string, string>());
        List<EnsembleMember> members = [];
        foreach ((string name, TrainedModel teacher) in names.Zip(teachers))
        {
            string found = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(teacher.Meta)));
            known.TryAdd(name, found);
            if (known[name] != found)
            {
                throw new UserException($"{folder}: expected the {name} that taught the run up to here (SHA-256 of its weights and rates {known[name][..12]}...), found another one ({found[..12]}...): "
                    + $"name a file of the former with --set method.teachers, or begin a new run with --from {folder} and --out");
            }

            members.Add(new EnsembleMember(RunOptions.Engine(parse, teacher.Plan), teacher.Meta));
        }

        model = model with { Facts = model.Facts with { Teachers = known } };
        return new Teachers(members, model.Spec.Seed);
    }
}
