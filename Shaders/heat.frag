#version 330 core
// Numbers as colours. Every map is a path in OKLab (B. Ottosson, 2020) whose lightness follows the magnitude evenly:
// perceptually uniform, and told apart by lightness alone where hues cannot be.
in vec2 vUv;

uniform sampler2D uValues;            // red: value, green: glow in [0, 1]
uniform vec4 uSource;                 // the part that is shown: x, y, width, height in texels
uniform float uRange;                 // the magnitude that is fully bright
uniform float uLog;                   // 1: logarithmic magnitude over three decades
uniform int uMap;                     // 0 blue-orange, 1 green-magenta, 2 grey
uniform int uSigned;                  // 1: diverging around 0, 0: sequential from 0
uniform int uTaps;                    // samples per side where texels are smaller than pixels

out vec4 fragColor;

vec3 oklab(vec3 lab)
{
    vec3 root = mat3(1.0, 1.0, 1.0, 0.3963377774, -0.1055613458, -0.0894841775, 0.2158037573, -0.0638541728, -1.2914855480) * lab;
    vec3 cone = root * root * root;
    vec3 linear = mat3(4.0767416621, -1.2684380046, -0.0041960863, -3.3077115913, 2.6097574011, -0.7034186147, 0.2309699292, -0.3413193965, 1.7076147010) * cone;
    linear = clamp(linear, 0.0, 1.0);
    return mix(linear * 12.92, 1.055 * pow(linear, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, linear));
}

vec3 colour(float value)
{
    float magnitude = min(abs(value), 1.0);
    float lightness = mix(0.185, 0.90, magnitude);
    float chroma = 0.17 * sqrt(magnitude) * (1.0 - 0.45 * magnitude * magnitude);
    float hue = uMap == 1 ? (value < 0.0 ? 5.75 : 2.55) : (value < 0.0 ? 4.35 : 1.00 + 0.35 * magnitude);
    if (uSigned == 0)
    {
        hue = uMap == 1 ? mix(4.9, 2.2, magnitude) : mix(5.3, 1.55, magnitude);
    }

    chroma = uMap == 2 ? 0.0 : chroma;
    if (uMap == 2 && uSigned == 1)
    {
        lightness = 0.5 + 0.42 * clamp(value, -1.0, 1.0);
    }

    return oklab(vec3(lightness, chroma * cos(hue), chroma * sin(hue)));
}

void main()
{
    ivec2 corner = ivec2(uSource.xy);
    ivec2 size = ivec2(uSource.zw);
    vec2 texel = fwidth(vUv) * vec2(size) / float(uTaps);
    vec2 base = vUv * vec2(size) - texel * (float(uTaps) - 1.0) * 0.5;
    vec2 total = vec2(0.0);
    float largest = 0.0;
    for (int j = 0; j < uTaps; j++)
    {
        for (int i = 0; i < uTaps; i++)
        {
            vec2 one = texelFetch(uValues, corner + clamp(ivec2(base + texel * vec2(i, j)), ivec2(0), size - 1), 0).rg;
            total += one;
            largest = abs(one.r) > abs(largest) ? one.r : largest;
        }
    }

    // Where several weights share a pixel, show between their mean and the strongest: fine structure stays visible.
    float value = mix(total.r / float(uTaps * uTaps), largest, uTaps > 1 ? 0.35 : 0.0) / max(uRange, 1e-20);
    if (uLog > 0.5)
    {
        float magnitude = clamp(1.0 + log(max(abs(value), 1e-3)) / 6.907755, 0.0, 1.0);
        value = sign(value) * magnitude;
    }

    float glow = total.g / float(uTaps * uTaps);
    vec3 rgb = colour(clamp(value, -1.0, 1.0));
    rgb += glow * glow * vec3(0.40, 0.37, 0.26) * (1.0 - rgb * 0.6);
    fragColor = vec4(rgb, 1.0);
}
