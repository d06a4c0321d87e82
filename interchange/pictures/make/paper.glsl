// Develops a print: the scene's inks are already on the paper, and only spread by a hair.
uniform sampler2D negative, near, far;
uniform vec2 size;
out vec4 ink;
void main() {
  vec3 sum = vec3(0);
  for (int x = -1; x <= 1; x++)
    for (int y = -1; y <= 1; y++) {
      vec2 off = vec2(x, y);
      sum += exp2(-dot(off, off) * .9) * texture(negative, (gl_FragCoord.xy + off) / size).rgb;
    }
  ink = vec4(sum / pow(1. + 2. * exp2(-.9), 2.), 1.);
}
