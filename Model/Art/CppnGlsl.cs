using System.Globalization;
using System.Text;

namespace ReptileGen.Model.Art;

/// <summary>A <see cref="Cppn"/> as a program for the GPU.</summary>
public static class CppnGlsl
{
    /// <summary>
    /// GLSL 3.30: <c>vec3 cppn(vec2 place)</c>, the colour at a place in linear light, as <see cref="CppnPicture"/> computes it. It calls
    /// <c>vec3 oklab(vec3)</c>, which turns OKLab into linear light and stands in Shaders/cppn.frag.
    /// </summary>
    public static string Write(Cppn network)
    {
        var text = new StringBuilder("vec3 cppn(vec2 place)\n{\n    float v0 = place.x, v1 = place.y, v2 = length(place), v;\n");
        for (var i = 0; i < network.Nodes.Count; i++)
        {
            var node = network.Nodes[i];
            var terms = node.Sources.Zip(node.Weights, (source, weight) => $" + {Number(weight)} * v{source}");
            text.Append(CultureInfo.InvariantCulture, $"    v = {Number(node.Bias)}{string.Concat(terms)};\n");
            text.Append(CultureInfo.InvariantCulture, $"    float v{Cppn.Inputs + i} = {node.Function.Glsl};\n");
        }

        var last = Cppn.Inputs + network.Nodes.Count;
        text.Append(CultureInfo.InvariantCulture, $$"""
                float lightness = v{{last - 3}}, hue = v{{last - 2}}, chroma = v{{last - 1}};
                float light = {{Number(CppnPalette.Lightness)}} + {{Number(CppnPalette.LightnessRange)}} * lightness;
                float angle = {{Number(network.Palette.Hue)}} + {{Number(network.Palette.HueRange)}} * hue;
                float radius = ({{Number(CppnPalette.Chroma)}} + {{Number(CppnPalette.ChromaRange)}} * chroma) * (1.0 - {{Number(CppnPalette.ChromaLoss)}} * lightness * lightness);
                return oklab(vec3(light, radius * cos(angle), radius * sin(angle)));
            }

            """);
        return text.ToString();
    }

    /// <summary>A number that GLSL reads as a float; multiples of 1/256 stay exact.</summary>
    private static string Number(double value) => value.ToString("0.0#######", CultureInfo.InvariantCulture);
}
