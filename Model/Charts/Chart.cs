namespace ReptileGen.Model.Charts;

/// <summary>What a line chart shows, however it is drawn.</summary>
/// <param name="Title">Above the chart.</param>
/// <param name="XTitle">Below the chart.</param>
/// <param name="YTitle">Left of the chart.</param>
internal sealed record Chart(string Title, string XTitle, string YTitle)
{
    private static readonly string[] Colours = ["#4c72b0", "#dd8452", "#55a868", "#c44e52", "#8172b3", "#937860", "#64b5cd", "#666666"];

    private readonly List<ChartSeries> _series = [];

    /// <summary>What was added so far.</summary>
    public IReadOnlyList<ChartSeries> Series => _series;

    /// <summary>The range of x.</summary>
    public (double Low, double High) XRange => Range(p => p.X, p => p.X);

    /// <summary>The range of y, errors included.</summary>
    public (double Low, double High) YRange => Range(p => p.Y - p.Error, p => p.Y + p.Error);

    /// <summary>The colour of a series, <c>#rrggbb</c>.</summary>
    public static string Colour(int series) => Colours[series % Colours.Length];

    /// <summary>Adds a line, or dots; points that are not finite are left out.</summary>
    public Chart With(string name, IEnumerable<(double X, double Y)> points, bool dots = false) =>
        WithErrors(name, points.Select(p => new ChartPoint(p.X, p.Y)), dots);

    /// <summary>Adds a line with a band, or dots with bars; points that are not finite are left out, and so are such errors.</summary>
    public Chart WithErrors(string name, IEnumerable<ChartPoint> points, bool dots = false)
    {
        _series.Add(new ChartSeries(
            name, points.Where(p => double.IsFinite(p.Y)).Select(p => double.IsFinite(p.Error) ? p : p with { Error = 0 }).ToList(), dots));
        return this;
    }

    private (double Low, double High) Range(Func<ChartPoint, double> least, Func<ChartPoint, double> most)
    {
        var points = _series.SelectMany(s => s.Points).DefaultIfEmpty().ToList();
        double low = points.Min(least), high = points.Max(most);
        return high > low ? (low, high) : (low - 1, high + 1);
    }
}

/// <summary>A line or dots of one colour.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Points">Finite points.</param>
/// <param name="Dots">Dots instead of a line.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points, bool Dots);

/// <summary>A point of a chart.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Upwards.</param>
/// <param name="Error">How far the true y may be above or below; 0 where nothing is said.</param>
internal readonly record struct ChartPoint(double X, double Y, double Error = 0);
