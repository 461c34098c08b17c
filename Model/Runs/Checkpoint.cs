using ReptileGen.Formats;
using ReptileGen.Model.Meta;

namespace ReptileGen.Model.Runs;

/// <summary>
/// The whole state of a run, <c>last.safetensors</c>: a model file with the flat tensors <c>run.mean</c> and
/// <c>run.square</c> (Adam's moments) and <c>run.average</c>, where they exist. Going on from it is bit for bit as if the run
/// had not stopped, as long as its length is given in steps.
/// </summary>
public static class Checkpoint
{
    private const string MeanName = "run.mean", SquareName = "run.square";

    /// <summary>Writes the state, atomically.</summary>
    /// <param name="path">The target.</param>
    /// <param name="model">Spec, meta vector (not the average) and facts.</param>
    /// <param name="optimizer">The optimizer's state.</param>
    /// <exception cref="IOException">The target cannot be written.</exception>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public static void Write(string path, TrainedModel model, Optimizer optimizer)
    {
        Dictionary<string, float[]> extra = [];
        (string Name, float[] Values)[] state =
            [(MeanName, optimizer.Mean), (SquareName, optimizer.Square), (ModelFile.AverageName, optimizer.Average)];
        foreach ((string name, float[] values) in state.Where(s => s.Values.Length > 0))
        {
            extra.Add(name, values);
        }

        ModelFile.Write(path, model, extra);
    }

    /// <summary>Reads the state.</summary>
    /// <param name="path">The file.</param>
    /// <param name="change">Changes the spec for what follows (not the network); null leaves it.</param>
    /// <exception cref="InvalidFileException">It is no run checkpoint, or as for <see cref="ModelFile.Read(string)"/>.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static (TrainedModel Model, Optimizer Optimizer) Read(string path, Func<RunSpec, RunSpec>? change = null)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        TrainedModel model = ModelFile.Read(file);
        model = model with { Spec = change?.Invoke(model.Spec) ?? model.Spec };
        Optimizer optimizer = new(model.Spec.Optimizer, model.Plan.Table, model.Meta) { Steps = model.Facts.Steps };
        Restore(file, MeanName, optimizer.Mean);
        Restore(file, SquareName, optimizer.Square);
        if (file.Contains(ModelFile.AverageName))
        {
            Restore(file, ModelFile.AverageName, optimizer.Average); // else the average starts here
        }

        return (model, optimizer);
    }

    private static void Restore(SafetensorsFile file, string name, float[] target)
    {
        if (target.Length > 0)
        {
            file.ReadFinite<float>(name, target.Length).CopyTo(target);
        }
    }
}
