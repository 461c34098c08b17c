using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ReptileGen.Model.Commands;

/// <summary>The usual help, without the arguments of parents, which no subcommand takes; then the examples of the command.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    private static readonly Lock Gate = new();

    public override int Invoke(ParseResult parseResult)
    {
        lock (Gate)
        {
            var ofParents = parseResult.CommandResult.Command.Parents.OfType<Command>().SelectMany(parent => parent.Arguments).ToList();
            ofParents.ForEach(argument => argument.Hidden = true);
            usual.Invoke(parseResult);
            ofParents.ForEach(argument => argument.Hidden = false);
        }

        if (parseResult.CommandResult.Command is DocumentedCommand { Examples: { Count: > 0 } examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
                output.WriteLine($"  {example}");
        }
        return ExitCode.Success;
    }
}
