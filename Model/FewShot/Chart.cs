namespace ReptileGen.Model.FewShot;

/// <summary>What a line chart shows, however it is drawn.</summary>
/// <param name="Title">Above the chart.</param>
/// <param name="XTitle">Below the chart.</param>
/// <param name="YTitle">Left of the chart.</param>
internal sealed record Chart(string Title, string XTitle, string YTitle)
{
    private static readonly string[] Colours = ["#4c72b0", "#dd8452", "#55a868", "#c44e52", "#8172b3", "#937860", "#64b5cd", "#666666"];

    private readonly List<(string Name, IReadOnlyList<(double X, double Y)> Points, bool Dots)> _series = [];

    /// <summary>What was added so far.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points, bool Dots)> Series => _series;

    /// <summary>The range of x.</summary>
    public (double Low, double High) XRange => Range(p => p.X);

    /// <summary>The range of y.</summary>
    public (double Low, double High) YRange => Range(p => p.Y);

    /// <summary>The colour of a series, <c>#rrggbb</c>.</summary>
    public static string Colour(int series) => Colours[series % Colours.Length];

    /// <summary>Adds a line, or dots; points that are not finite are left out.</summary>
    public Chart With(string name, IEnumerable<(double X, double Y)> points, bool dots = false)
    {
        _series.Add((name, points.Where(p => double.IsFinite(p.Y)).ToList(), dots));
        return this;
    }

    private (double Low, double High) Range(Func<(double X, double Y), double> part)
    {
        var values = _series.SelectMany(s => s.Points).Select(part).DefaultIfEmpty(0).ToList();
        double low = values.Min(), high = values.Max();
        return high > low ? (low, high) : (low - 1, high + 1);
    }
}
