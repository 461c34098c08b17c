namespace ReptileGen.Model.Runs;

/// <summary>Finds the models that a run's <c>method.teachers</c> names.</summary>
public static class TeacherLocator
{
    /// <summary>Loads them.</summary>
    /// <param name="run">What they are to teach.</param>
    /// <returns>In the order of their names; none if the run has no teachers.</returns>
    /// <exception cref="UserException">There is no such model, or it has other steps.</exception>
    /// <exception cref="Formats.InvalidFileException">A file is damaged or of a newer version.</exception>
    public static IReadOnlyList<TrainedModel> Load(TrainedModel run) =>
        [.. (run.Spec.Method.Teachers ?? []).Select(name => Checked(name, ModelLocator.Load(name), run))];

    private static TrainedModel Checked(string name, TrainedModel teacher, TrainedModel run) =>
        teacher.Spec.Data.Dataset == run.Spec.Data.Dataset && teacher.Plan.Layout.HasOrderOf(run.Plan.Layout) && teacher.Plan.LogitCount == run.Plan.LogitCount
            ? teacher
            : throw new UserException($"method.teachers: expected models of the steps of {run.Spec.Name} in their order ({Describe(run)}), found {name}: {Describe(teacher)}");

    private static string Describe(TrainedModel model) => $"{model.Spec.Data.Dataset}, {model.Spec.Network.Input}, head {model.Spec.Network.Head}";
}
