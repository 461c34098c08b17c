namespace ReptileGen.Model.Art;

/// <summary>A smooth function that a node of a <see cref="Cppn"/> applies, for both of its evaluators.</summary>
/// <param name="Value">The function.</param>
/// <param name="Glsl">The same as an expression of GLSL in <c>v</c>.</param>
/// <param name="Spread">The standard deviation that its argument should have over a picture: enough to show its shape, too little to alias.</param>
public sealed record CppnFunction(Func<double, double> Value, string Glsl, double Spread)
{
    /// <summary>Stripes.</summary>
    public static CppnFunction Sine { get; } = new(Math.Sin, "sin(v)", 1.7);

    /// <summary>A ridge.</summary>
    public static CppnFunction Bell { get; } = new(v => Math.Exp(-v * v), "exp(-v * v)", 1.1);

    /// <summary>A step between -1 and 1, algebraic.</summary>
    public static CppnFunction Step { get; } = new(v => v / Math.Sqrt(1 + v * v), "v * inversesqrt(1.0 + v * v)", 1.3);

    /// <summary>A fold: the magnitude, rounded at the bottom.</summary>
    public static CppnFunction Fold { get; } = new(v => Math.Sqrt(v * v + 0.0625), "sqrt(v * v + 0.0625)", 1);

    /// <summary>What inner nodes choose from.</summary>
    public static IReadOnlyList<CppnFunction> All { get; } = [Sine, Bell, Step, Fold];
}
