using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Views;

/// <summary>
/// Places all tensors in network order: columns from left to right, each filled from top to bottom, one scale (units a
/// weight) for all matrices, as large as fits; what the height leaves free beside them makes all weights wider than tall,
/// twice at most. Vectors are strips as wide as their column.
/// </summary>
internal static class TensorLayout
{
    private const float Gap = 16;
    private const float Label = 15;
    private const float Strip = 9;
    private const float Below = 5;
    private const float Narrowest = 74;
    private const float Widest = 2;

    /// <summary>Fills one area per tensor.</summary>
    public static void Place(IReadOnlyList<TensorShape> tensors, Area panel, Span<Area> areas)
    {
        float height = 0.005f, tooHigh = 16;
        for (int i = 0; i < 28; i++)
        {
            float middle = (height + tooHigh) / 2;
            (height, tooHigh) = Try(tensors, panel, middle, middle, areas) <= panel.Right ? (middle, tooHigh) : (height, middle);
        }

        float width = height, tooWide = Widest * height;
        for (int i = 0; i < 20; i++)
        {
            float middle = (width + tooWide) / 2;
            (width, tooWide) = Try(tensors, panel, middle, height, areas) <= panel.Right ? (middle, tooWide) : (width, middle);
        }

        Try(tensors, panel, width, height, areas);
    }

    /// <summary>Returns the right border of the last column; infinity if something does not fit at all.</summary>
    private static float Try(IReadOnlyList<TensorShape> tensors, Area panel, float wide, float high, Span<Area> areas)
    {
        float x = panel.X, y = panel.Y, width = 0;
        int first = 0;
        for (int i = 0; i < tensors.Count; i++)
        {
            TensorShape tensor = tensors[i];
            bool isVector = tensor.Rows == 1;
            float own = isVector ? Math.Clamp(tensor.Columns * wide, 9, Narrowest) : tensor.Columns * wide;
            float height = isVector ? Strip : tensor.Rows * high;
            if (Label + height > panel.Height)
            {
                return float.PositiveInfinity;
            }

            bool isFull = y + Label + height > panel.Bottom;
            bool isWider = !isVector && i > first && own > Math.Max(width, Narrowest) * 1.01f;
            if (isFull || isWider)
            {
                Stretch(tensors, areas, first, i, width);
                x += Math.Max(width, Narrowest) + Gap;
                (y, width, first) = (panel.Y, 0, i);
            }

            width = Math.Max(width, own);
            areas[i] = new Area(x, y + Label, own, height);
            y += Label + height + Below;
        }

        Stretch(tensors, areas, first, tensors.Count, width);
        return x + Math.Max(width, Narrowest);
    }

    private static void Stretch(IReadOnlyList<TensorShape> tensors, Span<Area> areas, int first, int end, float width)
    {
        for (int i = first; i < end; i++)
        {
            if (tensors[i].Rows == 1 && tensors[i].Columns > 1)
            {
                areas[i] = areas[i] with { Width = width };
            }
        }
    }
}
