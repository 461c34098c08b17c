using System.CommandLine;
using System.CommandLine.Invocation;
using ReptileGen.Model;
using ReptileGen.Model.Commands;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Randomness;
using ReptileGen.Model.Runs;
using ReptileGen.Render.Engine;
using ReptileGen.Render.Platform;
using ReptileGen.Render.Simulation;
using Silk.NET.GLFW;

namespace ReptileGen.Render;

/// <summary>The viewer: a window, pictures in files, or characters in a terminal.</summary>
public static class Program
{
    internal const string Name = "reptilegen-viewer";

    /// <summary>Runs the viewer and returns its exit code: 0 only for success.</summary>
    public static int Main(string[] args)
    {
        ParseResult parse = Options.Command(Run).Parse(args);
        if (parse.Action is ParseErrorAction)
        {
            return ErrorReport.Usage(parse, Console.Error, Name);
        }

        try
        {
            return parse.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception)
        {
            bool isExplained = exception is ShaderException or OffscreenException or ViewerException;
            return ErrorReport.Exception(isExplained ? new UserException(exception.Message, exception) : exception, Console.Error, false, Name);
        }
    }

    private static int Run(ParseResult parse)
    {
        ViewerState state = Options.State(parse);
        (int width, int height) = Options.Pixels(parse);
        double temperature = parse.GetValue(Options.Temperature);
        if (!(temperature is >= 0 and <= 2))
        {
            throw new UserException(FormattableString.Invariant($"--temperature: expected 0 to 2, found {temperature}"));
        }

        using Trainer? trainer = parse.GetValue(Options.Train) ? new Trainer(Preset(parse), parse.GetValue(Options.Data)) : null;
        SamplerGenerator generator = Load(parse, trainer);
        if (state.IsDrawing && generator.Info.IsText)
        {
            throw new UserException($"--draw: expected a model of images, found {generator.Info.Name}");
        }

        var simulation = new Simulation.Simulation(generator, parse.GetValue(Options.Seed), temperature);
        string folder = parse.GetValue(Options.Out)!;
        if (parse.GetValue(Options.Terminal))
        {
            return new TerminalHost(simulation, state, trainer).Run(null);
        }

        var shaders = new ShaderLibrary(parse.GetValue(Options.Shaders));
        if (parse.GetValue(Options.Headless))
        {
            return Draw(parse, simulation, state, shaders, (width, height), folder, trainer);
        }

        try
        {
            using var window = new WindowHost(
                simulation, state, shaders, new WindowRequest(width, height, !parse.GetValue(Options.Windowed), folder), trainer);
            window.Run();
            return 0;
        }
        catch (Exception exception) when (exception is PlatformNotSupportedException or GlfwException or OffscreenException)
        {
            return new TerminalHost(simulation, state, trainer).Run(exception.Message.ReplaceLineEndings(" ").Trim());
        }
    }

    private static int Draw(
        ParseResult parse, Simulation.Simulation simulation, ViewerState state, ShaderLibrary shaders, (int Width, int Height) size, string folder, Trainer? trainer)
    {
        int frames = Options.InRange(parse, Options.Frames, 1, 1_000_000), skip = Options.InRange(parse, Options.Skip, 0, 10_000_000);
        using var host = new HeadlessHost(simulation, state, shaders, size.Width, size.Height, trainer);
        for (int i = 0; i < skip + frames; i++)
        {
            host.Frame();
            if (i >= skip)
            {
                host.Save(Path.Combine(folder, $"{i - skip:D5}.png"));
            }
        }

        Console.Error.WriteLine($"wrote {frames} picture{(frames == 1 ? "" : "s")} to {folder}");
        return 0;
    }

    private static SamplerGenerator Load(ParseResult parse, Trainer? trainer)
    {
        string name = parse.GetValue(Options.Model)!;
        if (!parse.GetValue(Options.Untrained) && trainer is null)
        {
            TrainedModel model = ModelLocator.Load(name);
            return new SamplerGenerator(Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(name)), model.Plan, model.Meta);
        }

        RunSpec spec = Preset(parse);
        NetworkPlan plan = trainer?.Plan ?? new NetworkPlan(spec.Network);
        float[] meta = plan.Table.Fresh(new RandomStream(spec.Seed, "theta").NextDouble);
        return new SamplerGenerator(trainer is null ? $"{name}, untrained" : $"{name}, in training", plan, meta, trainer);
    }

    private static RunSpec Preset(ParseResult parse)
    {
        string name = parse.GetValue(Options.Model)!;
        return Presets.Names.Contains(name)
            ? Presets.Get(name)
            : throw new UserException($"--untrained and --train: expected a preset ({string.Join(", ", Presets.Names)}), found {name}");
    }
}
