using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ReptileGen.Model.Commands;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Platform;

/// <summary>
/// The viewer in a terminal: two pixels a character (upper half blocks), colours as 24 bits. Where output is not a
/// terminal it prints one finished sample and ends; a training could not be watched there.
/// </summary>
public sealed class TerminalHost(Simulation.Simulation simulation, ViewerState state, Trainer? trainer = null)
{
    private const int FramesPerSecond = 15;
    private const int Columns = 80;

    private readonly StringBuilder _text = new();
    private (int Row, int Column)[]? _places;
    private int _columns = Columns;
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

    /// <summary>One frame as text with escape sequences, lines ended by <c>\n</c>, none longer than <paramref name="columns"/>.</summary>
    public string Frame(Snapshot snapshot, int columns = Columns, string? reason = null)
    {
        _text.Clear();
        _columns = columns;
        GeneratorInfo info = snapshot.Info;
        _text.Append("\e[1m");
        Line($"ReptileGen  {info.Name}, {info.WeightCount:N0} weights, seed {snapshot.Seed}, sample {snapshot.Episode + 1}");
        _text.Append("\e[0m");
        Line($"each {info.Learned} is one step of SGD on the network's weights");
        Line($"");
        if (info.IsText)
        {
            AppendText(snapshot);
        }
        else
        {
            AppendImage(snapshot);
        }

        Line($"");
        Line($"step {snapshot.Position} of {info.Steps}   {snapshot.TotalNats:F1} nats   {Speed()}   {snapshot.Finished} finished");
        if (trainer?.Progress() is { } progress)
        {
            FormattableString stand = $"training: outer step {progress.Steps:N0}   {progress.Nats:F1} nats";
            Line(progress.Steps == 0 ? $"training: first outer step ..." : stand);
        }

        Line($"space pause   → step   + - speed   n new seed   r again   q leave");
        if (reason is not null)
        {
            _text.Append("\e[2m");
            Line($"{reason}");
            _text.Append("\e[0m");
        }

        return _text.ToString();
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
                Console.Out.Write("\e[H" + Frame(simulation.Latest(), columns, reason).Replace("\n", "\e[K\n") + "\e[J");
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

    private void AppendImage(Snapshot snapshot)
    {
        GeneratorInfo info = snapshot.Info;
        int[] stepOfPlace = new int[info.Steps];
        for (int step = 0; step < info.Steps; step++)
        {
            stepOfPlace[info.PlaceOfStep[step]] = step;
        }

        for (int row = 0; row < info.Rows; row += 2)
        {
            for (int column = 0; column < info.Columns; column++)
            {
                int upper = stepOfPlace[(row * info.Columns) + column];
                int lower = row + 1 < info.Rows ? stepOfPlace[((row + 1) * info.Columns) + column] : -1;
                (int r, int g, int b) = Shade(snapshot, upper);
                (int s, int h, int c) = Shade(snapshot, lower);
                _text.Append(CultureInfo.InvariantCulture, $"\e[38;2;{r};{g};{b};48;2;{s};{h};{c}m▀▀");
            }

            _text.Append("\e[0m\n");
        }
    }

    private void AppendText(Snapshot snapshot)
    {
        Views.WordWrap.Place(snapshot.Values.AsSpan(0, snapshot.Position), _columns - 1, _places ??= new (int, int)[snapshot.Info.Steps + 1]);
        int row = 0;
        for (int step = 0; step < snapshot.Position; step++)
        {
            if (_places[step].Row > row)
            {
                row++;
                _text.Append('\n');
            }

            int amber = (int)Math.Clamp((snapshot.Nats[step] - 1) * 50, 0, 200);
            _text.Append(CultureInfo.InvariantCulture, $"\e[38;2;240;{230 - (amber / 3)};{220 - amber}m{Views.TextView.Show(snapshot.Values[step])}");
        }

        _text.Append("\e[0m▏\n");
    }

    private static (int R, int G, int B) Shade(Snapshot snapshot, int step)
    {
        if (step < 0)
        {
            return (11, 13, 18);
        }

        if (step < snapshot.Position)
        {
            return snapshot.Values[step] != 0 ? (246, 243, 236) : (24, 27, 34);
        }

        float p = snapshot.Dream[step];
        return step == snapshot.Position ? (249, 160, 63) : ((int)(14 + (190 * p)), (int)(16 + (110 * p)), (int)(26 + (30 * p)));
    }

    private string Speed()
    {
        Span<char> words = stackalloc char[24];
        return new string(words[..state.WriteSpeed(words)]);
    }

    private void Line(FormattableString line)
    {
        string text = line.ToString(CultureInfo.InvariantCulture);
        _text.Append(text, 0, Math.Min(text.Length, _columns)).Append('\n');
    }
}
