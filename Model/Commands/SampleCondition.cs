using System.CommandLine;
using System.Globalization;
using System.Text;
using ReptileGen.Formats;
using ReptileGen.Model.Data;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Runs;
using ReptileGen.Model.Sampling;

namespace ReptileGen.Model.Commands;

/// <summary>What <c>reptilegen sample</c> is given to complete: a drawing or text, a test image, or a picture file.</summary>
internal static class SampleCondition
{
    /// <summary><c>--prefix FILE</c>.</summary>
    public static Option<string?> Prefix { get; } = new("--prefix")
    {
        Description = "What is given (learned, not drawn). Text: the first characters. Images: lines of 0 or . (off), 1 or # (on), ? (to draw). FILE may be - for standard input",
        HelpName = "FILE",
    };

    /// <summary><c>--image N|FILE.png</c>.</summary>
    public static Option<string?> Image { get; } = new("--image")
    {
        Description = "Complete test image number N, or a picture (PNG of any size, light on dark): its first rows (--rows) are given",
        HelpName = "N|FILE.png",
    };

    /// <summary><c>--rows R</c>.</summary>
    public static Option<int?> Rows { get; } = new("--rows") { Description = "How many rows of --image are given, in the model's order: columns where it goes by columns, from the bottom where it goes backwards (half of them without it)", HelpName = "R" };

    /// <summary>Whether anything is given to complete.</summary>
    public static bool IsGiven(ParseResult parse) => parse.GetValue(Prefix) is not null || parse.GetValue(Image) is not null || parse.GetValue(Rows) is not null;

    /// <summary>The condition of <see cref="Sampler.Start"/>; empty if nothing is given.</summary>
    /// <exception cref="UserException">The options do not fit the model or each other, or what they name cannot be used.</exception>
    /// <exception cref="InvalidFileException">A damaged dataset, or a picture that is not read.</exception>
    public static short[] Read(ParseResult parse, TrainedModel model)
    {
        EpisodeLayout layout = model.Plan.Layout;
        bool isImage = model.Spec.Network.Input is ImageInputSpec;
        (string? prefix, string? image, int? rows) = (parse.GetValue(Prefix), parse.GetValue(Image), parse.GetValue(Rows));
        if (image is not null && isImage && prefix is null)
        {
            int lines = layout.Steps / layout.LineLength, given = rows ?? lines / 2;
            SampleCommand.Check(given >= 1 && given <= lines, "--rows", $"1 to {lines}", given);
            bool isNumber = int.TryParse(image, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number);
            return Condition.OfLines(layout, isNumber ? TestImage(parse, model, number) : PictureFile(parse, model, image), given);
        }

        SampleCommand.Check(image is null, "--image", "a model of images, and no --prefix beside it", image);
        SampleCommand.Check(rows is null, "--rows", "--image beside it", rows);
        if (prefix is null)
        {
            return [];
        }

        byte[] bytes = Bytes(prefix);
        return isImage ? Condition.OfDrawing(layout, Encoding.UTF8.GetString(bytes)) : Condition.OfText(layout, bytes);
    }

    private static byte[] TestImage(ParseResult parse, TrainedModel model, int number)
    {
        string folder = DatasetLocator.Locate(parse.GetValue(CommonOptions.Data));
        using DataSource test = DataSource.Open(folder, model.Spec.Data.Dataset, model.Plan, Split.Test, model.Spec.Data.Protocol, parse.GetValue(RunOptions.Seed));
        SampleCommand.Check(number >= 0 && number < test.Episodes.Count, "--image", $"0 to {test.Episodes.Count - 1}", number);
        return Bits(test.Episodes, number);
    }

    private static byte[] PictureFile(ParseResult parse, TrainedModel model, string path)
    {
        SampleCommand.Check(File.Exists(path), "--image", "the number of a test image, or a PNG file", $"{path}: no such file");
        EpisodeLayout layout = model.Plan.Layout;
        Picture picture = PngReader.Read(path);
        byte[] gray = AreaAverage.Scale(picture.Gray(), picture.Width, picture.Height, layout.IndexSizes[1], layout.IndexSizes[0]);
        if (gray.Average(g => g) >= ImageDataset.Threshold)
        {
            parse.InvocationConfiguration.Error.WriteLine($"{path} is mostly light, and light is taken for ink: turn black and white round if its ink is dark");
        }

        return Bits(new ImageEpisodes(_ => gray, 0, 1, layout, model.Spec.Data.Protocol, parse.GetValue(RunOptions.Seed)), 0);
    }

    private static byte[] Bits(IEpisodeSource episodes, int index)
    {
        byte[] targets = new byte[episodes.Layout.Steps];
        episodes.Read(index, 0, targets);
        return targets;
    }

    private static byte[] Bytes(string path)
    {
        byte[] bytes = path == "-" ? StandardInput() : FileBytes(path);
        return bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes; // without the mark that some editors begin UTF-8 with
    }

    private static byte[] FileBytes(string path)
    {
        SampleCommand.Check(File.Exists(path), "--prefix", "a file, or - for standard input", $"{path}: no such file");
        return File.ReadAllBytes(path);
    }

    private static byte[] StandardInput()
    {
        using Stream input = Console.OpenStandardInput();
        MemoryStream bytes = new();
        input.CopyTo(bytes);
        return bytes.ToArray();
    }
}
