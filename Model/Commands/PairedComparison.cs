using System.CommandLine;
using System.Text.Json;
using ReptileGen.Formats;
using ReptileGen.Model.Evaluation;

namespace ReptileGen.Model.Commands;

/// <summary>What <c>eval</c>, <c>baseline eval</c> and <c>baseline text</c> say of two models on the same episodes: <c>--each</c> keeps a model's losses, <c>--against</c> compares with kept ones.</summary>
/// <param name="Model">The other model.</param>
/// <param name="Difference">Mean nats per episode that the model evaluated now costs more; below 0 if it is the better one.</param>
/// <param name="StandardError">Of the difference, in pairs.</param>
internal sealed record PairedComparison(string Model, double Difference, double StandardError)
{
    private static readonly JsonSerializerOptions Json = new(Report.JsonOptions)
    {
        WriteIndented = false,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary><c>--each FILE</c>.</summary>
    public static Option<string?> Each { get; } = new("--each")
    {
        Description = "Write the loss of each image (or line) to FILE, for --against",
        HelpName = "FILE.json",
    };

    /// <summary><c>--against FILE</c>.</summary>
    public static Option<string?> Against { get; } = new("--against")
    {
        Description = "Compare with the losses in FILE image by image (or line by line): the mean difference and its standard error",
        HelpName = "FILE.json",
    };

    /// <summary>The losses of <c>--against</c>, null without it. Called before the evaluation, so that wrong files cost no time.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="mine">Says which episodes will be evaluated.</param>
    /// <exception cref="UserException"><c>--each</c> is a folder; or there is no such file, it was not made by <c>--each</c>, or it is of other episodes.</exception>
    public static EpisodeLosses? Read(ParseResult parse, EpisodeLosses mine)
    {
        if (parse.GetResult(Each)?.GetValueOrDefault<string?>() is { } target)
            CommonOptions.PrepareFile(Each.Name, target);
        if (parse.GetValue(Against) is not { } path)
            return null;
        var other = Parsed(path);
        return other.Episodes == mine.Episodes
            ? other
            : throw new UserException($"--against {path}: expected {mine.Episodes}, found {other.Episodes}: evaluate both models on the same data with the same options");
    }

    /// <summary>Compares, if there is something to compare with.</summary>
    /// <param name="mine">The losses of the model evaluated now.</param>
    /// <param name="other">What <see cref="Read"/> gave.</param>
    public static PairedComparison? Of(EpisodeLosses mine, EpisodeLosses? other)
    {
        if (other is null)
            return null;
        var (difference, error) = mine.Minus(other);
        return new PairedComparison(other.Model, difference, error);
    }

    /// <summary>Writes what <c>--each</c> asks for.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="mine">The losses of the model evaluated now.</param>
    public static void Write(ParseResult parse, EpisodeLosses mine)
    {
        if (parse.GetValue(Each) is { } path)
            AtomicFile.WriteAllText(path, JsonSerializer.Serialize(mine, Json) + "\n");
    }

    /// <summary>One line under the table.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="model">The model evaluated now.</param>
    /// <param name="count">Episodes.</param>
    /// <param name="unit">image or line.</param>
    public void Print(ParseResult parse, string model, int count, string unit)
    {
        var much = Difference == 0 ? "as much as" : FormattableString.Invariant($"{Math.Abs(Difference):0.000} +- {StandardError:0.000} nats/{unit} {(Difference > 0 ? "more" : "less")} than");
        Report.Console(parse).Profile.Out.Writer.WriteLine(FormattableString.Invariant($"{model} costs {much} {Model}, {count:#,0} {unit}{(count == 1 ? "" : "s")} in pairs"));
    }

    private static EpisodeLosses Parsed(string path)
    {
        if (!File.Exists(path))
            throw new UserException($"--against {path}: expected a file made by --each (eval OTHER --each {path}), found {(Directory.Exists(path) ? "a folder" : "none")}");
        string wrong;
        try
        {
            var losses = JsonSerializer.Deserialize<EpisodeLosses>(File.ReadAllText(path), Json);
            if (losses is not null && losses.Nats.All(double.IsFinite))
                return losses;
            wrong = losses is null ? "null" : "a loss that is not finite";
        }
        catch (JsonException e)
        {
            wrong = $"something else at {e.Path ?? "$"}, line {e.LineNumber + 1 ?? 1} (or one of an older program: evaluate again)";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"--against {e.Message}", e);
        }

        throw new UserException($"--against {path}: expected a file made by --each (eval OTHER --each {path}), found {wrong}");
    }
}
