#version 330 core
// A compositional pattern-producing network. Its function is written at run time, from the description that the CPU paints from,
// and appended to this text.
in vec2 vUv;

uniform vec2 uSize;                   // of the picture in pixels
uniform int uSamples;                 // samples per side of a pixel

out vec4 fragColor;

vec3 cppn(vec2 place);                // linear light; the middle is 0, the nearer borders are at -1 and 1

// From OKLab (B. Ottosson, 2020) to linear light.
vec3 oklab(vec3 lab)
{
    vec3 root = mat3(1.0, 1.0, 1.0, 0.3963377774, -0.1055613458, -0.0894841775, 0.2158037573, -0.0638541728, -1.2914855480) * lab;
    vec3 cone = root * root * root;
    return clamp(mat3(4.0767416621, -1.2684380046, -0.0041960863, -3.3077115913, 2.6097574011, -0.7034186147, 0.2309699292, -0.3413193965, 1.7076147010) * cone, 0.0, 1.0);
}

void main()
{
    vec2 corner = floor(vUv * uSize);
    vec3 total = vec3(0.0);
    for (int j = 0; j < uSamples; j++)
    {
        for (int i = 0; i < uSamples; i++)
        {
            vec2 pixel = corner + (vec2(i, j) + 0.5) / float(uSamples);
            total += cppn((2.0 * pixel - uSize) / min(uSize.x, uSize.y));
        }
    }

    vec3 linear = total / float(uSamples * uSamples);
    fragColor = vec4(mix(linear * 12.92, 1.055 * pow(linear, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, linear)), 1.0);
}
