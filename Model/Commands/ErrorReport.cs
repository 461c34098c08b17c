using System.CommandLine;
using System.Text.RegularExpressions;
using ReptileGen.Formats;

namespace ReptileGen.Model.Commands;

/// <summary>One line on standard error for whatever went wrong, and the exit code that goes with it.</summary>
public static partial class ErrorReport
{
    /// <summary>Set to 1 to see the whole stack trace.</summary>
    public const string TraceVariable = "REPTILEGEN_TRACE";

    /// <summary>Reports a command line that cannot be understood.</summary>
    /// <param name="parse">It.</param>
    /// <param name="error">Takes the line.</param>
    /// <param name="program">The program's name.</param>
    /// <returns><see cref="ExitCode.Usage"/>.</returns>
    public static int Usage(ParseResult parse, TextWriter error, string program = CommandLine.Name)
    {
        var words = parse.CommandResult.Command.Parents.Any() ? $" {Words(parse.CommandResult.Command)}" : "";
        error.WriteLine(Line($"{string.Join(' ', parse.Errors.Select(e => Plain(e.Message)))} See {program}{words} --help", program));
        return ExitCode.Usage;
    }

    /// <summary>Reports an exception that a command threw.</summary>
    /// <param name="exception">It.</param>
    /// <param name="error">Takes the line.</param>
    /// <param name="interrupted">Whether the user asked the command to end.</param>
    /// <param name="program">The program's name.</param>
    /// <returns>The <see cref="ExitCode"/> that goes with it.</returns>
    public static int Exception(Exception exception, TextWriter error, bool interrupted, string program = CommandLine.Name)
    {
        if (exception is AggregateException { InnerExceptions: [var first, ..] }) // of several threads
            exception = first;
        var (line, code) = exception switch
        {
            OperationCanceledException when interrupted => ("interrupted", ExitCode.Interrupted),
            UserException or InvalidFileException or IOException or UnauthorizedAccessException => (exception.Message, ExitCode.Failure),
            OutOfMemoryException => ($"not enough memory: choose a smaller network, or fewer threads where the command has them ({exception.Message})", ExitCode.Failure),
            _ => ($"internal error {exception.GetType().Name}: {exception.Message} (please report it with the command line and the output under {TraceVariable}=1)", ExitCode.Internal),
        };
        error.WriteLine(Line(line, program));
        if (Environment.GetEnvironmentVariable(TraceVariable) == "1")
            error.WriteLine(exception);
        return code;
    }

    /// <summary>The parser names types of .NET where a person wants to know what to write.</summary>
    private static string Plain(string message) => TypeName().Replace(message, type => type.Value.Contains("Double", StringComparison.Ordinal) ? "a number"
        : type.Value.Contains("UInt", StringComparison.Ordinal) ? "a whole number, 0 or more"
        : type.Value.Contains("Int", StringComparison.Ordinal) ? "a whole number"
        : type.Value);

    [GeneratedRegex("type 'System[^']*'")]
    private static partial Regex TypeName();

    private static string Line(string message, string program) => $"{program}: {message.ReplaceLineEndings(" ")}";

    private static string Words(Command command)
    {
        var parent = command.Parents.OfType<Command>().First();
        return parent.Parents.Any() ? $"{Words(parent)} {command.Name}" : command.Name;
    }
}
