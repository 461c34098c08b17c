using System.Numerics.Tensors;
using ReptileGen.Model.Randomness;

namespace ReptileGen.Model.Art;

/// <summary>One node: <c>Function(sum of Weights[i] * value of node Sources[i], + Bias)</c>.</summary>
/// <param name="Function">The function.</param>
/// <param name="Sources">Earlier values: 0 to 2 are the inputs, 3 is the first node.</param>
/// <param name="Weights">One per source, multiples of 1/256, so that a text can hold them exactly.</param>
/// <param name="Bias">A multiple of 1/256.</param>
public sealed record CppnNode(CppnFunction Function, IReadOnlyList<int> Sources, IReadOnlyList<double> Weights, double Bias);

/// <summary>
/// A compositional pattern-producing network (Stanley 2007): a picture as a function from a place to a colour, composed at
/// random of a few smooth functions. The description is evaluated here and, as a program, on the GPU (<see cref="CppnGlsl"/>).
/// </summary>
/// <remarks>
/// Inputs are x, y (the middle is 0, the nearer borders are at -1 and 1, y grows upwards) and the distance from the middle.
/// The last three nodes, each in (-1, 1), are lightness, hue and chroma.
/// </remarks>
public sealed class Cppn
{
    /// <summary>x, y and the distance.</summary>
    public const int Inputs = 3;

    private const int InnerNodes = 22;
    private const int ProbeSide = 24;

    private Cppn(IReadOnlyList<CppnNode> nodes, CppnPalette palette) => (Nodes, Palette) = (nodes, palette);

    /// <summary>In the order of evaluation.</summary>
    public IReadOnlyList<CppnNode> Nodes { get; }

    /// <summary>What the last three nodes mean.</summary>
    public CppnPalette Palette { get; }

    /// <summary>Draws a network.</summary>
    /// <param name="seed">The same seed gives the same network.</param>
    public static Cppn Create(ulong seed)
    {
        var random = new RandomStream(seed, "art/cppn");
        var palette = CppnPalette.Draw(random);
        var nodes = new List<CppnNode>();
        var probes = Probes();
        for (var i = 0; i < InnerNodes; i++)
            Add(CppnFunction.All[random.NextInt(CppnFunction.All.Count)], 2 + random.NextInt(2));
        for (var i = 0; i < 3; i++)
            Add(CppnFunction.Step, 4);
        return new Cppn(nodes, palette);

        void Add(CppnFunction function, int sources)
        {
            var node = Draw(random, function, sources, probes);
            probes.Compute(nodes.Count, node);
            nodes.Add(node);
        }
    }

    /// <summary>
    /// Random sources, later ones more often, and random weights, scaled so that the sum has the spread of the function over
    /// the square: no node is flat, none is so steep that it flickers.
    /// </summary>
    private static CppnNode Draw(RandomStream random, CppnFunction function, int count, CppnValues probes)
    {
        var known = probes.Count;
        var sources = new SortedSet<int>();
        while (sources.Count < Math.Min(count, known))
            sources.Add(known - 1 - (int)(known * Math.Pow(random.NextDouble(), 1.6)));
        var weights = sources.Select(_ => (0.3 + 0.7 * random.NextDouble()) * (random.NextInt(2) == 0 ? 1 : -1)).ToArray();
        var sums = new double[ProbeSide * ProbeSide];
        foreach (var (source, weight) in sources.Zip(weights))
            TensorPrimitives.MultiplyAdd(probes[source], weight, sums, sums);
        double mean = sums.Average(), scale = function.Spread / Math.Sqrt(sums.Average(s => (s - mean) * (s - mean)));
        var shift = (2 * random.NextDouble() - 1) * 0.5 * function.Spread;
        return new CppnNode(function, [.. sources], [.. weights.Select(w => Short(w * scale))], Short(shift - mean * scale));
    }

    /// <summary>The middles of the cells of a grid over the square.</summary>
    private static CppnValues Probes()
    {
        double At(int i) => (2.0 * i + 1) / ProbeSide - 1;
        var probes = new CppnValues(ProbeSide * ProbeSide);
        for (var i = 0; i < ProbeSide * ProbeSide; i++)
            probes.Place(i, At(i % ProbeSide), At(i / ProbeSide));
        return probes;
    }

    private static double Short(double value) => Math.Round(value * 256) / 256;
}
