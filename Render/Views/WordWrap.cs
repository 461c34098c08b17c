namespace ReptileGen.Render.Views;

/// <summary>Breaks a text into lines between words, and inside of a word only where that is longer than a line.</summary>
internal static class WordWrap
{
    /// <summary>Fills the place of every letter, and of the one to come; a space after a full line hangs over.</summary>
    public static void Place(ReadOnlySpan<byte> text, int columns, Span<(int Row, int Column)> places)
    {
        int row = 0, line = 0, word = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (i - line >= columns && text[i] != ' ')
            {
                line = word > line ? word : i;
                row++;
                for (int k = line; k < i; k++)
                {
                    places[k] = (row, k - line);
                }
            }

            places[i] = (row, i - line);
            word = text[i] == ' ' ? i + 1 : word;
        }

        places[text.Length] = (row, Math.Min(columns, text.Length - line));
    }
}
