using System.Reflection;

namespace ReptileGen.Model.Data;

/// <summary>Finds the folder of the packed datasets, and the files in it.</summary>
public static class DatasetLocator
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "REPTILEGEN_DATA";

    /// <summary>The key of the assembly metadata in which the build writes its folder.</summary>
    public const string MetadataKey = "ReptileGen.PackedData";

    /// <summary>What every packed file's name ends with.</summary>
    public const string Extension = ".safetensors";

    /// <summary>The folder: what the command line says, else <see cref="Variable"/>, else what the build wrote.</summary>
    /// <param name="option">The value of <c>--data</c>, or null.</param>
    /// <exception cref="UserException">The folder is missing; the message says how to get it.</exception>
    public static string Locate(string? option) =>
        Locate(option, Environment.GetEnvironmentVariable(Variable), WrittenByTheBuild());

    internal static string Locate(string? option, string? environment, string? built)
    {
        if (!string.IsNullOrEmpty(option))
            return Existing(option, "--data");
        if (!string.IsNullOrEmpty(environment))
            return Existing(environment, $"${Variable}");
        return built is not null && Directory.Exists(built)
            ? built
            : throw new UserException($"no packed datasets at {built ?? "any known place"}: run `dotnet build`, or name their folder with --data DIR or ${Variable}");
    }

    /// <summary>The path of a packed file that must be there.</summary>
    /// <param name="folder">A folder from <see cref="Locate(string?)"/>.</param>
    /// <param name="name">The file's name without its extension, such as <c>mnist-train</c>.</param>
    /// <exception cref="UserException">The file is missing; the message names those that are there.</exception>
    public static string File(string folder, string name)
    {
        var path = Path.Combine(folder, name + Extension);
        if (System.IO.File.Exists(path))
            return path;
        var others = string.Join(", ", Names(folder));
        throw new UserException($"no dataset {name} in {folder} (there: {(others.Length == 0 ? "nothing" : others)}): run `dotnet build` to pack the datasets");
    }

    /// <summary>The names (without extension) of the packed files in a folder, sorted.</summary>
    public static IReadOnlyList<string> Names(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*" + Extension)
            .Select(f => Path.GetFileNameWithoutExtension(f))
            .Where(f => !f.StartsWith('.'))
            .Order(StringComparer.Ordinal),
    ];

    private static string Existing(string folder, string origin) => Directory.Exists(folder)
        ? folder
        : throw new UserException($"{origin}: expected a folder of packed datasets, found nothing at {folder}; run `dotnet build` to pack them");

    private static string? WrittenByTheBuild() => typeof(DatasetLocator).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(a => a.Key == MetadataKey)?.Value;
}
