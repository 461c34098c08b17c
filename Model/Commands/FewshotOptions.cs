using System.CommandLine;
using ReptileGen.Formats;
using ReptileGen.Model.FewShot;

namespace ReptileGen.Model.Commands;

/// <summary>What the few-shot commands share.</summary>
internal static class FewshotOptions
{
    /// <summary><c>--out DIR</c>: where plots go.</summary>
    public static Option<string?> Out { get; } = new("--out")
    {
        Description = "Write the plots (SVG) to this folder",
        HelpName = "DIR",
    };

    /// <summary>An option's value, checked.</summary>
    /// <exception cref="UserException">It is outside.</exception>
    public static int Within(ParseResult parse, Option<int> option, int low, int high)
    {
        var value = parse.GetValue(option);
        return value >= low && value <= high ? value : throw new UserException($"{option.Name}: expected {low} to {high}, found {value}");
    }

    /// <summary>Writes charts if <c>--out</c> asks for them.</summary>
    public static void Write(ParseResult parse, params (string File, SvgChart Chart)[] charts)
    {
        if (parse.GetValue(Out) is not { } folder)
            return;
        Directory.CreateDirectory(folder);
        foreach (var (file, chart) in charts)
            AtomicFile.WriteAllText(Path.Combine(folder, file), chart.ToString());
    }
}
