using System.CommandLine;
using ReptileGen.Model;
using ReptileGen.Model.Commands;
using ReptileGen.Render.Engine;

namespace ReptileGen.Render;

/// <summary>The options of the command line; what a key does an option does too.</summary>
internal static class Options
{
    public static readonly Argument<string> Model = new("MODEL")
    {
        Description = "A shipped model such as mnist, a model file, the folder of a run, or (with --untrained or --train) a preset",
        DefaultValueFactory = _ => "mnist",
    };

    public static readonly Option<ulong> Seed = new("--seed") { Description = "Of the draws", DefaultValueFactory = _ => 1 };
    public static readonly Option<double> Temperature = new("--temperature") { Description = "0 to 2; 1 is the model's own distribution", DefaultValueFactory = _ => 1 };
    public static readonly Option<string> Speed = new("--speed") { Description = "Steps a second, or max", DefaultValueFactory = _ => "100" };
    public static readonly Option<int> View = new("--view") { Description = "1 overview, 2 canvas, 3 weights, 4 one tensor, 5 story, 6 gallery, 7 dream, 8 training", DefaultValueFactory = _ => 1 };
    public static readonly Option<string> Weights = new("--weights") { Description = "value, change or update", DefaultValueFactory = _ => "change" };
    public static readonly Option<int> Tensor = new("--tensor") { Description = "Which tensor view 4 shows, from 1", DefaultValueFactory = _ => 1 };
    public static readonly Option<int> Colors = new("--colors") { Description = "1 blue-orange, 2 green-magenta, 3 grey", DefaultValueFactory = _ => 1 };
    public static readonly Option<bool> Log = new("--log") { Description = "Logarithmic scale" };
    public static readonly Option<float> Gain = new("--gain") { Description = "Brightness of the weights", DefaultValueFactory = _ => 1 };
    public static readonly Option<bool> Paused = new("--paused") { Description = "Start paused" };
    public static readonly Option<bool> Draw = new("--draw") { Description = "Start in draw mode" };
    public static readonly Option<bool> NoHud = new("--no-hud") { Description = "Without texts" };
    public static readonly Option<bool> Untrained = new("--untrained") { Description = "MODEL is a preset; its weights are random" };
    public static readonly Option<bool> Train = new("--train") { Description = "MODEL is a preset; train it in the background and watch it get better (view 8)" };
    public static readonly Option<string?> Data = new("--data") { Description = "Folder of packed datasets, for --train" };
    public static readonly Option<string> Background = new("--background") { Description = "none, cppn (a picture by a random network) or cppn:SEED", DefaultValueFactory = _ => "none" };
    public static readonly Option<string> Size = new("--size") { Description = "Pixels, such as 1920x1080", DefaultValueFactory = _ => "1280x720" };
    public static readonly Option<bool> Windowed = new("--windowed") { Description = "A window instead of the full screen" };
    public static readonly Option<bool> Headless = new("--headless") { Description = "Draw PNG files without any display" };
    public static readonly Option<int> Frames = new("--frames") { Description = "How many frames (30 a second) --headless draws", DefaultValueFactory = _ => 1 };
    public static readonly Option<int> Skip = new("--skip") { Description = "Frames that --headless plays before the first file" };
    public static readonly Option<string> Out = new("--out") { Description = "Folder for pictures", DefaultValueFactory = _ => "." };
    public static readonly Option<bool> Terminal = new("--terminal") { Description = "Draw with characters in the terminal" };
    public static readonly Option<string?> Shaders = new("--shaders") { Description = "Folder of shaders, read again when a file changes" };

    public static RootCommand Command(Func<ParseResult, int> run)
    {
        var root = new RootCommand(
            "Watch a network learn while it draws. Keys: H.\n\nExamples:\n"
            + "  reptilegen-viewer mnist --seed 3 --speed 200\n"
            + "  reptilegen-viewer mnist --headless --frames 1 --skip 90 --out pictures\n"
            + "  reptilegen-viewer mnist --terminal")
        {
            Model, Seed, Temperature, Speed, View, Weights, Tensor, Colors, Log, Gain, Paused, Draw, NoHud, Untrained, Train, Data, Background, Size,
            Windowed, Headless, Frames, Skip, Out, Terminal, Shaders,
        };
        root.Validators.Add(DocumentedCommand.ExpectPlainWords);
        root.SetAction(run);
        return root;
    }

    /// <summary>How things are shown at the start.</summary>
    /// <exception cref="UserException">A value is out of range.</exception>
    public static ViewerState State(ParseResult parse)
    {
        var state = new ViewerState
        {
            View = InRange(parse, View, 1, parse.GetValue(Train) ? 8 : 7),
            Tensor = InRange(parse, Tensor, 1, 10_000) - 1,
            ColorMap = InRange(parse, Colors, 1, 3) - 1,
            IsLog = parse.GetValue(Log),
            Gain = parse.GetValue(Gain),
            HasHud = !parse.GetValue(NoHud),
            IsDrawing = parse.GetValue(Draw),
            IsTraining = parse.GetValue(Train),
            IsPaused = parse.GetValue(Paused),
            Weights = parse.GetValue(Weights) switch
            {
                "value" => WeightMode.Value,
                "change" => WeightMode.Change,
                "update" => WeightMode.Update,
                string other => throw new UserException($"--weights: expected value, change or update, found {other}"),
                null => WeightMode.Change,
            },
        };
        if (!(state.Gain > 0 && float.IsFinite(state.Gain)))
        {
            throw new UserException(FormattableString.Invariant($"--gain: expected a number above 0, found {state.Gain}"));
        }

        (state.HasBackground, state.BackgroundSeed) = Picture(parse.GetValue(Background)!);
        state.Pace.Speed = Pace(parse.GetValue(Speed)!);
        return state;
    }

    /// <summary>Width and height.</summary>
    /// <exception cref="UserException">Not WIDTHxHEIGHT, or out of range.</exception>
    public static (int Width, int Height) Pixels(ParseResult parse)
    {
        string text = parse.GetValue(Size)!;
        string[] parts = text.Split('x');
        bool isGood = parts.Length == 2 & int.TryParse(parts[0], out int width) & int.TryParse(parts[^1], out int height);
        return isGood && width is >= 160 and <= 16384 && height is >= 90 and <= 16384
            ? (width, height)
            : throw new UserException($"--size: expected WIDTHxHEIGHT from 160x90 to 16384x16384, found {text}");
    }

    /// <summary>A value between two bounds.</summary>
    /// <exception cref="UserException">It is not.</exception>
    public static int InRange(ParseResult parse, Option<int> option, int least, int most)
    {
        int value = parse.GetValue(option);
        return value >= least && value <= most
            ? value
            : throw new UserException($"{option.Name}: expected {least} to {most}, found {value}");
    }

    private static (bool IsShown, ulong Seed) Picture(string text) => text.Split(':') switch
    {
        ["none"] => (false, 1),
        ["cppn"] => (true, 1),
        ["cppn", var number] when ulong.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out ulong seed) => (true, seed),
        _ => throw new UserException($"--background: expected none, cppn or cppn:SEED, found {text}"),
    };

    private static double Pace(string text) => text switch
    {
        "max" => double.PositiveInfinity,
        _ when double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double speed) && speed is > 0 and <= 1e6 => speed,
        _ => throw new UserException($"--speed: expected steps a second, or max, found {text}"),
    };
}
