using ReptileGen.Model.Randomness;
using static TorchSharp.torch;

namespace ReptileGen.Model.FewShot;

/// <summary>
/// Sine waves <c>a sin(x - p)</c> with a uniform in [0.1, 5] and p uniform in [0, <see cref="MaxPhase"/>], on [-5, 5]
/// (Finn, Abbeel and Levine 2017).
/// </summary>
/// <param name="MaxPhase">Pi in the original experiment, 2 pi for the harder one.</param>
public sealed record Sine(double MaxPhase)
{
    /// <summary>Inputs are in [-Range, Range].</summary>
    public const double Range = 5;

    /// <summary>Points of the grid on which test errors are measured.</summary>
    public const int GridPoints = 100;

    /// <summary>A random wave.</summary>
    public Func<double, double> Draw(RandomStream random)
    {
        double amplitude = 0.1 + 4.9 * random.NextDouble(), phase = MaxPhase * random.NextDouble();
        return x => amplitude * Math.Sin(x - phase);
    }

    /// <summary>Episodes for training: points to learn from and <paramref name="query"/> points to be judged on, all uniform.</summary>
    public EpisodeBatch Training(RandomStream random, int episodes, int shots, int query, Device device) =>
        EpisodeBatch.Of(Functions(random, episodes), shots, (_, _) => Input(random), query, (_, _) => Input(random), device);

    /// <summary>Episodes for testing: uniform shots (or, one-sided, from the left half only), judged on the fixed grid.</summary>
    public EpisodeBatch Testing(RandomStream random, int episodes, int shots, bool oneSided, Device device) =>
        EpisodeBatch.Of(Functions(random, episodes), shots, (_, _) => oneSided ? -Math.Abs(Input(random)) : Input(random), GridPoints, (_, i) => Grid(i), device);

    /// <summary>The i-th grid point.</summary>
    public static double Grid(int i) => -Range + 2 * Range * i / (GridPoints - 1);

    private static double Input(RandomStream random) => Range * (2 * random.NextDouble() - 1);

    private Func<double, double>[] Functions(RandomStream random, int episodes)
    {
        var functions = new Func<double, double>[episodes];
        for (var i = 0; i < episodes; i++)
            functions[i] = Draw(random);
        return functions;
    }
}
