using System.CommandLine;
using ReptileGen.Formats;
using ReptileGen.Model.Data;
using ReptileGen.Model.Sampling;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen data show</c>: a picture of the first images of a dataset.</summary>
internal static class DataShowCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The image set, such as mnist" };

    private static readonly Option<int> Count = new("--count")
    {
        Description = "How many images, from the start of the file",
        HelpName = "N",
        DefaultValueFactory = _ => 64,
    };

    private static readonly Option<string> Split = new("--split")
    {
        Description = "train or test",
        HelpName = "SPLIT",
        DefaultValueFactory = _ => "train",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The picture to write (PNG)",
        HelpName = "FILE.png",
        Required = true,
    };

    public static DocumentedCommand Create() => new DocumentedCommand(
        "show",
        "Draw the first images of a dataset, side by side.",
        "reptilegen data show mnist --count 64 --out digits.png",
        "reptilegen data show mnist --split test --count 100 --out test.png")
    {
        Name,
        Count,
        Split,
        Out,
        CommonOptions.Data,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken token)
    {
        var folder = DatasetLocator.Locate(parse.GetValue(CommonOptions.Data));
        using var images = ImageDataset.Open(folder, parse.GetRequiredValue(Name), parse.GetRequiredValue(Split));
        var count = parse.GetValue(Count);
        if (count < 1 || count > images.Count)
            throw new UserException($"--count: expected 1 to {images.Count} (the images of {images.File.Name}), found {count}");
        var target = parse.GetRequiredValue(Out);
        DatasetCheck.Content(images.File, images.Info);
        var (width, height, pixels) = Sheet(images, count);
        Png.WriteGray(target, width, height, pixels, ("Title", $"{images.Info.Name} {images.Info.Split}, first {count}"), ("Software", "ReptileGen"));
        parse.InvocationConfiguration.Output.WriteLine($"{target}: {count} images of {images.Info.Name} {images.Info.Split}, {width}x{height} pixels");
    }

    /// <summary>The first images in a grid as square as possible.</summary>
    internal static (int Width, int Height, byte[] Pixels) Sheet(ImageDataset images, int count) =>
        new ContactSheet(images.Height, images.Width, count).Draw(i => images.Image(i).ToArray());
}
