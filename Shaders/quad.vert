#version 330 core
// One quad in units.
uniform vec4 uRect;                   // x, y, width, height in units
uniform vec2 uScreen;                 // size of the screen in units
uniform vec3 uCamera;                 // offset x, offset y, zoom

out vec2 vUv;

void main()
{
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec2 position = (uRect.xy + corner * uRect.zw) * uCamera.z + uCamera.xy;
    gl_Position = vec4(position / uScreen * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0);
    vUv = corner;
}
