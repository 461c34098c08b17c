using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Platform;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Tests;

/// <summary>The terminal: what stands in it, and how it is left.</summary>
[TestClass]
public sealed partial class TerminalTests
{
    /// <summary>The image is whole wherever it can be.</summary>
    [TestMethod]
    [DataRow(200, 60, 56, 28)]
    [DataRow(56, 34, 56, 28)]
    [DataRow(80, 33, 28, 14)]
    [DataRow(55, 34, 28, 14)]
    [DataRow(80, 24, 28, 14)]
    [DataRow(50, 24, 28, 14)]
    [DataRow(80, 20, 28, 14)]
    [DataRow(30, 16, 28, 14)]
    [DataRow(20, 10, 20, 10)]
    public void EverythingFits(int columns, int rows, int width, int height)
    {
        using Trainer trainer = Trainings.Tiny();
        Simulation.Simulation simulation = new(new TraceGenerator(), 1, 1);
        string[] lines = Lines(new TerminalHost(simulation, new ViewerState(), trainer).Frame(simulation.Latest(), columns, rows, new string('x', 300)));
        Assert.IsLessThanOrEqualTo(rows, lines.Length);
        Assert.IsTrue(lines.All(line => line.Length <= columns), string.Join('\n', lines));
        Assert.AreEqual(height, lines.Count(line => line == new string(height == 28 ? ' ' : '▀', width)));
        Assert.AreEqual(rows >= 20, lines.Contains(new string('x', columns)));
        Assert.AreEqual(rows >= 16, lines.Any(line => line.StartsWith("step 0 of 784", StringComparison.Ordinal)));
    }

    /// <summary>Of a text that is too long the end stays, where letters are added.</summary>
    [TestMethod]
    public void ALongTextShowsItsEnd()
    {
        var host = new TerminalHost(new Simulation.Simulation(new TraceGenerator(), 1, 1), new ViewerState());
        string[] lines = Lines(host.Frame(Snapshot("and it came to pass in those days that the child grew"), 12, 2));
        CollectionAssert.AreEqual(new[] { "that the ", "child grew¶▏" }, lines);
        Assert.IsTrue(Lines(host.Frame(Snapshot("a full line   and spaces"), 12)).All(line => line.Length <= 12));
    }

    [TestMethod]
    public void ATextIsBrokenBetweenWordsAndPrintedWithoutItsEnd()
    {
        Snapshot snapshot = Snapshot("and it came to pass in those days that the child grew");
        var host = new TerminalHost(new Simulation.Simulation(new TraceGenerator(), 1, 1), new ViewerState());
        string[] lines = Lines(host.Frame(snapshot, 30));
        Assert.Contains("and it came to pass in those ", lines);
        Assert.Contains("days that the child grew¶▏", lines);
        Assert.AreEqual("and it came to pass in those days that the child grew\n0.00 nats, seed 0\n", TerminalHost.Plain(snapshot));
    }

    /// <summary>The terminal shows its own screen and cursor again.</summary>
    [TestMethod]
    [Timeout(120_000)]
    public void ATerminationLeavesTheTerminalAsItWas()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("script(1) of util-linux makes the terminal");
        }

        string program = Path.Combine(AppContext.BaseDirectory, "ReptileGen.Render.dll");
        var start = new ProcessStartInfo("script", ["-qefc", $"echo pid $$.; exec \"{Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"}\" \"{program}\" tiny --untrained --terminal", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process script = Process.Start(start)!;
        var screen = new StringBuilder();
        char[] part = new char[4096];
        Read(() => screen.ToString().Contains("SGD", StringComparison.Ordinal));
        using (Process kill = Process.Start("kill", ["-TERM", Pid().Match(screen.ToString()).Groups[1].Value]))
        {
            kill.WaitForExit();
        }

        Read(() => false);
        Assert.EndsWith("\e[?25h\e[?1049l", screen.ToString().TrimEnd('\r', '\n'), StringComparison.Ordinal);
        Assert.IsTrue(script.WaitForExit(20_000));
        Assert.AreEqual(0, script.ExitCode);

        void Read(Func<bool> isEnough)
        {
            for (int length = 1; length > 0 && !isEnough();)
            {
                length = script.StandardOutput.Read(part);
                screen.Append(part, 0, length);
            }
        }
    }

    [TestMethod]
    public void TheStatusShowsTheTraining()
    {
        using Trainer trainer = Trainings.Tiny();
        Assert.IsTrue(SpinWait.SpinUntil(() => trainer.Progress().Steps > 0, 60_000));
        Simulation.Simulation simulation = new(new TraceGenerator(), 1, 1);
        string frame = new TerminalHost(simulation, new ViewerState(), trainer).Frame(simulation.Latest());
        Assert.MatchesRegex(@"\ntraining: outer step \d+   \d+\.\d nats\n", Escape().Replace(frame, ""));
        Assert.DoesNotContain("training", new TerminalHost(simulation, new ViewerState()).Frame(simulation.Latest()));
    }

    [TestMethod]
    [Timeout(120_000)]
    public void AFailedTrainingEndsTheTerminalViewAndSaysWhy()
    {
        using Trainer trainer = Trainings.Diverging();
        TextWriter console = Console.Out;
        using var screen = new StringWriter();
        Console.SetOut(screen);
        try
        {
            var host = new TerminalHost(new Simulation.Simulation(new TraceGenerator(), 1, 1), new ViewerState(), trainer);
            ViewerException error = Assert.ThrowsExactly<ViewerException>(() => host.Play(null));
            Assert.StartsWith("the training stopped: ", error.Message);
            Assert.EndsWith("\e[?1049l", screen.ToString());
        }
        finally
        {
            Console.SetOut(console);
        }
    }

    /// <summary>What can be read of a frame.</summary>
    private static string[] Lines(string frame) => Escape().Replace(frame, "").Split('\n');

    [GeneratedRegex(@"\e\[[0-9;]*[mKJ]")]
    private static partial Regex Escape();

    [GeneratedRegex(@"pid (\d+)\.")]
    private static partial Regex Pid();

    [TestMethod]
    [DataRow(false, "each letter is one step of SGD")]
    [DataRow(true, "each surprising letter is one step of SGD")]
    public void ItSaysWhatIsLearned(bool onlySurprises, string expected) =>
        Assert.Contains(expected, new TerminalHost(new Simulation.Simulation(new TraceGenerator(), 1, 1), new ViewerState()).Frame(Snapshot("x", onlySurprises)));

    private static Snapshot Snapshot(string line, bool onlySurprises = false)
    {
        var snapshot = new Snapshot(new GeneratorInfo("letters", 1, 100, 256, [.. Enumerable.Range(0, 100)], [], onlySurprises));
        Encoding.ASCII.GetBytes(line, snapshot.Values);
        snapshot.Position = line.Length + 1;
        return snapshot;
    }
}
