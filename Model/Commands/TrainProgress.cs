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
            $"{model.Spec.Name}: {model.Plan.Table.WeightCount:N0} weights, {model.Spec.Method.Algorithm.ToString().ToLowerInvariant()}, meta-batch {model.Spec.MetaBatch}, {engine.Description}, to {folder}"));
        if (error != Console.Error || Console.IsErrorRedirected)
        {
            return train(new Lines(error, model.Facts, model.Spec.Schedule.Progress(model.Facts.Steps, model.Facts.Seconds)));
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => train(new Bar(console, context.AddTask("starting", maxValue: 1), model.Facts)));
    }

    private static FormattableString Describe(RunFacts facts, double rate, double nats) =>
        $"step {facts.Steps:N0}, {facts.Episodes:N0} episodes, {rate:F1}/s, train {nats:F2} nats";

    private static string Describe(EvaluationPoint point, bool best) => FormattableString.Invariant(
        $"step {point.Step:N0}: validation {point.Nats:F2} +- {point.StandardError:F2} nats over {point.Episodes} episodes{(best ? ", the best so far" : "")}{(point.Lost > 0 ? $", {point.Lost} not finite" : "")}");

    /// <summary>Episodes per second since the call began.</summary>
    private sealed class Speed(RunFacts start)
    {
        public double Of(RunFacts facts) => (facts.Episodes - start.Episodes) / Math.Max(1e-3, facts.Seconds - start.Seconds);
    }

    private sealed class Lines(TextWriter error, RunFacts start, double begin) : IRunProgress
    {
        private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
        private readonly Speed speed = new(start);
        private readonly Stopwatch watch = Stopwatch.StartNew();
        private TimeSpan next = TimeSpan.FromSeconds(2);

        public void Stepped(RunFacts facts, OuterStep step, double progress)
        {
            if (watch.Elapsed >= next)
            {
                next = watch.Elapsed + Every;
                double left = (facts.Seconds - start.Seconds) * (1 - progress) / Math.Max(1e-9, progress - begin);
                error.WriteLine(FormattableString.Invariant($"{100 * progress:F1}%, {left / 60:F1} min left: ") + FormattableString.Invariant(Describe(facts, speed.Of(facts), facts.MeanLoss)));
            }
        }

        public void Evaluated(EvaluationPoint point, bool best) => error.WriteLine(Describe(point, best));
    }

    private sealed class Bar(IAnsiConsole console, ProgressTask task, RunFacts start) : IRunProgress
    {
        private readonly Speed speed = new(start);

        public void Stepped(RunFacts facts, OuterStep step, double progress)
        {
            task.Value = progress;
            task.Description = Markup.Escape(FormattableString.Invariant(Describe(facts, speed.Of(facts), facts.MeanLoss)));
        }

        public void Evaluated(EvaluationPoint point, bool best) => console.MarkupLine(Markup.Escape(Describe(point, best)));
    }
}
