using System.CommandLine;
using System.Globalization;
using ReptileGen.Model.Data;
using Spectre.Console;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen data list</c>: what is packed, in figures.</summary>
internal static class DataListCommand
{
    public static DocumentedCommand Create() => new DocumentedCommand(
        "list",
        "Print what is packed: counts, mean ink per class, bytes, hash, source.",
        "reptilegen data list",
        "reptilegen data list --json -")
    {
        CommonOptions.Data,
        CommonOptions.Json,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken token)
    {
        var folder = DatasetLocator.Locate(parse.GetValue(CommonOptions.Data));
        var datasets = DatasetSummary.OfFolder(folder);
        token.ThrowIfCancellationRequested();
        Print(Report.Console(parse), folder, datasets);
        Report.WriteJson(parse, new { folder, datasets = DatasetJson.Of(datasets) });
    }

    /// <summary>The tables that <c>list</c> and <c>verify</c> share.</summary>
    internal static void Print(IAnsiConsole console, string folder, IReadOnlyList<DatasetSummary> datasets)
    {
        console.MarkupLineInterpolated($"Packed datasets in [bold]{folder}[/]");
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("file", "name", "split");
        table.AddColumn(new TableColumn("episodes").RightAligned());
        table.AddColumn(new TableColumn("bytes").RightAligned());
        table.AddColumns("content SHA-256", "source", "licence");
        foreach (var d in datasets)
        {
            table.AddRow(Cells(
                d.File, d.Info.Name, Split(d), Number(d.Info.Count), Number(d.Bytes), d.Info.ContentSha256[..12], d.Info.Source, d.Info.Licence));
        }
        console.Write(table);

        foreach (var d in datasets.Where(d => d.Classes is not null))
        {
            var classes = new Table().Border(TableBorder.Rounded).Title(Markup.Escape($"{d.Info.Name} {d.Info.Split}"));
            classes.AddColumn("class");
            foreach (var c in d.Classes!)
                classes.AddColumn(new TableColumn($"{c.Label}").RightAligned());
            classes.AddRow(["images", .. d.Classes.Select(c => Number(c.Count))]);
            classes.AddRow(["mean ink", .. d.Classes.Select(c => c.MeanInk.ToString("0.0000", CultureInfo.InvariantCulture))]);
            console.Write(classes);
        }
        console.WriteLine("Mean ink: the mean of gray / 255 over all pixels of a class.");
    }

    private static string Split(DatasetSummary dataset) => dataset.Lines is null
        ? dataset.Info.Split
        : string.Join(", ", dataset.Lines.Select(l => $"{l.Key} {Number(l.Value)}"));

    private static string[] Cells(params string[] cells) => [.. cells.Select(Markup.Escape)];

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
