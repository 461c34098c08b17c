using System.CommandLine;
using System.Diagnostics;
using System.Text;
using ReptileGen.Formats;
using ReptileGen.Model.Cuda;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Runs;
using ReptileGen.Model.Sampling;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen sample</c>: draws images or text.</summary>
internal static class SampleCommand
{
    private static readonly Option<int> Count = new("--count") { Description = "How many", HelpName = "N", DefaultValueFactory = _ => 16 };

    private static readonly Option<double> Temperature = new("--temperature")
    {
        Description = "1: the model's own distribution; below: safer; 0: always the most probable value",
        HelpName = "T",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The picture (PNG; samples.png without it), or the text (standard output without it)",
        HelpName = "FILE",
    };

    private static readonly Option<int> Zoom = new("--zoom") { Description = "Side of a pixel in the picture", HelpName = "Z", DefaultValueFactory = _ => 4 };

    public static DocumentedCommand Create()
    {
        DocumentedCommand command = OfModel();
        command.Subcommands.Add(SampleCppnCommand.Create().StandsAlone());
        command.Subcommands.Add(SampleStyleCommand.Create().StandsAlone());
        return command;
    }

    private static DocumentedCommand OfModel() => new DocumentedCommand(
        "sample",
        "Draw images or lines of text from a model, or complete what is given.",
        "reptilegen sample mnist --count 16 --out samples.png",
        "reptilegen sample mnist --image 7 --rows 12 --count 25 --out completions.png",
        "reptilegen sample mnist --image drawing.png --count 25 --out completions.png",
        "reptilegen sample mnist-context --ensemble mnist-context-columns --count 49",
        "reptilegen sample text-listing --count 10 --temperature 0.8")
    {
        RunOptions.Model,
        Count,
        RunOptions.Seed,
        Temperature,
        SampleCondition.Prefix,
        SampleCondition.Image,
        SampleCondition.Rows,
        SampleMixture.Option,
        Out,
        Zoom,
        SampleNeighbours.Option,
        CommonOptions.Data,
        RunOptions.Threads,
        RunOptions.Device,
        CommonOptions.Json,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken cancel)
    {
        string name = parse.GetRequiredValue(RunOptions.Model);
        TrainedModel model = ModelLocator.Load(name);
        bool image = model.Spec.Network.Input is ImageInputSpec;
        (int count, int zoom, double temperature) = (parse.GetValue(Count), parse.GetValue(Zoom), parse.GetValue(Temperature));
        Check(count is >= 1 and <= 1_000_000, "--count", "1 to 1000000", count);
        Check(zoom is >= 1 and <= 64, "--zoom", "1 to 64", zoom);
        Check(temperature >= 0 && double.IsFinite(temperature), "--temperature", "0 or more", temperature);
        Check(image || parse.GetValue(SampleNeighbours.Option) is null, "--neighbours", "a model of images", name);
        if (image)
        {
            ExpectToFit("--count", SampleSheet.For(model.Plan.Layout, count, zoom));
            if (parse.GetValue(SampleNeighbours.Option) is not null)
            {
                ExpectToFit(SampleNeighbours.Option.Name, SampleNeighbours.Sheet(model.Plan.Layout, count, zoom));
            }
        }

        Check(parse.GetRequiredValue(RunOptions.Device) != "torch", "--device", "cpu, cuda or auto", "torch: a reference for gradients, it draws nothing");
        TrainedModel[] models = SampleMixture.Load(parse, name, model);
        name = string.Join(" | ", [name, .. parse.GetValue(SampleMixture.Option) ?? []]);
        short[] condition = SampleCondition.Read(parse, model);
        ulong seed = parse.GetValue(RunOptions.Seed);
        using IMetaEngine engine = RunOptions.Engine(parse, model.Plan);
        Check(models.Length == 1 || engine is not CudaEngine, "--device", $"cpu with {SampleMixture.Option.Name}", "cuda");
        string? target = parse.GetValue(Out) ?? (image ? "samples.png" : null);
        foreach ((string option, string? file) in new[] { (Out.Name, target), (SampleNeighbours.Option.Name, parse.GetValue(SampleNeighbours.Option)) })
        {
            if (file is not null)
            {
                CommonOptions.PrepareFile(option, file);
            }
        }

        Stopwatch watch = Stopwatch.StartNew();
        (byte[][] episodes, double[] nats) = WorkBar.Show(parse, name, count, done => engine is CudaEngine cuda
            ? CudaSampler.Draw(cuda, model.Plan, model.Meta, count, seed, temperature, condition, done, cancel)
            : Draw(models, count, seed, temperature, condition, RunOptions.ThreadCount(parse), done, cancel));
        double seconds = watch.Elapsed.TotalSeconds;
        string[]? lines = image ? null : [.. episodes.Select(Line)];
        if (image)
        {
            (int width, int height, byte[] pixels) = SampleSheet.For(model.Plan.Layout, count, zoom).Draw(model.Plan.Layout, episodes);
            Png.WriteGray(target!, width, height, pixels, ("Title", $"{count} samples, seed {seed}"), ("Software", "ReptileGen"));
        }
        else if (target is not null)
        {
            AtomicFile.WriteAllBytes(target, [.. episodes.SelectMany(e => Text(e).Append((byte)'\n'))]);
        }

        SampleNeighbours? neighbours = SampleNeighbours.Find(parse, model, episodes, seed, zoom);
        Report.WriteJson(parse, new { Model = name, Count = count, Seed = seed, Temperature = temperature, Out = target, Lines = lines, Nats = nats, Neighbours = neighbours, Seconds = seconds });
        Show(parse, target, lines, FormattableString.Invariant($"{count} {(count == 1 ? "sample" : "samples")} in {seconds:F2} s, mean {nats.Average():F2} nats"));
        if (neighbours is not null && parse.GetValue(CommonOptions.Json) != "-")
        {
            parse.InvocationConfiguration.Output.WriteLine(neighbours);
        }
    }

