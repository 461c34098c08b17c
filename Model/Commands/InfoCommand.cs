using System.CommandLine;
using System.Globalization;
using ReptileGen.Model.FastWeights;
using ReptileGen.Model.Runs;
using Spectre.Console;

namespace ReptileGen.Model.Commands;

/// <summary><c>reptilegen info</c>: what a model file holds.</summary>
internal static class InfoCommand
{
    public static DocumentedCommand Create() => new DocumentedCommand(
        "info",
        "Show what a model is, how it was trained and how fast each of its tensors learns.",
        "reptilegen info mnist",
        "reptilegen info runs/mnist/last.safetensors --json -")
    {
        RunOptions.Model,
        CommonOptions.Json,
    }.Runs(Run);

    private static void Run(ParseResult parse, CancellationToken cancel)
    {
        string path = ModelLocator.Locate(parse.GetRequiredValue(RunOptions.Model));
        TrainedModel model = ModelFile.Read(path);
        double[] meta = Array.ConvertAll(model.Meta, m => (double)m);
        TensorReport[] tensors = [.. model.Plan.Table.Tensors.Select(t => Describe(model.Plan.Table, t, meta))];
        Report.WriteJson(parse, new
        {
            Model = model.Spec.Name,
            File = path,
            Weights = model.Plan.Table.WeightCount,
            model.Facts.Steps,
            model.Facts.Episodes,
            model.Facts.Seconds,
            model.Facts.Lost,
            model.Facts.Blowups,
            model.Facts.Commit,
            model.Facts.From,
            Best = model.Facts.Best(),
            Spec = System.Text.Json.JsonSerializer.SerializeToNode(model.Spec, SpecJson.Options),
            Tensors = tensors,
        });
        IAnsiConsole console = Report.Console(parse);
        console.Write(Summary(path, model));
        console.Write(Tensors(tensors));
    }

    private static Table Summary(string path, TrainedModel model)
    {
        RunFacts facts = model.Facts;
        Table table = new Table().HideHeaders().AddColumns("", "");
        void Row(string key, FormattableString value) => table.AddRow(key, Markup.Escape(value.ToString(CultureInfo.InvariantCulture)));
        Row("model", $"{model.Spec.Name}");
        Row("file", $"{path}, {new FileInfo(path).Length:N0} bytes");
        Row("weights", $"{model.Plan.Table.WeightCount:N0}");
        Row("data", $"{model.Spec.Data.Dataset} {(model.Spec.Network.Input is ImageInputSpec ? model.Spec.Data.Protocol.ToString().ToLowerInvariant() : "")}");
        if (model.Spec.Network.Input is ImageInputSpec image)
        {
            Row("pixels", $"{image.Rows} x {image.Columns}, order {System.Text.Json.JsonSerializer.SerializeToNode(image.Order, SpecJson.Options)}");
        }

        Row("method", $"{model.Spec.Method.Name}, meta-batch {model.Spec.MetaBatch}, seed {model.Spec.Seed}");
        Row("trained", $"{facts.Steps:N0} outer steps, {facts.Episodes:N0} episodes, {facts.Seconds / 60:F1} minutes, commit {facts.Commit}");
        if (facts.Accidents() is { Length: > 0 } accidents)
        {
            Row("accidents", $"{accidents}");
        }

        if (facts.From is { } from)
        {
            Row("from", $"{from.Name} after {from.Episodes:N0} episodes, commit {from.Commit}");
        }

        Row("validation", $"{(facts.Best() is { } best ? FormattableString.Invariant($"{best.Nats:F2} +- {best.StandardError:F2} nats ({best.Episodes} episodes, step {best.Step:N0})") : "not yet")}");
        return table;
    }

    private static Table Tensors(TensorReport[] tensors)
    {
        Table table = new Table().AddColumns("tensor", "shape", "root mean square", "mean |inner rate|", "below 0");
        foreach (TensorReport t in tensors)
        {
            table.AddRow(
                t.Name,
                $"{t.Rows} x {t.Columns}",
                t.RootMeanSquare.ToString("G3", CultureInfo.InvariantCulture),
                t.InnerRate.ToString("G3", CultureInfo.InvariantCulture),
                t.RatesBelowZero.ToString("P0", CultureInfo.InvariantCulture));
        }

        return table;
    }

    /// <summary>Inner rates are shown by the mean of their absolute values and the share of negative ones: learned factors have signs.</summary>
    private static TensorReport Describe(ParameterTable table, ParameterTensor t, double[] meta)
    {
        double square = 0;
        foreach (double w in meta.AsSpan(t.Offset, t.Count))
        {
            square += w * w;
        }

        double[] rates = new double[t.Count];
        table.CopyRates<double>(t, meta, rates);
        return new TensorReport(t.Name, t.Rows, t.Columns, Math.Sqrt(square / t.Count), rates.Average(Math.Abs), rates.Count(r => r < 0) / (double)t.Count);
    }

    private sealed record TensorReport(string Name, int Rows, int Columns, double RootMeanSquare, double InnerRate, double RatesBelowZero);
}
