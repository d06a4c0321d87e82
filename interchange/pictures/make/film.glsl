// Develops a photograph: the lights' bleeding, a soft curve, green-black shadows, paper-warm whites, grain.
uniform sampler2D negative, near, far;
uniform vec2 size;
out vec4 ink;
vec3 curve(vec3 x) {
  x = max(x, 0.);
  return (x * (2.51 * x + .03)) / (x * (2.43 * x + .59) + .14);
}
void main() {
  vec2 at = gl_FragCoord.xy / size, off = at - .5;
  vec3 light =
    texture(negative, at).rgb + BLEED * (texture(near, at).rgb + .8 * texture(far, at).rgb * vec3(1.1, .96, .86));
  light *= EXPOSURE * (1. - VIGNETTE * dot(off, off));
  vec3 tone = pow(curve(light), vec3(1. / 2.2));
  tone = mix(tone, tone * tone * (3. - 2. * tone), CONTRAST);
  float grey = dot(tone, vec3(.3, .59, .11));
  tone = mix(vec3(grey), tone, COLOUR);
  tone = mix(tone, tone * vec3(.93, 1.02, 1.), (1. - grey) * .5);
  tone = mix(vec3(.052, .064, .062), vec3(.985, .978, .96), tone);
  vec2 grit = gl_FragCoord.xy * .62;
  float grain = noise(grit) + noise(grit * 1.7 + 91.) + noise(grit * .55 + 41.) * .6 - 1.3;
  tone += GRAIN * grain * (.35 + .65 * smoothstep(.02, .3, grey) * (1. - .55 * grey));
  ink = vec4(tone, 1.);
}
