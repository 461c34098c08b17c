#version 330 core
// The image so far: committed pixels are solid, the rest shows what the network would draw there now.
in vec2 vUv;

uniform sampler2D uPixels;            // red: value (-1 open), green: probability, blue: freshness, alpha: 1 if given by hand
uniform float uDream;                 // strength of the layer of probabilities

out vec4 fragColor;

void main()
{
    ivec2 size = textureSize(uPixels, 0);
    vec2 place = vUv * vec2(size);
    ivec2 cell = clamp(ivec2(place), ivec2(0), size - 1);
    vec4 pixel = texelFetch(uPixels, cell, 0);
    vec2 inside = abs(fract(place) - 0.5);
    vec2 pixel_width = max(fwidth(place), vec2(1e-4));
    float border = 0.5 - 0.06;
    vec2 edge = 1.0 - smoothstep(border - pixel_width, vec2(border), inside);
    float solid = pixel_width.x < 0.25 ? edge.x * edge.y : 1.0;

    vec3 ground = vec3(0.043, 0.050, 0.066);
    vec3 paper = vec3(0.075, 0.085, 0.108);
    vec3 ink = vec3(0.965, 0.955, 0.925);
    vec3 given = vec3(0.45, 0.86, 0.78);
    vec3 dream = mix(vec3(0.10, 0.13, 0.24), vec3(0.98, 0.62, 0.25), smoothstep(0.0, 1.0, pixel.g));

    vec3 closed = mix(paper, mix(ink, given, pixel.a), pixel.r);
    vec3 open = mix(ground, dream, uDream * (0.10 + 0.82 * pixel.g));
    vec3 rgb = pixel.r < -0.5 ? open : closed;
    rgb += pixel.b * vec3(0.16, 0.13, 0.08) * (pixel.r < -0.5 ? 0.0 : 1.0);
    fragColor = vec4(mix(ground * 0.8, rgb, solid), 1.0);
}
