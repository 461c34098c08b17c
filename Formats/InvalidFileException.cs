using System.Text;

namespace ReptileGen.Formats;

/// <summary>
/// A file whose content is not what its format or its reader demands. It is the only exception that the readers of
/// this assembly throw about content; problems of access stay <see cref="IOException"/> and
/// <see cref="UnauthorizedAccessException"/>. The message is one line: file, field, expected, found.
/// </summary>
public sealed class InvalidFileException : FormatException
{
    private const int LongestPart = 240;

    /// <summary>Makes the exception; every part is cleaned of control characters and shortened for the message.</summary>
    /// <param name="file">The file, as the reader was given it.</param>
    /// <param name="field">The part of the file that is wrong, such as <c>header length</c>.</param>
    /// <param name="expected">What the reader wanted to see there.</param>
    /// <param name="found">What stands there.</param>
    /// <param name="inner">The cause, if a parser reported one.</param>
    public InvalidFileException(string file, string field, string expected, string found, Exception? inner = null)
        : base($"{Clean(file)}: {Clean(field)}: expected {Clean(expected)}, found {Clean(found)}", inner)
    {
        File = file;
        Field = field;
        Expected = expected;
        Found = found;
    }

    /// <summary>The file, as the reader was given it.</summary>
    public string File { get; }

    /// <summary>The part of the file that is wrong.</summary>
    public string Field { get; }

    /// <summary>What the reader wanted to see.</summary>
    public string Expected { get; }

    /// <summary>What stands there.</summary>
    public string Found { get; }

    private static string Clean(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, LongestPart) + 1);
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, LongestPart)))
            line.Append(char.IsControl(c) || char.IsSurrogate(c) ? '?' : c);
        return text.Length > LongestPart ? line.Append('…').ToString() : line.ToString();
    }
}
