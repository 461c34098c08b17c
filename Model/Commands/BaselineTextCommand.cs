using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Serialization;
using ReptileGen.Model.Baselines.Text;
using ReptileGen.Model.Data;
using ReptileGen.Model.Episodes;
using ReptileGen.Model.Evaluation;
using Spectre.Console;
using TorchSharp;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen baseline text</c>: a corpus by compressors, a back-off model and an LSTM, in one table.</summary>
internal static class BaselineTextCommand
{
    private static readonly Argument<string> Corpus = new("CORPUS") { Description = "A packed corpus such as kjv or dir_listing" };

    private static readonly Option<int> Order = new("--order")
    {
        Description = "How many earlier bytes the back-off model looks at, 0 to 7",
        HelpName = "K",
        DefaultValueFactory = _ => 5,
    };

    private static readonly Option<int> Epochs = new("--epochs")
    {
        Description = "Passes of the LSTM over the training lines; 0 leaves it out",
        HelpName = "N",
        DefaultValueFactory = _ => 10,
    };

    private static readonly Option<long> Parameters = new("--parameters")
    {
        Description = "About how many weights the LSTM has",
        HelpName = "N",
        DefaultValueFactory = _ => 280_832,
    };

    private static readonly Option<Split> Part = CommonOptions.Part("validation or test");

    public static DocumentedCommand Create() => new DocumentedCommand(
        "text",
        "Measure other models of text on a corpus, in bits per character, with the same lines and the same end of line as eval.",
        "reptilegen baseline text kjv",
        "reptilegen baseline text dir_listing --epochs 0 --json -",
        "reptilegen baseline text kjv --epochs 0 --against verses.json")
    {
        Corpus,
        Order,
        Epochs,
        Parameters,
        Part,
        RunOptions.Seed,
        PairedComparison.Against,
        CommonOptions.Data,
        CommonOptions.Json,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken token)
    {
        var (epochs, size, part) = (parse.GetValue(Epochs), parse.GetValue(Parameters), parse.GetValue(Part));
        if (epochs < 0)
            throw new UserException($"--epochs: expected 0 or more, found {epochs}");
        if (size < TextLstm.ParametersOf(1) || size > 100_000_000)
            throw new UserException($"--parameters: expected {TextLstm.ParametersOf(1)} to 100000000, found {size}");
        var order = CommonOptions.Within(parse, Order, 0, 7);
        if (part == Split.Train)
            throw new UserException("--split: expected validation or test, found train (every model here learns that one)");
        var corpus = parse.GetRequiredValue(Corpus);
        using var text = TextDataset.Open(DatasetLocator.Locate(parse.GetValue(CommonOptions.Data)), corpus);
        var name = part.ToString().ToLowerInvariant();
        var (train, lines) = (TextLines.Read(text, "train"), TextLines.Read(text, name));
        var measured = new EpisodeLosses("", corpus, text.Info.ContentSha256, name, null, null, TextDataset.LineLength, false, lines.Length, new double[lines.Length]);
        var other = PairedComparison.Read(parse, measured);
        List<Row> rows = [.. Compressed(parse, train, lines), Backoff(order, train, lines)];
        if (epochs > 0)
        {
            rows.Add(WorkBar.Show(parse, "LSTM", TextLstmTrainer.Steps(train.Length, epochs), done =>
                Lstm(train, TextLines.Read(text, "validation"), lines, size, parse.GetValue(RunOptions.Seed), epochs, done, token)));
        }

        rows = [.. rows.Select(row => row.Nats is { } nats ? row with { Against = PairedComparison.Of(measured with { Nats = nats }, other) } : row)];
        Report.Console(parse).Write(Table($"{corpus}, {name}", rows));
        foreach (var row in rows)
            row.Against?.Print(parse, row.Model, lines.Length, "line");
        Report.WriteJson(parse, new { corpus, split = name, lines = lines.Length, characters = lines.Sum(l => l.Length), models = rows }); // last, as eval does
    }

    private static IEnumerable<Row> Compressed(ParseResult parse, byte[][] train, byte[][] lines)
    {
        byte[] before = Compressors.File(train), text = Compressors.File(lines);
        foreach (var program in new[] { "gzip", "xz" })
        {
            var name = $"{program} -9";
            var clock = Stopwatch.StartNew();
            if (Compressors.Size(program, text) is { } alone && Compressors.Size(program, before) is { } first && Compressors.Size(program, [.. before, .. text]) is { } both)
            {
                yield return new Row($"{name}, these lines alone", null, 8.0 * alone / text.Length, null, null, clock.Elapsed.TotalSeconds);
                yield return new Row($"{name}, after the training lines", null, 8.0 * (both - first) / text.Length, null, null, clock.Elapsed.TotalSeconds);
            }
            else
            {
                parse.InvocationConfiguration.Error.WriteLine($"{name}: program not found, so its rows are left out of the table (install it to have them)");
            }
        }
    }

    private static Row Backoff(int order, byte[][] train, byte[][] lines)
    {
        var clock = Stopwatch.StartNew();
        var model = new BackoffModel(order);
        foreach (var line in train)
            model.Add(line);
        return Likelihood($"back-off, order {order}", model.Parameters, [.. lines.Select(line => model.Nats(line))], lines, clock);
    }

    private static Row Lstm(
        byte[][] train, byte[][] validation, byte[][] lines, long size, ulong seed, int epochs, Action<int> done, CancellationToken token)
    {
        var clock = Stopwatch.StartNew();
        var hidden = TextLstm.HiddenFor(size);
        using var model = new TextLstm(hidden, seed);
        if (torch.cuda.is_available())
            model.to(torch.CUDA);
        new TextLstmTrainer(model, seed).Run(train, validation, epochs, done, token);
        return Likelihood(
            $"LSTM {hidden}, {epochs} passes",
            TextLstm.ParametersOf(hidden),
            TextLstmTrainer.Nats(model, lines, token),
            lines,
            clock);
    }

    private static Row Likelihood(string name, long parameters, double[] nats, byte[][] lines, Stopwatch clock)
    {
        var (mean, error) = MeanEstimate.Of(nats);
        return new Row(name, parameters, nats.Sum() / lines.Sum(l => l.Length) / Math.Log(2), mean, error, clock.Elapsed.TotalSeconds, nats);
    }

    private static Table Table(string title, List<Row> rows)
    {
        var table = new Table().Title(Markup.Escape(title)).AddColumns("model", "parameters", "bits/character", "nats/line", "seconds");
        foreach (var row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Model),
                row.Parameters is { } n ? FormattableString.Invariant($"{n:#,0}") : "",
                FormattableString.Invariant($"{row.BitsPerChar:F3}"),
                row.NatsPerLine is { } nats ? FormattableString.Invariant($"{nats:F2} +- {row.StandardError:F2}") : "",
                FormattableString.Invariant($"{row.Seconds:F1}"));
        }

        return table;
    }

    /// <param name="Model">Name and size.</param>
    /// <param name="Parameters">How many numbers it has learned; null for compressors.</param>
    /// <param name="BitsPerChar">Of all lines together.</param>
    /// <param name="NatsPerLine">Mean of the lines; null for compressors.</param>
    /// <param name="StandardError">Of that mean.</param>
    /// <param name="Seconds">Training and measuring.</param>
    /// <param name="Nats">Of each line; null for compressors.</param>
    /// <param name="Against">How it compares with the losses of <c>--against</c>.</param>
    private sealed record Row(
        string Model, long? Parameters, double BitsPerChar, double? NatsPerLine, double? StandardError, double Seconds,
        [property: JsonIgnore] double[]? Nats = null, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PairedComparison? Against = null);
}
