using ReptileGen.Render.Engine;
using ReptileGen.Render.Simulation;

namespace ReptileGen.Render.Views;

/// <summary>
/// Places all tensors in network order: shelves from left to right, one scale (units a weight) for all, as large as
/// fits. Vectors are strips.
/// </summary>
internal static class TensorLayout
{
    private const float Gap = 14;
    private const float Label = 15;
    private const float Strip = 9;

    /// <summary>Fills one area per tensor; returns the scale.</summary>
    public static float Place(IReadOnlyList<TensorShape> tensors, Area panel, Span<Area> areas)
    {
        float low = 0.01f, high = 16;
        for (int i = 0; i < 28; i++)
        {
            float middle = (low + high) / 2;
            bool fits = Try(tensors, panel, middle, areas) <= panel.Bottom;
            (low, high) = fits ? (middle, high) : (low, middle);
        }

        Try(tensors, panel, low, areas);
        return low;
    }

    private static float Try(IReadOnlyList<TensorShape> tensors, Area panel, float scale, Span<Area> areas)
    {
        float x = panel.X, y = panel.Y, shelf = 0, column = 0, columnY = panel.Y;
        bool inColumn = false;
        for (int i = 0; i < tensors.Count; i++)
        {
            TensorShape tensor = tensors[i];
            bool isVector = tensor.Rows == 1;
            float width = Math.Max(tensor.Columns * scale, isVector ? 30 : 24);
            float height = isVector ? Strip : tensor.Rows * scale;
            float needed = Math.Max(width, 72);
            if (needed > panel.Width)
            {
                return float.PositiveInfinity;
            }

            // Vectors that follow each other stand in one column.
            bool stacks = isVector && inColumn && columnY + Label + height <= y + Math.Max(shelf, 96);
            if (!stacks)
            {
                x += column > 0 ? column + Gap : 0;
                column = 0;
                columnY = y;
                if (x + needed > panel.Right && x > panel.X)
                {
                    x = panel.X;
                    y += shelf + Gap;
                    shelf = 0;
                    columnY = y;
                }
            }

            areas[i] = new Area(x, columnY + Label, width, height);
            columnY += Label + height + (isVector ? 5 : 0);
            column = Math.Max(column, needed);
            shelf = Math.Max(shelf, columnY - y);
            inColumn = isVector;
        }

        return y + shelf;
    }
}
