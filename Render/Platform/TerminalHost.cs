using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ReptileGen.Model.Commands;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Platform;

/// <summary>
/// The viewer in a terminal. Where output is not a terminal it prints one finished sample and ends; a training could
/// not be watched there.
/// </summary>
public sealed class TerminalHost(Simulation.Simulation simulation, ViewerState state, Trainer? trainer = null)
{
    private const int FramesPerSecond = 15;
    private const int Columns = 80;
    private const int Rows = 24;

    private readonly TerminalPicture _picture = new();
    private ulong _seed;

    /// <summary>Runs until Esc, Q, Ctrl+C or SIGTERM; <paramref name="reason"/> says why there is no window.</summary>
    public int Run(string? reason)
    {
        if (trainer is not null && Console.IsOutputRedirected)
        {
            string window = reason is null ? "" : $" (no window: {reason})";
            Console.Error.WriteLine($"{Program.Name}: --train: expected a window or a terminal, found redirected output{window}. See {Program.Name} --help");
            return ExitCode.Usage;
        }

        if (reason is not null)
        {
            Console.Error.WriteLine($"No window ({reason}). Showing the terminal view instead.");
        }

        return Console.IsOutputRedirected ? PrintOne() : Play(reason);
    }

    /// <summary>One frame as text with escape sequences: lines of <paramref name="columns"/> at most, no more than <paramref name="rows"/>.</summary>
    public string Frame(Snapshot snapshot, int columns = Columns, int rows = Rows, string? reason = null)
    {
        var lines = new TerminalLines(columns, rows);
        GeneratorInfo info = snapshot.Info;
        lines.Add(LineKind.Name, $"ReptileGen  {info.Name}, {info.WeightCount:N0} weights, seed {snapshot.Seed}, sample {snapshot.Episode + 1}", "\e[1m");
        lines.Add(LineKind.Explanation, $"each {info.Learned} is one step of SGD on the network's weights");
        lines.Add(LineKind.Blank, $"");
        _picture.AddTo(lines, snapshot);
        lines.Add(LineKind.Blank, $"");
        lines.Add(LineKind.Step, $"step {snapshot.Position} of {info.Steps}   {snapshot.TotalNats:F1} nats   {Speed()}   {snapshot.Finished} finished");
        if (trainer?.Progress() is { } progress)
        {
            FormattableString stand = $"training: outer step {progress.Steps:N0}   {progress.Nats:F1} nats";
            lines.Add(LineKind.Training, progress.Steps == 0 ? $"training: first outer step ..." : stand);
        }

        lines.Add(LineKind.Keys, $"q leave   space pause   → step   + - speed   n new seed   r again");
        if (reason is not null)
        {
            lines.Add(LineKind.Reason, $"{reason}", "\e[2m");
        }

        return lines.ToString();
    }

    private int PrintOne()
    {
        simulation.Rest = int.MaxValue;
        simulation.Advance(simulation.Info.Steps);
        simulation.Publish();
        Console.Out.Write(Plain(simulation.Latest()));
        return 0;
    }

    internal static string Plain(Snapshot snapshot)
    {
        GeneratorInfo info = snapshot.Info;
        var text = new StringBuilder();
        char[] places = new char[info.Steps];
        for (int step = 0; step < snapshot.Position; step++)
        {
            places[info.PlaceOfStep[step]] = info.IsText
                ? Views.TextView.Show(snapshot.Values[step])
                : snapshot.Values[step] != 0 ? '#' : '.';
        }

        int columns = info.IsText ? Views.TextView.Length(snapshot.Values.AsSpan(0, snapshot.Position)) : info.Columns;
        for (int row = 0; row < info.Rows; row++)
        {
            text.Append(places, row * info.Columns, columns).Append('\n');
        }

        return text.Append(CultureInfo.InvariantCulture, $"{snapshot.TotalNats:F2} nats, seed {snapshot.Seed}\n").ToString();
    }

    internal int Play(string? reason)
    {
        using var thread = new SimulationThread(simulation);
        bool isRunning = true;
        Console.CancelKeyPress += (_, e) => (e.Cancel, isRunning) = (true, false);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => (c.Cancel, isRunning) = (true, false));
        Console.Out.Write("\e[?1049h\e[?25l");
        try
        {
            while (isRunning)
            {
                thread.Check();
                trainer?.Check();
                thread.Set(state.Pace.Speed, state.IsPaused);
                thread.Wake();
                int columns = Console.WindowWidth is > 0 and int width ? width : Columns;
                int rows = Console.WindowHeight is > 0 and int height ? height : Rows;
                Console.Out.Write("\e[H" + Frame(simulation.Latest(), columns, rows, reason));
                Thread.Sleep(1000 / FramesPerSecond);
                while (isRunning && !Console.IsInputRedirected && Console.KeyAvailable)
                {
                    isRunning = Press(Console.ReadKey(true));
                }
            }
        }
        finally
        {
            Console.Out.Write("\e[?25h\e[?1049l");
        }

        return 0;
    }

    private bool Press(ConsoleKeyInfo key)
    {
        switch (key.Key, key.KeyChar)
        {
            case (ConsoleKey.Escape, _) or (ConsoleKey.Q, _):
                return false;
            case (ConsoleKey.Spacebar, _):
                state.IsPaused = !state.IsPaused;
                break;
            case (ConsoleKey.RightArrow, _):
                state.IsPaused = true;
                simulation.Post(new Command(CommandKind.Step, 1));
                break;
            case (ConsoleKey.LeftArrow, _):
                state.IsPaused = true;
                simulation.Post(new Command(CommandKind.Step, -1));
                break;
            case (_, '+' or '='):
                state.Pace.Change(+1);
                break;
            case (_, '-'):
                state.Pace.Change(-1);
                break;
            case (ConsoleKey.R, _):
                simulation.Post(new Command(CommandKind.Restart));
                break;
            case (ConsoleKey.N, _):
                _seed = Math.Max(_seed, simulation.Latest().Seed) + 1;
                simulation.Post(new Command(CommandKind.NewSeed, Seed: _seed));
                break;
        }

        return true;
    }

    private string Speed()
    {
        Span<char> words = stackalloc char[24];
        return new string(words[..state.WriteSpeed(words)]);
    }
}
