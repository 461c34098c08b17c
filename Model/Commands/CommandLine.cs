using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;

namespace ReptileGen.Model.Commands;

/// <summary>Parses a command line, runs its command, and turns every outcome into an exit code.</summary>
internal static class CommandLine
{
    public const string Name = "reptilegen";

    /// <summary>Runs one command.</summary>
    /// <param name="args">The words after the program's name.</param>
    /// <param name="output">For results.</param>
    /// <param name="error">For the one line that says what went wrong, and for progress.</param>
    /// <param name="commands">The commands there are.</param>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error, IEnumerable<Command> commands)
    {
        var parse = Root(commands).Parse(args);
        if (parse.Action is ParseErrorAction)
            return ErrorReport.Usage(parse, error);

        using var interrupt = new CancellationTokenSource();
        using var sigint = CancelOn(PosixSignal.SIGINT, interrupt);
        using var sigterm = CancelOn(PosixSignal.SIGTERM, interrupt);
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // ours instead: a run may take its time to write a last checkpoint
        };
        try
        {
            return parse.InvokeAsync(configuration, interrupt.Token).GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            return ErrorReport.Exception(e, error, interrupt.IsCancellationRequested);
        }
    }

    private static Command Root(IEnumerable<Command> commands)
    {
        var help = new HelpOption { Recursive = true };
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        var root = new Command(Name, "Generates digits and text with networks whose only memory is their fast weights.")
        {
            help,
            new VersionOption(),
        };
        foreach (var command in commands)
            root.Add(command);
        return root;
    }

    /// <summary>The first signal asks the command to end, the second ends the process at once.</summary>
    private static PosixSignalRegistration CancelOn(PosixSignal signal, CancellationTokenSource interrupt) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = !interrupt.IsCancellationRequested;
            interrupt.Cancel();
        });
}
