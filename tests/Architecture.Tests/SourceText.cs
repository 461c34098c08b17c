using System.Text.RegularExpressions;

namespace ReptileGen.Architecture.Tests;

/// <summary>C# text without its comments and its string and character literals.</summary>
internal static partial class SourceText
{
    public static string WithoutCommentsAndLiterals(string source) => Ignored().Replace(source, " ");

    [GeneratedRegex(""""
        //[^\n]*
        | /\*[\s\S]*?\*/
        | (?<quotes>"{3,}) [\s\S]*? \k<quotes>
        | @\$?"(?:""|[^"])*" | \$@"(?:""|[^"])*"
        | "(?:\\.|[^"\\\n])*"
        | '(?:\\.|[^'\\\n])+'
        """", RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Ignored();
}
