namespace ReptileGen.Model.Charts;

/// <summary>Where a line of text stands relative to its point.</summary>
internal enum Anchor
{
    /// <summary>The point is at its start.</summary>
    Start,

    /// <summary>The point is in its middle.</summary>
    Middle,

    /// <summary>The point is at its end.</summary>
    End,
}

/// <summary>What a chart is drawn on: white, places in units from the upper left, colours as <c>#rrggbb</c>.</summary>
internal interface IChartCanvas
{
    /// <summary>A line through points, with round ends and corners.</summary>
    void Line(IReadOnlyList<(double X, double Y)> points, string colour, double width);

    /// <summary>The inside of a polygon, see-through: opacity 0 is nothing, 1 is the colour alone.</summary>
    void Area(IReadOnlyList<(double X, double Y)> corners, string colour, double opacity);

    /// <summary>A disc.</summary>
    void Dot(double x, double y, double radius, string colour);

    /// <summary>A line of dark text.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="x">Place of the anchor.</param>
    /// <param name="y">Of the baseline.</param>
    /// <param name="size">Units an em.</param>
    /// <param name="anchor">Where the text stands relative to (x, y).</param>
    /// <param name="upwards">Turned by a quarter: it reads from below.</param>
    void Text(string text, double x, double y, double size, Anchor anchor, bool upwards = false);
}
