using ReptileGen.Model.Randomness;
using static TorchSharp.torch;

namespace ReptileGen.Model.FewShot;

/// <summary>
/// Logistic functions <c>L / (1 + exp(-k (x - x0)))</c> with L and k uniform in [1, 10] and x0 uniform in [-1, 1], on 100
/// equally spaced points of [-4, 4].
/// </summary>
public static class Logistic
{
    /// <summary>Points of the grid.</summary>
    public const int GridPoints = 100;

    /// <summary>The i-th grid point.</summary>
    public static double Grid(int i) => -4 + 8.0 * i / (GridPoints - 1);

    /// <summary>A random function.</summary>
    public static Func<double, double> Draw(RandomStream random)
    {
        double top = 1 + 9 * random.NextDouble(), slope = 1 + 9 * random.NextDouble(), middle = 2 * random.NextDouble() - 1;
        return x => top / (1 + Math.Exp(-slope * (x - middle)));
    }

    /// <summary>Episodes that learn from a random part of the grid, each its own, and are judged on the rest.</summary>
    /// <param name="random">Draws functions and points.</param>
    /// <param name="episodes">Number of functions.</param>
    /// <param name="shots">Points to learn from.</param>
    /// <param name="device">Where the tensors go.</param>
    public static EpisodeBatch Batch(RandomStream random, int episodes, int shots, Device device)
    {
        var functions = new Func<double, double>[episodes];
        var points = new int[episodes][];
        for (var e = 0; e < episodes; e++)
        {
            functions[e] = Draw(random);
            points[e] = [.. Enumerable.Range(0, GridPoints)];
            random.Shuffle(points[e].AsSpan());
        }

        return EpisodeBatch.Of(functions, shots, (e, i) => Grid(points[e][i]), GridPoints - shots, (e, i) => Grid(points[e][shots + i]), device);
    }

    /// <summary>Episodes that learn from random points and are drawn on the whole grid.</summary>
    public static EpisodeBatch Picture(RandomStream random, int shots, Device device)
    {
        var function = Draw(random);
        var points = Enumerable.Range(0, shots).Select(_ => Grid(random.NextInt(GridPoints))).ToArray();
        return EpisodeBatch.Of([function], shots, (_, i) => points[i], GridPoints, (_, i) => Grid(i), device);
    }
}
