using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ReptileGen.Formats;
using ReptileGen.Model.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace ReptileGen.Model.Baselines;

/// <summary>A trained baseline as a safetensors file: its parameters by name, spec and history as metadata.</summary>
public static class BaselineFile
{
    /// <summary>The metadata entry <c>format</c>.</summary>
    public const string Format = "reptilegen-baseline";

    private const string Version = "1";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes a model, atomically.</summary>
    /// <param name="path">Target.</param>
    /// <param name="model">Its parameters; buffers are made anew from the spec.</param>
    /// <param name="training">How it was trained.</param>
    /// <param name="history">What its epochs ended with.</param>
    public static void Write(string path, Baseline model, BaselineTraining training, IReadOnlyList<EpochResult> history)
    {
        var values = model.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        var metadata = new Dictionary<string, string>
        {
            ["format"] = Format,
            ["version"] = Version,
            ["spec"] = JsonSerializer.Serialize(model.Spec, Json),
            ["training"] = JsonSerializer.Serialize(training, Json),
            ["history"] = JsonSerializer.Serialize(history, Json),
            ["commit"] = RunFacts.CurrentCommit(),
            ["seed"] = model.Spec.Seed.ToString(CultureInfo.InvariantCulture),
        };
        using var writer = new SafetensorsWriter(path, values.Select(v => new TensorSpec(v.Key, DType.F32, v.Value.shape)).ToList(), metadata);
        foreach (var tensor in writer.Tensors)
        {
            using var scope = NewDisposeScope();
            writer.Append<float>(tensor.Name, values[tensor.Name].detach().cpu().data<float>().ToArray());
        }

        writer.Commit();
    }

    /// <summary>Reads a model, and how it was trained.</summary>
    /// <exception cref="InvalidFileException">It is no file of a baseline, of another version, damaged, or not finite.</exception>
    public static (Baseline Model, BaselineTraining Training) ReadAll(string path)
    {
        using var file = SafetensorsFile.Open(path);
        string format = file.RequireMetadata("format"), version = file.RequireMetadata("version");
        if (format != Format)
            throw new InvalidFileException(file.Name, "format", Format, format);
        if (version != Version)
            throw new InvalidFileException(file.Name, "version", Version, version);
        var training = Metadata<BaselineTraining>(file, "training");
        var epochs = Metadata<List<EpochResult>>(file, "history").Count(e => e.Epoch > 0);
        var model = Baselines.Create(Metadata<BaselineSpec>(file, "spec"));
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in model.named_parameters())
            parameter.copy_(tensor(file.ReadFinite<float>(name, parameter.shape).ToArray(), parameter.shape));
        return (model, training with { EpochsBefore = training.EpochsBefore + epochs });
    }

    /// <summary>Reads a model; as <see cref="ReadAll"/>.</summary>
    public static Baseline Read(string path) => ReadAll(path).Model;

    /// <summary>The file of a model: a path, or the name of a shipped one.</summary>
    /// <exception cref="UserException">There is none.</exception>
    public static string Locate(string model)
    {
        if (File.Exists(model))
            return model;
        try
        {
            return ModelLocator.Locate(Path.Combine("baselines", model));
        }
        catch (UserException)
        {
            throw new UserException($"no baseline checkpoint {model}: expected a file, or a shipped name; make one with: baseline train {model} --out {model}.safetensors");
        }
    }

    private static T Metadata<T>(SafetensorsFile file, string key)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(file.RequireMetadata(key), Json) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new InvalidFileException(file.Name, key, $"the {key} of a baseline as JSON", e.Message, e);
        }
    }
}
