using System.CommandLine;
using System.CommandLine.Parsing;
using ReptileGen.Model.Episodes;

namespace ReptileGen.Model.Commands;

/// <summary>Options that several commands share, so that they are spelt and explained alike.</summary>
internal static class CommonOptions
{
    /// <summary><c>--data DIR</c>: where the packed datasets are.</summary>
    public static Option<string?> Data { get; } = new("--data")
    {
        Description = $"Folder of the packed datasets (else ${ReptileGen.Model.Data.DatasetLocator.Variable}, else where the build put them)",
        HelpName = "DIR",
    };

    /// <summary><c>--json FILE</c>: machine-readable output.</summary>
    public static Option<string?> Json { get; } = new("--json")
    {
        Description = "Write the result as JSON to FILE (- for standard output)",
        HelpName = "FILE",
    };

    /// <summary><c>--split SPLIT</c>, of those that a command can do with; the test set without it.</summary>
    public static Option<Split> Part(string which) => new("--split")
    {
        Description = which,
        HelpName = "SPLIT",
        DefaultValueFactory = _ => Split.Test,
        CustomParser = Word<Split>,
    };

    /// <summary>Reads one of an enumeration's words, in capitals or not; numbers and lists of words are none.</summary>
    public static T Word<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var found = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
        if (Enum.GetNames<T>().FirstOrDefault(name => name.Equals(found, StringComparison.OrdinalIgnoreCase)) is { } word)
            return Enum.Parse<T>(word);
        var words = string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()));
        result.AddError($"{(result.Parent as OptionResult)?.Option.Name ?? result.Argument.Name}: expected one of {words}, found {found}.");
        return default;
    }

    /// <summary>Makes the folder of a file that will be written after the work, so that what cannot be written is said before.</summary>
    /// <param name="option">Who names the file, such as <c>--out</c>.</param>
    /// <param name="target">The file.</param>
    /// <exception cref="UserException">It is a folder, or named like one.</exception>
    /// <exception cref="IOException">Its folder cannot be made.</exception>
    public static void PrepareFile(string option, string target)
    {
        ExpectFile(option, target);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
    }

    /// <summary>Makes nothing yet, but says what could not become a file.</summary>
    /// <param name="option">Who names the file.</param>
    /// <param name="target">The file.</param>
    /// <exception cref="UserException">It is a folder, or named like one, or would lie in a file.</exception>
    public static void ExpectFile(string option, string target)
    {
        if (Directory.Exists(target) || Path.EndsInDirectorySeparator(target))
            throw new UserException($"{option} {target}: expected a file to write, found a folder");
        for (string? folder = Path.GetDirectoryName(Path.GetFullPath(target)); folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(folder))
                throw new UserException($"{option} {target}: expected {folder} to be a folder, found a file");
        }
    }

    /// <summary>An option's value, checked.</summary>
    /// <exception cref="UserException">It is outside.</exception>
    public static int Within(ParseResult parse, Option<int> option, int low, int high)
    {
        var value = parse.GetValue(option);
        return value >= low && value <= high ? value : throw new UserException($"{option.Name}: expected {low} to {high}, found {value}");
    }
}
