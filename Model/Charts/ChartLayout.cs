using System.Globalization;

namespace ReptileGen.Model.Charts;

/// <summary>Lays a chart out on any canvas: axes with round ticks, one colour per series, a legend.</summary>
internal static class ChartLayout
{
    /// <summary>Units across.</summary>
    public const int Width = 720;

    /// <summary>Units down.</summary>
    public const int Height = 440;

    private const int Left = 70, Right = 170, Top = 40, Bottom = 50;
    private const int TextSize = 12, TitleSize = 15;
    private const string Grid = "#e4e4e4", Axis = "#999999";

    /// <summary>Draws the whole chart.</summary>
    public static void Draw(Chart chart, IChartCanvas canvas)
    {
        var ((x0, x1), (y0, y1)) = (chart.XRange, chart.YRange);
        double X(double x) => Left + (x - x0) / (x1 - x0) * (Width - Left - Right);
        double Y(double y) => Height - Bottom - (y - y0) / (y1 - y0) * (Height - Top - Bottom);
        canvas.Text(chart.Title, Left, 24, TitleSize, Anchor.Start);
        foreach (var tick in Ticks(x0, x1))
        {
            canvas.Line([(Crisp(X(tick)), Top), (Crisp(X(tick)), Height - Bottom)], Grid, 1);
            canvas.Text(Number(tick), X(tick), Height - Bottom + 18, TextSize, Anchor.Middle);
        }

        foreach (var tick in Ticks(y0, y1))
        {
            canvas.Line([(Left, Crisp(Y(tick))), (Width - Right, Crisp(Y(tick)))], Grid, 1);
            canvas.Text(Number(tick), Left - 8, Y(tick) + 4, TextSize, Anchor.End);
        }

        canvas.Line([(Crisp(Left), Top), (Crisp(Left), Crisp(Height - Bottom)), (Width - Right, Crisp(Height - Bottom))], Axis, 1);
        canvas.Text(chart.XTitle, (Left + Width - Right) / 2, Height - 12, TextSize, Anchor.Middle);
        canvas.Text(chart.YTitle, 18, (Top + Height - Bottom) / 2, TextSize, Anchor.Middle, upwards: true);
        for (var i = 0; i < chart.Series.Count; i++)
            Draw(chart.Series[i], Chart.Colour(i), Top + 4 + 20 * i, X, Y, canvas);
    }

    /// <summary>A series, and its line of the legend at a height.</summary>
    private static void Draw(ChartSeries series, string colour, double legend, Func<double, double> x, Func<double, double> y, IChartCanvas canvas)
    {
        var points = series.Points;
        if (series.Dots)
        {
            foreach (var p in points.Where(p => p.Error > 0))
                canvas.Line([(x(p.X), y(p.Y - p.Error)), (x(p.X), y(p.Y + p.Error))], colour, 1.2);
            foreach (var p in points)
                canvas.Dot(x(p.X), y(p.Y), 4, colour);
            canvas.Dot(Width - Right + 21, legend, 4, colour);
        }
        else
        {
            if (points.Any(p => p.Error > 0))
                canvas.Area([.. points.Select(p => (x(p.X), y(p.Y + p.Error))), .. points.Reverse().Select(p => (x(p.X), y(p.Y - p.Error)))], colour, 0.18);
            canvas.Line([.. points.Select(p => (x(p.X), y(p.Y)))], colour, 1.8);
            canvas.Line([(Width - Right + 14, legend), (Width - Right + 28, legend)], colour, 3);
        }

        canvas.Text(series.Name, Width - Right + 36, legend + 4, TextSize, Anchor.Start);
    }

    private static IEnumerable<double> Ticks(double low, double high)
    {
        var step = Math.Pow(10, Math.Floor(Math.Log10((high - low) / 4)));
        step *= (high - low) / step > 20 ? 5 : (high - low) / step > 8 ? 2 : 1;
        for (var tick = Math.Ceiling(low / step); tick * step <= high; tick++)
            yield return tick * step + 0.0; // not -0
    }

    private static string Number(double tick) => tick.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>The middle of a unit, so that a line one unit wide has sharp edges.</summary>
    private static double Crisp(double place) => Math.Floor(place) + 0.5;
}