    private static void Show(ParseResult parse, string? target, string[]? lines, string summary)
    {
        TextWriter output = parse.GetValue(CommonOptions.Json) == "-" ? TextWriter.Null : parse.InvocationConfiguration.Output;
        if (target is not null)
        {
            output.WriteLine($"{target}: {summary}");
            return;
        }

        foreach (string line in lines!)
        {
            output.WriteLine(line);
        }
    }

    private static (byte[][] Episodes, double[] Nats) Draw(
        TrainedModel[] models, int count, ulong seed, double temperature, short[] condition, int threads, Action<int> done, CancellationToken cancel)
    {
        int finished = 0;
        byte[][] episodes = new byte[count][];
        double[] nats = new double[count];
        threads = threads == 0 ? Environment.ProcessorCount : threads;
        int team = models.Max(m => new NetworkGraph(m.Plan).TeamSize(threads, count));
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads / team, CancellationToken = cancel };
        Parallel.For(0, count, options, () => new Sampler?[models.Length], (i, _, samplers) =>
        {
            int lot = SampleMixture.Lot(seed, i, models.Length);
            Sampler sampler = samplers[lot] ??= new Sampler(models[lot].Plan, models[lot].Meta, team);
            sampler.Start(seed, i, temperature, condition);
            nats[i] = sampler.Finish();
            episodes[i] = SampleMixture.InOrder(models[0].Plan.Layout, models[lot].Plan.Layout, sampler.Targets);
            done(Interlocked.Increment(ref finished));
            return samplers;
        }, _ => { });
        return (episodes, nats);
    }

    private static void ExpectToFit(string option, ContactSheet sheet) => Check(
        sheet.Fits, option, $"a picture of at most {ContactSheet.MostPixels} pixels", $"{sheet.Width} x {sheet.Height}: lower --count or --zoom");

    /// <summary>The bytes before the NUL.</summary>
    private static IEnumerable<byte> Text(byte[] episode) => episode.TakeWhile(b => b != 0);

    /// <summary>A line of text for a terminal: control characters and broken UTF-8 as U+FFFD.</summary>
    private static string Line(byte[] episode)
    {
        string text = Encoding.UTF8.GetString([.. Text(episode)]);
        return string.Concat(text.Select(c => char.IsControl(c) && c != '\t' ? '\ufffd' : c));
    }

    /// <summary>Throws a <see cref="UserException"/> that names the option unless it holds.</summary>
    internal static void Check(bool holds, string option, string expected, object? found)
    {
        if (!holds)
        {
            throw new UserException(FormattableString.Invariant($"{option}: expected {expected}, found {found}"));
        }
    }
}
