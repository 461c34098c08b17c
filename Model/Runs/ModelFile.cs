using System.Globalization;
using System.Text.Json;
using ReptileGen.Formats;
using ReptileGen.Model.FastWeights;

namespace ReptileGen.Model.Runs;

/// <summary>A trained network: what it is, its meta vector, and how it came to be.</summary>
/// <param name="Spec">The run that made it.</param>
/// <param name="Plan">The network of the spec.</param>
/// <param name="Meta">The meta vector <c>[Plan.Table.Length]</c>: first weights and inner rates.</param>
/// <param name="Facts">Where the run stood.</param>
public sealed record TrainedModel(RunSpec Spec, NetworkPlan Plan, float[] Meta, RunFacts Facts)
{
    /// <summary>The same weights and inner rates under another spec; null if its network has others, or begins with another rate.</summary>
    /// <exception cref="ArgumentException">The spec's network is not valid.</exception>
    public TrainedModel? Under(RunSpec spec)
    {
        NetworkPlan plan = new(spec.Network);
        return plan.Table.Tensors.SequenceEqual(Plan.Table.Tensors) && spec.Network.Step.Initial == Spec.Network.Step.Initial ? this with { Spec = spec, Plan = plan } : null;
    }
}

/// <summary>
/// A model as a safetensors file. Tensors of theta stand under their names, <c>[rows, columns]</c> or <c>[columns]</c>;
/// the inner rates of tensor X as <c>X.log_rate</c>, <c>X.row_factors</c>, <c>X.column_factors</c>, <c>X.factors</c>.
/// Metadata: format, version, spec and facts as JSON, seed, steps, commit.
/// </summary>
public static class ModelFile
{
    /// <summary>The metadata entry <c>format</c>.</summary>
    public const string Format = "reptilegen-model";

    /// <summary>The metadata entry <c>version</c>; files of newer versions are refused.</summary>
    public const int Version = 1;

    /// <summary>Name of the running average in a run checkpoint, a tensor <c>[Table.Length]</c>.</summary>
    internal const string AverageName = "run.average";

    /// <summary>Writes a model, atomically.</summary>
    /// <exception cref="IOException">The target cannot be written.</exception>
    /// <exception cref="ArgumentException">A weight is not finite.</exception>
    public static void Write(string path, TrainedModel model) => Write(path, model, new Dictionary<string, float[]>());

    /// <summary>As <see cref="Write(string, TrainedModel)"/>, with further flat tensors.</summary>
    internal static void Write(string path, TrainedModel model, IReadOnlyDictionary<string, float[]> extra)
    {
        foreach (float[] values in extra.Values.Append(model.Meta))
        {
            if (values.Any(v => !float.IsFinite(v)))
            {
                throw new ArgumentException($"{path}: not written: a number is not finite");
            }
        }

        Dictionary<string, ReadOnlyMemory<float>> data = extra.ToDictionary(e => e.Key, e => (ReadOnlyMemory<float>)e.Value);
        List<TensorSpec> tensors = [.. extra.Select(e => new TensorSpec(e.Key, DType.F32, e.Value.Length))];
        foreach (NamedSlice slice in NamedSlice.Of(model.Plan.Table))
        {
            data.Add(slice.Name, model.Meta.AsMemory(slice.Offset, slice.Count));
            tensors.Add(new TensorSpec(slice.Name, DType.F32, slice.Shape));
        }

        using SafetensorsWriter writer = new(path, tensors, Metadata(model));
        foreach (TensorSpec tensor in writer.Tensors)
        {
            writer.Append(tensor.Name, data[tensor.Name].Span);
        }

        writer.Commit();
    }

    /// <summary>Reads a model; of a run checkpoint, its running average if it keeps one.</summary>
    /// <exception cref="InvalidFileException">It is no model file, of a newer version, damaged, or not finite.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static TrainedModel Read(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        TrainedModel model = Read(file);
        if (file.Contains(AverageName))
        {
            file.ReadFinite<float>(AverageName, model.Meta.Length).CopyTo(model.Meta);
        }

        return model;
    }

    /// <summary>The model itself, without what only a run needs.</summary>
    internal static TrainedModel Read(SafetensorsFile file)
    {
        string format = file.RequireMetadata("format"), version = file.RequireMetadata("version");
        if (format != Format)
        {
            throw new InvalidFileException(file.Name, "format", Format, format);
        }

        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > Version)
        {
            throw new InvalidFileException(file.Name, "version", $"{Version}; a newer program wrote it", version);
        }

        (RunSpec spec, NetworkPlan plan, RunFacts facts) = Describe(file);
        float[] meta = new float[plan.Table.Length];
        foreach (NamedSlice slice in NamedSlice.Of(plan.Table))
        {
            file.ReadFinite<float>(slice.Name, slice.Shape).CopyTo(meta.AsSpan(slice.Offset));
        }

        return new TrainedModel(spec, plan, meta, facts);
    }

    private static (RunSpec Spec, NetworkPlan Plan, RunFacts Facts) Describe(SafetensorsFile file)
    {
        try
        {
            RunSpec spec = SpecJson.Read(file.RequireMetadata("spec"));
            RunFacts? facts = JsonSerializer.Deserialize<RunFacts>(file.RequireMetadata("facts"), SpecJson.Lenient); // a later program may count more
            return (spec, new NetworkPlan(spec.Network), facts ?? throw new JsonException("null"));
        }
        catch (ArgumentException e)
        {
            throw new InvalidFileException(file.Name, "spec", "a valid run spec", e.Message, e);
        }
        catch (JsonException e)
        {
            throw new InvalidFileException(file.Name, "facts", "the facts of a run as JSON", e.Message, e);
        }
    }

    private static Dictionary<string, string> Metadata(TrainedModel model) => new()
    {
        ["format"] = Format,
        ["version"] = Version.ToString(CultureInfo.InvariantCulture),
        ["name"] = model.Spec.Name,
        ["spec"] = SpecJson.Write(model.Spec),
        ["facts"] = JsonSerializer.Serialize(model.Facts, SpecJson.Options),
        ["seed"] = model.Spec.Seed.ToString(CultureInfo.InvariantCulture),
        ["steps"] = model.Facts.Steps.ToString(CultureInfo.InvariantCulture),
        ["commit"] = model.Facts.Commit,
    };
}
