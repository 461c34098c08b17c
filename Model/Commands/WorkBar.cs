using System.CommandLine;
using Spectre.Console;

namespace ReptileGen.Model.Commands;

/// <summary>A progress bar on standard error for work of a known size; nothing where there is no terminal.</summary>
internal static class WorkBar
{
    /// <summary>Does the work.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="what">Stands before the bar.</param>
    /// <param name="total">The size of the work.</param>
    /// <param name="work">The work; it tells how much is done.</param>
    public static T Show<T>(ParseResult parse, string what, int total, Func<Action<int>, T> work)
    {
        TextWriter error = parse.InvocationConfiguration.Error;
        if (error != Console.Error || Console.IsErrorRedirected)
        {
            return work(_ => { });
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask(Markup.Escape(what), maxValue: total);
            return work(done => task.Value = done);
        });
    }
}
