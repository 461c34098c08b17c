#version 330 core
// One quad over the whole screen.
out vec2 vUv;

void main()
{
    vUv = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    gl_Position = vec4(vUv * 2.0 - 1.0, 0.0, 1.0);
}
