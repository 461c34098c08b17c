using System.Globalization;
using ReptileGen.Model.Charts;
using Spectre.Console;

namespace ReptileGen.Model.Commands;

/// <summary>A <see cref="Chart"/> in characters: lines of Braille patterns, 2 x 4 dots per character, one colour per series.</summary>
internal static class TerminalChart
{
    private const int Rows = 14;
    private const int MostColumns = 72;
    private const int LabelWidth = 8;

    /// <summary>The bit of each dot of a Braille pattern (Unicode U+2800 to U+28FF), row by row.</summary>
    private static readonly int[] Bits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

    /// <summary>Writes a chart as wide as the console allows, at most 80 characters; nothing on a console without such characters.</summary>
    public static void Write(IAnsiConsole console, Chart chart)
    {
        if (!console.Profile.Capabilities.Unicode)
            return;
        foreach (var line in Lines(chart, Math.Clamp(console.Profile.Width - LabelWidth, 16, MostColumns)))
            console.MarkupLine(line);
    }

    /// <summary>The lines of a chart, as markup.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="columns">Characters of the area between the axes.</param>
    internal static IEnumerable<string> Lines(Chart chart, int columns)
    {
        var ((x0, x1), (y0, y1)) = (chart.XRange, chart.YRange);
        var cells = new (int Dots, char Mark, int Series)[Rows, columns];
        for (var i = 0; i < chart.Series.Count; i++)
            Draw(chart.Series[i].Points.Select(p => ((p.X - x0) / (x1 - x0), (y1 - p.Y) / (y1 - y0))).ToList(), chart.Series[i].Dots, i, cells);

        yield return $"[bold]{Markup.Escape(chart.Title)}[/]  {Markup.Escape(chart.YTitle)} over {Markup.Escape(chart.XTitle)}";
        for (var row = 0; row < Rows; row++)
        {
            var label = row == 0 ? Number(y1) : row == Rows - 1 ? Number(y0) : "";
            yield return $"{label,LabelWidth - 1}│{string.Concat(Enumerable.Range(0, columns).Select(column => Cell(cells[row, column])))}";
        }

        string low = Number(x0), high = Number(x1);
        yield return $"{new string(' ', LabelWidth - 1)}└{new string('─', columns)}";
        yield return $"{new string(' ', LabelWidth)}{low}{high.PadLeft(columns - low.Length)}";
        yield return new string(' ', LabelWidth) + string.Join("  ", chart.Series.Select((s, i) => $"[{Chart.Colour(i)}]{(s.Dots ? '●' : '━')} {Markup.Escape(s.Name)}[/]"));
    }

    /// <summary>Draws a series; places are parts of the width and the height, from the upper left.</summary>
    private static void Draw(List<(double X, double Y)> places, bool dots, int series, (int Dots, char Mark, int Series)[,] cells)
    {
        int width = 2 * cells.GetLength(1) - 1, height = 4 * Rows - 1;
        for (var i = 0; i < places.Count; i++)
        {
            var (x, y) = places[i];
            if (dots)
            {
                cells[(int)Math.Round(y * height) / 4, (int)Math.Round(x * width) / 2] = (0, '●', series);
                continue;
            }

            var (fromX, fromY) = places[Math.Max(i - 1, 0)];
            var steps = (int)Math.Ceiling(Math.Max(Math.Abs(x - fromX) * width, Math.Abs(y - fromY) * height)) + 1;
            for (var step = 1; step <= steps; step++)
            {
                var part = (double)step / steps;
                int dotX = (int)Math.Round((fromX + part * (x - fromX)) * width), dotY = (int)Math.Round((fromY + part * (y - fromY)) * height);
                ref var cell = ref cells[dotY / 4, dotX / 2];
                cell = (cell.Dots | Bits[dotY % 4 * 2 + dotX % 2], cell.Mark, cell.Mark == 0 ? series : cell.Series);
            }
        }
    }

    private static string Cell((int Dots, char Mark, int Series) cell) => cell is (0, '\0', _)
        ? " "
        : $"[{Chart.Colour(cell.Series)}]{(cell.Mark == 0 ? (char)(0x2800 + cell.Dots) : cell.Mark)}[/]";

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
