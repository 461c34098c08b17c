using System.CommandLine;
using ReptileGen.Model.Data;
using Spectre.Console;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen data verify</c>: reads every byte and checks it.</summary>
internal static class DataVerifyCommand
{
    public static DocumentedCommand Create() => new DocumentedCommand(
        "verify",
        "Check every packed file: layout, content hash, bits against gray levels, padding of lines.",
        "reptilegen data verify")
    {
        CommonOptions.Data,
        CommonOptions.Json,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken token)
    {
        var folder = DatasetLocator.Locate(parse.GetValue(CommonOptions.Data));
        var datasets = DatasetSummary.OfFolder(folder); // checks layout and hash
        foreach (var dataset in datasets)
        {
            token.ThrowIfCancellationRequested();
            var path = Path.Combine(folder, dataset.File);
            if (dataset.Kind == "images")
            {
                using var images = ImageDataset.Open(path);
                DatasetCheck.Bits(images);
            }
            else
            {
                using var text = TextDataset.Open(path);
                DatasetCheck.Lines(text);
            }
        }
        var console = Report.Console(parse);
        DataListCommand.Print(console, folder, datasets);
        console.MarkupLineInterpolated($"[green]verified[/]: {datasets.Count} files, {datasets.Sum(d => d.Info.Count)} episodes, {datasets.Sum(d => d.Bytes)} bytes");
        Report.WriteJson(parse, new { folder, verified = true, datasets = DatasetJson.Of(datasets) });
    }
}
