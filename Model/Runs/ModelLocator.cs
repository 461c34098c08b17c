using System.Reflection;
using ReptileGen.Formats;

namespace ReptileGen.Model.Runs;

/// <summary>Finds the model that a command means.</summary>
public static class ModelLocator
{
    private const string Extension = ".safetensors";
    private const string MetadataKey = "ReptileGen.Models";

    /// <summary>Loads a model.</summary>
    /// <param name="model">A file, a run's folder (its best model), or the name of a shipped model such as <c>mnist</c>.</param>
    /// <exception cref="UserException">There is no such model.</exception>
    /// <exception cref="InvalidFileException">The file is damaged or of a newer version.</exception>
    public static TrainedModel Load(string model) => ModelFile.Read(Locate(model));

    /// <summary>The file of a model; parameters as for <see cref="Load"/>.</summary>
    /// <exception cref="UserException">There is no such model.</exception>
    public static string Locate(string model)
    {
        if (File.Exists(model))
        {
            return model;
        }

        if (File.Exists(Path.Combine(model, Run.BestName)))
        {
            return Path.Combine(model, Run.BestName);
        }

        if (File.Exists(Path.Combine(model, Run.LastName)))
        {
            throw new UserException($"{model}: a run without {Run.BestName}: it was not evaluated yet, or in no evaluation were all episodes finite: go on with it (--resume), or name {Path.Combine(model, Run.LastName)}");
        }

        string[] folders = [.. Folders()];
        string? shipped = folders.Select(f => Path.Combine(f, model + Extension)).FirstOrDefault(File.Exists);
        return shipped ?? throw new UserException(
            $"no model {model}: expected a file, the folder of a run with {Run.BestName}, or a shipped name ({string.Join(", ", Shipped().DefaultIfEmpty("none here"))})");
    }

    /// <summary>The names of the shipped models, sorted.</summary>
    public static IReadOnlyList<string> Shipped() =>
    [
        .. Folders().Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*" + Extension))
            .Select(f => Path.GetFileNameWithoutExtension(f)).Where(n => !n.StartsWith('.')).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>The repository that this assembly was built in, then the folder beside the assembly.</summary>
    private static IEnumerable<string> Folders()
    {
        string? repository = typeof(ModelLocator).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => a.Key == MetadataKey)?.Value;
        return repository is null ? [Beside()] : [repository, Beside()];
    }

    private static string Beside() => Path.Combine(AppContext.BaseDirectory, "models");
}
