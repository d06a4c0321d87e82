// What a print is cut and pulled with. A block prints where it was not cut; light is what the gouge took away.
const vec3 BLACK = vec3(.085, .112, .104), PINE = vec3(.10, .40, .335), RUST = vec3(.70, .30, .13),
           OCHRE = vec3(.88, .66, .30);
const vec3 SAGE = vec3(.60, .70, .62), CLAY = vec3(.86, .66, .50), UMBER = vec3(.60, .40, .27),
           SLATE = vec3(.48, .56, .58);

vec3 sheet(vec2 px) {
  float fibre = fbm(px * vec2(.012, .05), 4) + .5 * fbm(px * .21 + 9., 3);
  return vec3(.975, .957, .915) * (.985 + .012 * fibre);
}
// One pull of one block: `mask` is 1 where it prints; the ink lies thin in places, and misses the paper's pits.
vec3 pull(vec3 under, vec3 ink, float mask, vec2 px, float seed) {
  float pit = smoothstep(.13, .22, noise(px * .30 + seed * 57.) * .5 + fbm(px * .03 + seed * 13., 3) * .5);
  float body = .93 + .07 * fbm(px * .018 + seed * 5., 5);
  return under * mix(vec3(1), ink, mask * mix(.72, 1., pit) * body);
}
// Lines of a gouge: 1 where wood was taken. `phase` counts the lines, `along` runs with them, light 0 to 1 sets their width.
float gouge(float phase, float along, float light, float seed) {
  phase += .22 * (noise(vec2(along * 1.3, phase * .2) + seed) - .5);
  float row = floor(phase), v = abs(fract(phase) - .5) * 2., luck = hash(vec2(row, seed + 3.));
  float run = along * mix(.35, .75, luck) + luck * 19., cut = fract(run);
  float ends = smoothstep(0., .16, cut) * smoothstep(1., .72, cut);
  float width = light * 1.12 * mix(ends, 1., smoothstep(.42, .72, light));
  width += (noise(vec2(along * 5., row * 3.) + seed) - .5) * .16 * smoothstep(.02, .15, width);
  return light > .93 ? 1. : step(v, width) * step(.05, light);
}
