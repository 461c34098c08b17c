using System.Numerics;
using ReptileGen.Render.Engine;

namespace ReptileGen.Render.Views;

/// <summary>Where the panels of a view stand; an empty area means that the panel is not part of it.</summary>
public readonly record struct Layout(Area Canvas, Area Maps, Area Weights, Area Tensor, Area Story, Area Gallery, Area Training = default)
{
    private const float Margin = 24;
    private const float Top = 84;
    private const float Foot = 40;

    /// <summary>The panels of a view on a screen of this size.</summary>
    public static Layout Of(int view, Vector2 screen, bool isText, bool isTraining = false)
    {
        var whole = new Area(Margin, Top, screen.X - (2 * Margin), screen.Y - Top - Foot);
        float side = Math.Min(whole.Height, whole.Width * 0.5f);
        switch (view)
        {
            case 2:
                side -= 26;
                var large = new Area(whole.X + (whole.Width * 0.5f) - (side * 0.72f), whole.Y, side, side);
                return isText
                    ? new Layout(whole, default, default, default, default, default)
                    : new Layout(large, new Area(large.Right + 32, whole.Y, side * 0.34f, whole.Height), default, default, default, default);
            case 3:
                return new Layout(default, default, whole, default, default, default);
            case 4:
                return new Layout(default, default, default, whole, default, default);
            case 5:
                return isText
                    ? new Layout(default, default, default, default, whole, default)
                    : new Layout(
                        default, new Area(whole.X, whole.Y, whole.Width, whole.Height * 0.40f), default, default,
                        new Area(whole.X, whole.Y + (whole.Height * 0.46f), whole.Width, whole.Height * 0.54f), default);
            case 6:
                return new Layout(default, default, default, default, default, whole);
            case 7 when !isText:
                return new Layout(default, new Area(whole.X, whole.Y, whole.Width, whole.Height), default, default, default, default);
            case 8 when isTraining:
                float half = whole.Height * 0.52f, square = Math.Min(whole.Height - 26, whole.Width * 0.4f);
                var picture = isText ? new Area(whole.X, whole.Y, whole.Width * 0.4f, whole.Height) : new Area(whole.X, whole.Y, square, square);
                return new Layout(
                    picture, default, default, default, default,
                    new Area(picture.Right + 32, whole.Y + half + 40, whole.Right - picture.Right - 32, whole.Height - half - 40),
                    new Area(picture.Right + 32, whole.Y, whole.Right - picture.Right - 32, half));
            default:
                Layout overview = Overview(whole, isText);
                return isTraining ? overview with { Training = overview.Maps with { Y = overview.Maps.Y + 24, Height = overview.Maps.Height - 24 }, Maps = default } : overview;
        }
    }

    private static Layout Overview(Area whole, bool isText)
    {
        float upper = Math.Min(424 + (Math.Max(0, whole.Height - 596) * 0.6f), whole.Width * 0.42f);
        float left = isText ? whole.Width * 0.42f : upper;
        float lower = whole.Y + upper + 34;
        float rest = whole.Bottom - lower;
        float gallery = Math.Max(300, whole.Width * 0.26f);
        var canvas = new Area(whole.X, whole.Y, left, upper);
        var weights = new Area(whole.X + left + 28, whole.Y, whole.Width - left - 28, upper);
        if (isText)
        {
            return new Layout(
                canvas, default, weights, default, new Area(whole.X, lower, whole.Width - gallery - 24, rest),
                new Area(whole.Right - gallery, lower, gallery, rest));
        }

        return new Layout(
            canvas, new Area(whole.X, lower, left, rest), weights, default,
            new Area(weights.X, lower, weights.Width - gallery - 24, rest),
            new Area(whole.Right - gallery, lower, gallery, rest));
    }
}
