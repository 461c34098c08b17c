using System.CommandLine;
using ReptileGen.Formats;
using ReptileGen.Model.Baselines;
using ReptileGen.Model.Randomness;
using ReptileGen.Model.Sampling;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen baseline sample</c>.</summary>
internal static class BaselineSampleCommand
{
    private const int Zoom = 2, AtOnce = 64;

    private static readonly Option<int> Count = new("--count")
    {
        Description = "How many images",
        HelpName = "N",
        DefaultValueFactory = _ => 64,
    };

    private static readonly Option<double> Temperature = new("--temperature")
    {
        Description = "Divides the logits: below 1 likelier images, above 1 wilder ones",
        HelpName = "T",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The picture to write (PNG)",
        HelpName = "FILE.png",
        Required = true,
    };

    public static DocumentedCommand Create() => new DocumentedCommand(
        "sample",
        "Draw images from a baseline, one pixel after the other.",
        "reptilegen baseline sample nade --count 64 --out nade.png",
        "reptilegen baseline sample fvsbn --temperature 0.8 --seed 3 --out fvsbn.png")
    {
        BaselineCommand.Model,
        Count,
        RunOptions.Seed,
        Temperature,
        Out,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken token)
    {
        var count = CommonOptions.Within(parse, Count, 1, 10_000);
        var temperature = parse.GetValue(Temperature);
        if (temperature is not (> 0 and <= 100))
            throw new UserException($"--temperature: expected a number above 0, at most 100, found {temperature}");
        var name = parse.GetRequiredValue(BaselineCommand.Model);
        using var model = BaselineFile.Read(BaselineFile.Locate(name));
        var random = new RandomStream(parse.GetValue(RunOptions.Seed), "baseline/sample");
        var target = parse.GetRequiredValue(Out);
        CommonOptions.PrepareFile(Out.Name, target);
        var images = WorkBar.Show(parse, name, count, done => Draw(model, count, random, temperature, done, token));
        var (width, height, pixels) = Sheet(images, model.Spec);
        Png.WriteGray(target, width, height, pixels, ("Title", $"{count} samples of {model.Spec.Name}"), ("Software", "ReptileGen"));
        parse.InvocationConfiguration.Output.WriteLine($"{target}: {count} samples of {model.Spec.Name}, {width}x{height} pixels");
    }

    /// <summary>Some at a time: a model keeps all that it computes for them.</summary>
    private static List<byte[]> Draw(Baseline model, int count, RandomStream random, double temperature, Action<int> done, CancellationToken token)
    {
        var images = new List<byte[]>();
        while (images.Count < count)
        {
            var some = model.Sample(Math.Min(AtOnce, count - images.Count), random, temperature, token);
            images.AddRange(Enumerable.Range(0, some.GetLength(0)).Select(i => (byte[])[.. Enumerable.Range(0, model.Spec.Pixels).Select(t => (byte)(255 * some[i, t]))]));
            done(images.Count);
        }

        return images;
    }

    private static (int Width, int Height, byte[] Pixels) Sheet(List<byte[]> images, BaselineSpec spec) =>
        new ContactSheet(spec.Rows, spec.Columns, images.Count, Zoom).Draw(i => images[i]);
}
