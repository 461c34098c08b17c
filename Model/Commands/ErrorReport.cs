using System.CommandLine;
using ReptileGen.Formats;

namespace ReptileGen.Model.Commands;

/// <summary>One line on standard error for whatever went wrong, and the exit code that goes with it.</summary>
internal static class ErrorReport
{
    /// <summary>Set to 1 to see the whole stack trace.</summary>
    public const string TraceVariable = "REPTILEGEN_TRACE";

    /// <summary>Reports a command line that cannot be understood.</summary>
    public static int Usage(ParseResult parse, TextWriter error)
    {
        var words = parse.CommandResult.Command.Parents.Any() ? $" {Words(parse.CommandResult.Command)}" : "";
        error.WriteLine(Line($"{string.Join(' ', parse.Errors.Select(e => e.Message))} See {CommandLine.Name}{words} --help"));
        return ExitCode.Usage;
    }

    /// <summary>Reports an exception that a command threw.</summary>
    public static int Exception(Exception exception, TextWriter error, bool interrupted)
    {
        var (line, code) = exception switch
        {
            OperationCanceledException when interrupted => ("interrupted", ExitCode.Interrupted),
            UserException or InvalidFileException or IOException or UnauthorizedAccessException => (exception.Message, ExitCode.Failure),
            _ => ($"internal error {exception.GetType().Name}: {exception.Message} (please report it with the command line and the output under {TraceVariable}=1)", ExitCode.Internal),
        };
        error.WriteLine(Line(line));
        if (Environment.GetEnvironmentVariable(TraceVariable) == "1")
            error.WriteLine(exception);
        return code;
    }

    private static string Line(string message) => $"{CommandLine.Name}: {message.ReplaceLineEndings(" ")}";

    private static string Words(Command command)
    {
        var parent = command.Parents.OfType<Command>().First();
        return parent.Parents.Any() ? $"{Words(parent)} {command.Name}" : command.Name;
    }
}
