#version 330 core
// Rounded boxes (kind 0), frames (kind 1), glyphs of the signed distance atlas (kind 2).
in vec2 vUv;
in vec2 vLocal;
flat in vec2 vHalf;
flat in vec4 vColor;
flat in vec4 vStyle;

uniform sampler2D uAtlas;

out vec4 fragColor;

const float PER_TEXEL = 127.0 / 255.0 / 5.0;   // of the atlas: full distance at 5 texels

float box(vec2 point, vec2 half_size, float radius)
{
    vec2 q = abs(point) - half_size + radius;
    return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
}

void main()
{
    float alpha;
    if (vStyle.x > 1.5)
    {
        float signed_distance = texture(uAtlas, vUv / vec2(textureSize(uAtlas, 0))).r - 0.502 + vStyle.z;
        float texels = max(abs(dFdx(vUv.x)), abs(dFdy(vUv.y)));   // a pixel; fwidth of the distance is 0 in the middle of a thin stem
        float width = max(texels, 1e-3) * PER_TEXEL * 0.65;
        alpha = smoothstep(-width, width, signed_distance);
    }
    else
    {
        float d = box(vLocal, vHalf, vStyle.y);
        d = vStyle.x > 0.5 ? abs(d + vStyle.z * 0.5) - vStyle.z * 0.5 : d;
        float width = max(length(vec2(dFdx(vLocal.x), dFdy(vLocal.y))) * 0.7, 1e-5) + vStyle.w;
        alpha = 1.0 - smoothstep(-width, width * 0.5, d);
    }

    fragColor = vec4(vColor.rgb, vColor.a * alpha);
}
