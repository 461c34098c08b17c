using System.CommandLine;
using System.Diagnostics;
using ReptileGen.Model.Meta;
using ReptileGen.Model.Runs;
using Spectre.Console;

namespace ReptileGen.Model.Commands;

/// <summary>Shows a run on standard error: a bar on a terminal, a line now and then elsewhere.</summary>
internal static class TrainProgress
{
    /// <summary>Calls <paramref name="train"/> with somebody who shows its progress.</summary>
    public static RunFacts Show(ParseResult parse, TrainedModel model, IMetaEngine engine, string folder, Func<IRunProgress, RunFacts> train)
    {
        TextWriter error = parse.InvocationConfiguration.Error;
        error.WriteLine(FormattableString.Invariant(
            $"{model.Spec.Name}: {model.Plan.Table.WeightCount:N0} weights, {model.Spec.Method.Name}, meta-batch {model.Spec.MetaBatch}, {engine.Description}, to {folder}"));
        if (error != Console.Error || Console.IsErrorRedirected)
        {
            return train(new Lines(error, new Pace(model)));
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(context => train(new Bar(console, context.AddTask("starting", maxValue: 1), new Pace(model))));
    }

    private static string Describe(EvaluationPoint point, bool best) => FormattableString.Invariant(
        $"step {point.Step:N0}: validation {point.Nats:F2} +- {point.StandardError:F2} nats over {point.Episodes} episodes{(best ? ", the best so far" : "")}{(point.Lost > 0 ? $", {point.Lost} not finite" : "")}");

    /// <summary>Since the call began: a run that goes on did not do at once what it had done before.</summary>
    private sealed class Pace(TrainedModel start)
    {
        private readonly double begin = start.Spec.Schedule.Progress(start.Facts.Steps, start.Facts.Seconds);

        public string Describe(RunFacts facts, double progress)
        {
            double seconds = facts.Seconds - start.Facts.Seconds, rate = (facts.Episodes - start.Facts.Episodes) / Math.Max(1e-3, seconds);
            double left = seconds * (1 - progress) / Math.Max(1e-9, progress - begin);
            return FormattableString.Invariant($"{left / 60:F1} min left: step {facts.Steps:N0}, {facts.Episodes:N0} episodes, {rate:F1}/s, train {facts.MeanLoss:F2} nats");
        }
    }

    private sealed class Lines(TextWriter error, Pace pace) : IRunProgress
    {
        private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
        private readonly Stopwatch watch = Stopwatch.StartNew();
        private TimeSpan next = TimeSpan.FromSeconds(2);

        public void Stepped(RunFacts facts, OuterStep step, double progress)
        {
            if (watch.Elapsed >= next)
            {
                next = watch.Elapsed + Every;
                error.WriteLine(FormattableString.Invariant($"{100 * progress:F1}%, ") + pace.Describe(facts, progress));
            }
        }

        public void Evaluated(EvaluationPoint point, bool best) => error.WriteLine(Describe(point, best));
    }

    private sealed class Bar(IAnsiConsole console, ProgressTask task, Pace pace) : IRunProgress
    {
        public void Stepped(RunFacts facts, OuterStep step, double progress)
        {
            task.Value = progress;
            task.Description = Markup.Escape(pace.Describe(facts, progress));
        }

        public void Evaluated(EvaluationPoint point, bool best) => console.MarkupLine(Markup.Escape(Describe(point, best)));
    }
}
