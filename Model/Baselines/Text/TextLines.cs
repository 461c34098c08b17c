using ReptileGen.Model.Data;

namespace ReptileGen.Model.Baselines.Text;

/// <summary>The lines of one split of a corpus, as <c>eval</c> counts characters: up to the NUL that ends a line, with it.</summary>
public static class TextLines
{
    /// <summary>All lines of a split, each of 1 to 128 bytes.</summary>
    /// <param name="text">An open corpus.</param>
    /// <param name="split">One of <see cref="TextDataset.Splits"/>.</param>
    /// <exception cref="UserException">The split has no lines.</exception>
    public static byte[][] Read(TextDataset text, string split)
    {
        var lines = new byte[text.Count(split)][];
        for (var i = 0; i < lines.Length; i++)
        {
            var line = text.Line(split, i);
            var end = line.IndexOf((byte)0);
            lines[i] = line[..(end < 0 ? line.Length : end + 1)].ToArray();
        }

        return lines.Length > 0 ? lines : throw new UserException($"{text.File.Name}: expected lines in the {split} split, found none");
    }
}
