using System.Text.Unicode;
using ReptileGen.Formats;

namespace ReptileGen.Pipeline.Text;

/// <summary>
/// A text as episodes of 1 to <see cref="LongestEpisode"/> bytes, one a line. Lines end with LF, CRLF or CR; a byte
/// order mark and empty lines are dropped; a character of several bytes is never divided.
/// </summary>
public sealed class EpisodeLines
{
    /// <summary>Bytes of a packed row; shorter episodes are padded with NUL.</summary>
    public const int RowBytes = 128;

    /// <summary>The most bytes of text in an episode: a row always ends with at least one NUL.</summary>
    public const int LongestEpisode = RowBytes - 1;

    /// <summary>The largest text that is accepted.</summary>
    public const long LargestText = 256L << 20;

    private static readonly byte[] Utf8Mark = [0xEF, 0xBB, 0xBF];

    private readonly LongLines _longLines;

    private EpisodeLines(LongLines longLines) => _longLines = longLines;

    /// <summary>The episodes in the order of the text.</summary>
    public List<ReadOnlyMemory<byte>> Episodes { get; } = [];

    /// <summary>Lines that were not empty.</summary>
    public int Lines { get; private set; }

    /// <summary>Lines that were longer than an episode.</summary>
    public int Long { get; private set; }

    /// <summary>Reads a text file.</summary>
    /// <exception cref="InvalidFileException">Not UTF-8, a NUL, no line at all, or too large; the message has the line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static EpisodeLines Read(string path, LongLines longLines)
    {
        var length = new FileInfo(path).Length;
        return length <= LargestText
            ? Parse(File.ReadAllBytes(path), path, longLines)
            : throw new InvalidFileException(path, "size", $"at most {LargestText} bytes of text", $"{length}");
    }

    /// <summary>Reads a text in memory; the episodes refer to it.</summary>
    /// <param name="text">UTF-8, with or without a byte order mark.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="longLines">What becomes of long lines.</param>
    /// <exception cref="InvalidFileException">Not UTF-8, a NUL, or no line at all; the message has the line.</exception>
    public static EpisodeLines Parse(ReadOnlyMemory<byte> text, string name, LongLines longLines)
    {
        if (text.Span.StartsWith<byte>(Utf8Mark))
            text = text[Utf8Mark.Length..];
        Check(text.Span, name);

        var result = new EpisodeLines(longLines);
        while (!text.IsEmpty)
        {
            var end = text.Span.IndexOfAny((byte)'\n', (byte)'\r');
            result.Add(end < 0 ? text : text[..end]);
            text = end < 0 ? default : text[(end + 1)..];
        }
        return result.Lines > 0 ? result : throw new InvalidFileException(name, "text", "at least one line that is not empty", "none");
    }

    private static void Check(ReadOnlySpan<byte> text, string name)
    {
        if (text.Contains((byte)0) || !Utf8.IsValid(text))
        {
            for (var number = 1; ; number++)
            {
                var end = text.IndexOfAny((byte)'\n', (byte)'\r');
                var line = end < 0 ? text : text[..end];
                if (line.Contains((byte)0))
                    throw new InvalidFileException(name, $"line {number}", "text without NUL bytes (NUL pads the episodes)", "a NUL byte");
                if (!Utf8.IsValid(line))
                    throw new InvalidFileException(name, $"line {number}", "UTF-8", "bytes that are not UTF-8");
                text = text[(text[end..] is [(byte)'\r', (byte)'\n', ..] ? end + 2 : end + 1)..];
            }
        }
    }

    private void Add(ReadOnlyMemory<byte> line)
    {
        if (line.IsEmpty)
            return;
        Lines++;
        if (line.Length > LongestEpisode)
            Long++;
        while (line.Length > LongestEpisode)
        {
            var (end, next) = Divide(line.Span);
            if (end > 0)
                Episodes.Add(line[..end]);
            line = _longLines == LongLines.Split ? line[next..] : default;
        }
        if (!line.IsEmpty)
            Episodes.Add(line);
    }

    /// <summary>Where the first episode of a long line ends, and where the next one begins.</summary>
    private (int End, int Next) Divide(ReadOnlySpan<byte> line)
    {
        if (_longLines == LongLines.Split && line[..(LongestEpisode + 1)].LastIndexOf((byte)' ') is >= 0 and var space)
            return (space, space + 1);
        var end = LongestEpisode;
        while ((line[end] & 0xC0) == 0x80) // the middle of a character
            end--;
        return (end, end);
    }
}
