using System.CommandLine;
using ReptileGen.Formats;
using ReptileGen.Model.Commands;

namespace ReptileGen.Model.Tests.Commands;

/// <summary>Exit codes, error lines and help of the command line itself.</summary>
[TestClass]
public sealed class CommandLineTests
{
    [TestMethod]
    [DataRow("")]
    [DataRow("nonsense")]
    [DataRow("data")]
    [DataRow("data list --nonsense")]
    [DataRow("data show mnist")]
    [DataRow("data show mnist --out x.png --count many")]
    public void AWrongCommandLineIsOneLineAndExitCode2(string line)
    {
        var (code, output, error) = Shell.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.AreEqual(ExitCode.Usage, code);
        Assert.AreEqual("", output);
        Shell.AssertOneLine(error);
        Assert.Contains("--help", error);
    }

    [TestMethod]
    public void HelpAndVersionSucceed()
    {
        Assert.AreEqual(ExitCode.Success, Shell.Run("--help").Code);
        Assert.AreEqual(ExitCode.Success, Shell.Run("--version").Code);
    }

    [TestMethod]
    public void EveryCommandHasHelpWithAnExampleThatParses()
    {
        foreach (var (words, command) in Program.Commands.SelectMany(c => WithSubcommands([c.Name], c)))
        {
            var (code, output, error) = Shell.Run([.. words, "--help"]);
            Assert.AreEqual((ExitCode.Success, ""), (code, error));
            Assert.Contains("Examples:", output);
            Assert.IsNotEmpty(((DocumentedCommand)command).Examples);
            foreach (var example in ((DocumentedCommand)command).Examples)
            {
                Assert.Contains(example, output);
                Assert.StartsWith("reptilegen ", example);
                Assert.IsEmpty(new Command("reptilegen") { Program.Commands.First(c => c.Name == words[0]) }.Parse(example).Errors, example);
            }
        }
    }

    [TestMethod]
    [DataRow(typeof(IOException), ExitCode.Failure, "reptilegen: went wrong")]
    [DataRow(typeof(UnauthorizedAccessException), ExitCode.Failure, "reptilegen: went wrong")]
    [DataRow(typeof(NotSupportedException), ExitCode.Internal, "reptilegen: internal error NotSupportedException: went wrong (")]
    [DataRow(typeof(OperationCanceledException), ExitCode.Internal, "reptilegen: internal error OperationCanceledException: went wrong (")]
    public void AnExceptionIsOneLineAndAnExitCode(Type type, int expected, string start) =>
        AssertReported((Exception)Activator.CreateInstance(type, "went\nwrong")!, expected, start);

    [TestMethod]
    public void OurOwnExceptionsAreFailures()
    {
        AssertReported(new UserException("no such thing"), ExitCode.Failure, "reptilegen: no such thing");
        AssertReported(new InvalidFileException("f", "a", "b", "c"), ExitCode.Failure, "reptilegen: f: a: expected b, found c");
    }

    /// <summary>Of one thread, and of several, which .NET wraps.</summary>
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void TooLittleMemoryIsOneLine(bool threads)
    {
        using StringWriter error = new();
        OutOfMemoryException exception = new("Array dimensions exceeded supported range.");
        Assert.AreEqual(ExitCode.Failure, ErrorReport.Exception(threads ? new AggregateException(exception, new OutOfMemoryException()) : exception, error, interrupted: false));
        Shell.AssertOneLine(error.ToString());
        Assert.Contains("not enough memory: choose a smaller network", error.ToString());
        Assert.Contains("(Array dimensions exceeded supported range.)", error.ToString());
    }

    [TestMethod]
    public void AnInterruptedCommandSaysSo()
    {
        var error = new StringWriter();
        Assert.AreEqual(ExitCode.Interrupted, ErrorReport.Exception(new OperationCanceledException(), error, interrupted: true));
        Assert.AreEqual($"reptilegen: interrupted{Environment.NewLine}", error.ToString());
    }

    [TestMethod]
    [DoNotParallelize] // the variable belongs to the whole process
    public void TheTraceComesOnDemand()
    {
        var command = new DocumentedCommand("fail", "Fails.").Runs((_, _) => throw new NotSupportedException("went wrong"));
        Environment.SetEnvironmentVariable(ErrorReport.TraceVariable, "1");
        try
        {
            Assert.Contains($"   at {typeof(CommandLineTests).FullName}", Shell.Run([command], "fail").Error);
        }
        finally
        {
            Environment.SetEnvironmentVariable(ErrorReport.TraceVariable, null);
        }
    }

    private static void AssertReported(Exception exception, int expected, string start)
    {
        var command = new DocumentedCommand("fail", "Fails.").Runs((_, _) => throw exception);
        var (code, output, error) = Shell.Run([command], "fail");
        Assert.AreEqual((expected, ""), (code, output));
        Shell.AssertOneLine(error);
        Assert.StartsWith(start, error);
    }

    private static IEnumerable<(string[] Words, Command Command)> WithSubcommands(string[] words, Command command) =>
        command.Subcommands.SelectMany(c => WithSubcommands([.. words, c.Name], c)).Prepend((words, command));
}
