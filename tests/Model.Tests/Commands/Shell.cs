using ReptileGen.Model.Commands;

namespace ReptileGen.Model.Tests.Commands;

/// <summary>Runs command lines in this process.</summary>
internal static class Shell
{
    public static (int Code, string Output, string Error) Run(params string[] args) => Run(Program.Commands, args);

    public static (int Code, string Output, string Error) Run(IEnumerable<DocumentedCommand> commands, params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var code = CommandLine.Run(args, output, error, commands);
        return (code, output.ToString(), error.ToString());
    }

    public static void AssertOneLine(string error)
    {
        Assert.EndsWith("\n", error);
        Assert.AreEqual(1, error.Count(c => c == '\n'), error);
        Assert.StartsWith("reptilegen: ", error);
    }
}
