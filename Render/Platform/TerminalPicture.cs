using System.Globalization;
using System.Text;
using ReptileGen.Render.Simulation;
using ReptileGen.Render.Views;

namespace ReptileGen.Render.Platform;

/// <summary>A sample in a terminal: pixels as half characters or pairs of them, or letters; colours as 24 bits.</summary>
internal sealed class TerminalPicture
{
    private const int Words = 6;

    private readonly StringBuilder _text = new();
    private (int Row, int Column)[]? _places;

    /// <summary>Adds the lines of what is drawn so far.</summary>
    public void AddTo(TerminalLines lines, Snapshot snapshot)
    {
        if (snapshot.Info.IsText)
        {
            AddText(lines, snapshot);
        }
        else
        {
            AddImage(lines, snapshot);
        }
    }

    /// <summary>
    /// A pixel is square, as a character is about twice as high as wide: two characters side by side where the terminal
    /// has room for that and the words around, otherwise the upper or lower half of one.
    /// </summary>
    private void AddImage(TerminalLines lines, Snapshot snapshot)
    {
        GeneratorInfo info = snapshot.Info;
        int[] stepOfPlace = new int[info.Steps];
        for (int step = 0; step < info.Steps; step++)
        {
            stepOfPlace[info.PlaceOfStep[step]] = step;
        }

        bool isLarge = lines.Columns >= 2 * info.Columns && lines.Rows >= info.Rows + Words;
        string pixel = isLarge ? "  " : "▀";
        int columns = Math.Min(info.Columns, lines.Columns / pixel.Length);
        for (int row = 0; row < info.Rows; row += isLarge ? 1 : 2)
        {
            for (int column = 0; column < columns; column++)
            {
                int upper = stepOfPlace[(row * info.Columns) + column];
                int lower = isLarge ? upper : row + 1 < info.Rows ? stepOfPlace[((row + 1) * info.Columns) + column] : -1;
                (int r, int g, int b) = Shade(snapshot, upper);
                (int s, int h, int c) = Shade(snapshot, lower);
                _text.Append(CultureInfo.InvariantCulture, $"\e[38;2;{r};{g};{b};48;2;{s};{h};{c}m{pixel}");
            }

            End(lines, columns * pixel.Length);
        }
    }

    private void AddText(TerminalLines lines, Snapshot snapshot)
    {
        WordWrap.Place(snapshot.Values.AsSpan(0, snapshot.Position), lines.Columns - 1, _places ??= new (int, int)[snapshot.Info.Steps + 1]);
        int row = 0, length = 0;
        for (int step = 0; step < snapshot.Position; step++)
        {
            if (_places[step].Row > row)
            {
                row++;
                End(lines, length);
                length = 0;
            }

            if (_places[step].Column >= lines.Columns - 1)
            {
                continue; // a space that hangs over
            }

            int amber = (int)Math.Clamp((snapshot.Nats[step] - 1) * 50, 0, 200);
            _text.Append(CultureInfo.InvariantCulture, $"\e[38;2;240;{230 - (amber / 3)};{220 - amber}m{TextView.Show(snapshot.Values[step])}");
            length++;
        }

        _text.Append("\e[0m▏");
        End(lines, length + 1);
    }

    private void End(TerminalLines lines, int length)
    {
        lines.Add(LineKind.Picture, _text.Append("\e[0m").ToString(), length);
        _text.Clear();
    }

    private static (int R, int G, int B) Shade(Snapshot snapshot, int step)
    {
        if (step < 0)
        {
            return (11, 13, 18);
        }

        if (step < snapshot.Position)
        {
            return snapshot.Values[step] != 0 ? (246, 243, 236) : (24, 27, 34);
        }

        float p = snapshot.Dream[step];
        return step == snapshot.Position ? (249, 160, 63) : ((int)(14 + (190 * p)), (int)(16 + (110 * p)), (int)(26 + (30 * p)));
    }
}
