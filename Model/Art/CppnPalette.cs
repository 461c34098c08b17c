using ReptileGen.Model.Randomness;

namespace ReptileGen.Model.Art;

/// <summary>Which colours a <see cref="Cppn"/> uses, in OKLab (B. Ottosson 2020), where equal steps look equal.</summary>
/// <param name="Hue">The middle of the range of hues, in radians.</param>
/// <param name="HueRange">How far hues go to either side, in radians.</param>
public sealed record CppnPalette(double Hue, double HueRange)
{
    /// <summary>Lightness in the middle, and how far it goes to either side.</summary>
    public const double Lightness = 0.5625, LightnessRange = 0.34375;

    /// <summary>Chroma in the middle, how far it goes to either side, and which part of it is lost in the brightest and the darkest colours, which have less of it.</summary>
    public const double Chroma = 0.125, ChromaRange = 0.0625, ChromaLoss = 0.5;

    /// <summary>A random palette; its numbers are multiples of 1/256.</summary>
    public static CppnPalette Draw(RandomStream random) => new(random.NextInt(1608) / 256.0, (230 + random.NextInt(400)) / 256.0);

    /// <summary>The colour of three numbers in [-1, 1].</summary>
    /// <returns>Linear light, each channel in [0, 1].</returns>
    public (double Red, double Green, double Blue) Colour(double lightness, double hue, double chroma)
    {
        double angle = Hue + HueRange * hue, radius = (Chroma + ChromaRange * chroma) * (1 - ChromaLoss * lightness * lightness);
        double light = Lightness + LightnessRange * lightness, a = radius * Math.Cos(angle), b = radius * Math.Sin(angle);
        double l = Cube(light + 0.3963377774 * a + 0.2158037573 * b);
        double m = Cube(light - 0.1055613458 * a - 0.0638541728 * b);
        double s = Cube(light - 0.0894841775 * a - 1.2914855480 * b);
        return (
            Math.Clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, 0, 1),
            Math.Clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s, 0, 1),
            Math.Clamp(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s, 0, 1));
    }

    private static double Cube(double v) => v * v * v;
}
