#version 330 core
// A picture over the whole screen.
in vec2 vUv;

uniform sampler2D uPicture;
uniform float uOpacity;

out vec4 fragColor;

void main()
{
    fragColor = vec4(texture(uPicture, vUv).rgb, uOpacity);
}
