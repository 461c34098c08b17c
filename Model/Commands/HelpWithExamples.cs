using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ReptileGen.Model.Commands;

/// <summary>The usual help, then the examples of the command.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
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
