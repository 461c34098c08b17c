using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ReptileGen.Formats;
using Spectre.Console;

namespace ReptileGen.Model.Commands;

/// <summary>Where a command's result goes: tables to the terminal, and the same as JSON to a file or standard output.</summary>
internal static class Report
{
    private const int WidthOfFiles = 200;

    /// <summary>The names and numbers of every JSON file this program writes: snake_case, indented.</summary>
    public static JsonSerializerOptions JsonOptions { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new FiniteOrNull() },
    };

    /// <summary>A console on the command's output; silent under <c>--json -</c>, which has the output for itself.</summary>
    public static IAnsiConsole Console(ParseResult parse) =>
        On(JsonTarget(parse) == "-" ? TextWriter.Null : parse.InvocationConfiguration.Output);

    /// <summary>A console on standard error, for progress.</summary>
    public static IAnsiConsole ErrorConsole(ParseResult parse) => On(parse.InvocationConfiguration.Error);

    /// <summary>Writes the result if <c>--json</c> asks for it; does nothing otherwise.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="result">An object whose properties become snake_case keys.</param>
    public static void WriteJson<T>(ParseResult parse, T result)
    {
        if (JsonTarget(parse) is not { } target)
            return;
        var json = JsonSerializer.Serialize(result, JsonOptions) + "\n";
        if (target == "-")
            parse.InvocationConfiguration.Output.Write(json);
        else
            AtomicFile.WriteAllText(target, json);
    }

    /// <summary>Says at once if what <c>--json</c> names cannot become a file.</summary>
    /// <exception cref="UserException">It is a folder, or would lie in a file.</exception>
    public static void ExpectJsonFile(ParseResult parse)
    {
        if (JsonTarget(parse) is { } target and not "-")
            CommonOptions.ExpectFile(CommonOptions.Json.Name, target);
    }

    /// <summary>True if a writer can show frames and curves; without it tables get plain borders and charts stay out.</summary>
    private static bool HasLines(TextWriter writer) => writer.Encoding is UnicodeEncoding or UTF8Encoding or UTF32Encoding;

    /// <summary>JSON has no infinity and no NaN: a number that is not finite becomes null.</summary>
    private sealed class FiniteOrNull : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
                writer.WriteNumberValue(value);
            else
                writer.WriteNullValue();
        }
    }

    private static string? JsonTarget(ParseResult parse) => parse.GetResult(CommonOptions.Json)?.GetValueOrDefault<string?>();

    private static IAnsiConsole On(TextWriter writer)
    {
        var terminal = (writer == System.Console.Out && !System.Console.IsOutputRedirected)
            || (writer == System.Console.Error && !System.Console.IsErrorRedirected);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = InteractionSupport.No,
        });
        if (!terminal)
            console.Profile.Width = WidthOfFiles;
        console.Profile.Capabilities.Unicode = HasLines(writer);
        return console;
    }
}
