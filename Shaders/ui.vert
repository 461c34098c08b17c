#version 330 core
// One instance per rectangle, glyph or frame; the corner comes from the vertex index.
layout(location = 0) in vec4 aRect;   // x, y, width, height in units
layout(location = 1) in vec4 aUv;     // left, top, right, bottom in texels of the atlas
layout(location = 2) in vec4 aColor;  // straight alpha
layout(location = 3) in vec4 aStyle;  // kind, radius, thickness, softness

uniform vec2 uScreen;                 // size of the screen in units
uniform vec3 uCamera;                 // offset x, offset y, zoom

out vec2 vUv;
out vec2 vLocal;
flat out vec2 vHalf;
flat out vec4 vColor;
flat out vec4 vStyle;

void main()
{
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec2 position = (aRect.xy + corner * aRect.zw) * uCamera.z + uCamera.xy;
    gl_Position = vec4(position / uScreen * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0);
    vUv = mix(aUv.xy, aUv.zw, corner);
    vHalf = aRect.zw * 0.5;
    vLocal = (corner - 0.5) * aRect.zw;
    vColor = aColor;
    vStyle = aStyle;
}
