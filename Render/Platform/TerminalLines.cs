using System.Globalization;

namespace ReptileGen.Render.Platform;

/// <summary>What a line says. Where a terminal has too few rows the last of these kinds goes first.</summary>
internal enum LineKind
{
    Picture,
    Step,
    Training,
    Name,
    Keys,
    Explanation,
    Reason,
    Blank,
}

/// <summary>The lines of one frame: none longer than the terminal is wide, no more than it is high.</summary>
internal sealed class TerminalLines(int columns, int rows)
{
    private readonly List<(LineKind Kind, string Text, int Length)> _lines = [];

    /// <summary>Characters that a line has room for.</summary>
    public int Columns => columns;

    /// <summary>Lines that a frame has room for.</summary>
    public int Rows => rows;

    /// <summary>Adds words, as many as fit.</summary>
    public void Add(LineKind kind, FormattableString words, string style = "")
    {
        string text = words.ToString(CultureInfo.InvariantCulture);
        text = text[..Math.Min(text.Length, columns)];
        Add(kind, style.Length > 0 ? $"{style}{text}\e[0m" : text, text.Length);
    }

    /// <summary>Adds a line with escape sequences in it; <paramref name="length"/> counts its characters without them.</summary>
    public void Add(LineKind kind, string text, int length) => _lines.Add((kind, text, length));

    /// <summary>
    /// The frame, to be written from the upper left corner on. Every line clears what was behind it, unless it is full:
    /// there some terminals clear its last character. Of a picture that is too high the end stays, where a text is written.
    /// </summary>
    public override string ToString()
    {
        while (_lines.Count > rows)
        {
            _lines.Remove(_lines.MaxBy(line => line.Kind));
        }

        string text = string.Join('\n', _lines.Select(line => line.Length < columns ? line.Text + "\e[K" : line.Text));
        return _lines.Count < rows ? text + "\n\e[J" : text;
    }
}
