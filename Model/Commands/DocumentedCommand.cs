using System.CommandLine;
using System.CommandLine.Parsing;

namespace ReptileGen.Model.Commands;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">The word on the command line.</param>
/// <param name="description">What it does, in one line.</param>
/// <param name="examples">Whole command lines that work.</param>
public sealed class DocumentedCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Whole command lines that work.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Says what the command does; returning means success, an exception is reported by <see cref="ErrorReport"/>.</summary>
    /// <param name="run">The work; it watches the token, which Ctrl+C cancels.</param>
    /// <returns>This command.</returns>
    public DocumentedCommand Runs(Action<ParseResult, CancellationToken> run)
    {
        Validators.Add(ExpectPlainWords);
        SetAction((parse, token) =>
        {
            Report.ExpectJsonFile(parse); // before the work, which it would cost
            run(parse, token);
            return Task.FromResult(ExitCode.Success);
        });
        return this;
    }

    /// <summary>Refuses arguments and options of the parent command before this one's name: they would mean nothing.</summary>
    /// <returns>This command.</returns>
    public DocumentedCommand StandsAlone()
    {
        Validators.Add(result =>
        {
            if (result.Parent is CommandResult parent && parent.Children.SelectMany(child => child.Tokens).FirstOrDefault() is { } before)
                result.AddError($"{Name}: expected nothing before the word {Name}, found {before.Value}.");
        });
        return this;
    }

    /// <summary>
    /// An unset shell variable (<c>--out "$FILE"</c>) leaves an empty word, which names nothing; and a comma in a number would pass for one
    /// between thousands, 0,8 for 8.
    /// </summary>
    public static void ExpectPlainWords(CommandResult result)
    {
        foreach (SymbolResult child in result.Children)
        {
            string name = child is OptionResult option ? option.Option.Name : (child as ArgumentResult)?.Argument.Name ?? "";
            foreach (Token token in child.Tokens)
            {
                if (string.IsNullOrWhiteSpace(token.Value))
                    result.AddError($"{name}: expected a value, found an empty word.");
                else if (token.Value.Contains(',') && child is OptionResult { Option: Option<double> or Option<double?> or Option<float> })
                    result.AddError($"{name}: expected a number such as 0.8, without a comma, found {token.Value}.");
            }
        }
    }
}
