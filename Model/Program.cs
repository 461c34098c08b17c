using System.Text;
using ReptileGen.Model.Commands;

namespace ReptileGen.Model;

/// <summary>The command line: <c>reptilegen COMMAND</c>.</summary>
public static class Program
{
    /// <summary>Runs one command and returns its exit code: 0 only for success, see <see cref="ExitCode"/>.</summary>
    public static int Main(string[] args)
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = new UTF8Encoding(false); // its consoles show frames and curves, but not in their old code pages
        }

        return CommandLine.Run(args, Console.Out, Console.Error, Commands);
    }

    /// <summary>Every command, one per line, in the order of the help text.</summary>
    internal static IReadOnlyList<DocumentedCommand> Commands { get; } =
    [
        TrainCommand.Create(),
        EvalCommand.Create(),
        SampleCommand.Create(),
        InfoCommand.Create(),
        BenchCommand.Create(),
        VerifyCommand.Create(),
        DataCommand.Create(),
        FewshotCommand.Create(),
        BaselineCommand.Create(),
    ];
}
