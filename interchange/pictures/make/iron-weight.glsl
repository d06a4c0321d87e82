// paper 2000x1333 samples=3 scale=.8 most=265
// One of the twenty iron weights of shed B, hung by the ring that made it too heavy; the others wait behind.
#include block.glsl
const vec3 EYE = vec3(1.15, 1.55, -6.6), AIM = vec3(.50, 1.36, 0), SUN = normalize(vec3(-.72, .80, -.55));
const int FLOOR = 1, IRON = 2, RING = 3, CHAIN = 4, WALL = 5;

float weight(vec3 p) {
  float d = box(p, vec3(.62, .52, .62) - .09) - .09;
  d = max(d, dot(vec2(max(abs(p.x), abs(p.z)), p.y), normalize(vec2(1., .16))) - .665);
  d = max(d, -(max(abs(abs(p.y + .02) - .30) - .03, abs(max(abs(p.x), abs(p.z)) - .66) - .035)));
  return d;
}
float shackle(vec3 p) {
  float d = box(p - vec3(0, .55, 0), vec3(.30, .045, .20)) - .02;
  vec3 b = vec3(abs(p.x), p.y, abs(p.z));
  d = min(d, drum(b - vec3(.23, .61, .13), .05, .035));
  d = min(d, box(vec3(abs(p.x) - .19, p.yz) - vec3(0, .68, 0), vec3(.045, .11, .12)) - .015);
  d = min(d, rod(p, vec3(-.26, .72, 0), vec3(.26, .72, 0), .055));
  vec3 r = p - vec3(0, 1.03, 0);
  return min(d, ring(r.zyx, .29, .078));
}
float map(vec3 p) {
  float d = 1e3;
  keep(d, p.y + .02, FLOOR);
  keep(d, 5.6 - p.z, WALL);
  vec3 q = p - vec3(0, .86, 0);
  q.xy *= rot(.035);
  q.xz *= rot(.56);
  keep(d, weight(q), IRON);
  keep(d, shackle(q), RING);
  vec3 h = p - vec3(-.02, 2.31, 0);
  float gap = min(dot(h.xy, vec2(-.98, -.17)), -dot(h.xy, vec2(-.26, -.97)));
  float hook = max(ring(h, .19, .060), gap);
  hook = min(hook, ball(h - vec3(-.06, .185, 0), .066));
  hook = min(hook, taper(h, vec3(.02, .19, 0), vec3(0, .50, 0), .07, .10));
  keep(d, hook * .8, CHAIN);
  vec3 c = h - vec3(0, .62, 0);
  float n = clamp(round(c.y / .23), 0., 7.);
  c.y -= n * .23;
  if (mod(n, 2.) > .5) c = c.zyx;
  c.y -= clamp(c.y, -.055, .055);
  keep(d, ring(c, .068, .028), CHAIN);
  for (int row = 0; row < 2; row++) {
    vec3 s = p - vec3(.8 + .7 * float(row), .50, 2.7 + 1.7 * float(row));
    float k = clamp(round(s.x / 1.72), -3., 4.);
    s.x -= k * 1.72;
    s.xz *= rot(.10 * sin(k * 5. + float(row)));
    float far = box(s, vec3(.7, 1.2, .7));
    if (far > 1.) {
      keep(d, far, IRON);
      continue;
    }
    keep(d, weight(s), IRON);
    keep(d, shackle(s), RING);
  }
  return d;
}
struct Seen {
  float light;
  int id;
  vec3 p, n;
};
Seen look(vec2 uv) {
  vec3 d = lens(EYE, AIM) * normalize(vec3(uv, 1.78));
  float t = march(EYE, d, 3., 16.);
  if (t < 0.) return Seen(0., 0, vec3(0), vec3(0, 1, 0));
  vec3 p = EYE + d * t;
  map(p);
  int id = stuff;
  vec3 n = normal(p, .003);
  float near = smoothstep(5.6, .6, p.z), lamp = smoothstep(4.6, .8, length(p.xz - vec2(.1, -.1)));
  float light = max(dot(n, SUN), 0.) * clear(p + n * .01, SUN, 3.5) * mix(.30, 1., lamp) + .13 * max(n.y, 0.) * lamp +
                .30 * max(dot(n, normalize(vec3(.9, .1, -.5))), 0.) * near;
  light += .35 * pow(max(dot(reflect(d, n), SUN), 0.), 14.) * clear(p + n * .01, SUN, 3.5);
  return Seen(light * mix(.5, 1., hollow(p, n, .5)), id, p, n);
}
vec3 shoot(vec2 at, vec2 size, vec4 luck) {
  vec2 px = at * 2000. / size.x, uv = (at - .5 * size) / size.y;
  float inside = block(uv, size);
  uv = unsteady(uv);
  Seen s = look(uv), b = look(uv + vec2(.004, -.0025));
  float light = s.light, phase, along;
  if (s.id == FLOOR) {
    light *= .68;
    phase = s.p.z * 9.5 + .55 * s.p.x;
    along = s.p.x * 2.2;
  } else if (s.id == WALL) {
    light = .10 + .34 * smoothstep(3.6, .2, length(s.p.xy - vec2(-1.4, 2.5)));
    phase = length(s.p.xy - vec2(-3.5, 5.6)) * 8.;
    along = atan(s.p.y - 5.6, s.p.x + 3.5) * 9.;
  } else if (s.id == IRON) {
    light *= .62;
    bool front = abs(s.n.y) < .6;
    phase = front ? s.p.y * 21. + 2.2 * s.p.x : (s.p.x + s.p.z) * 15.;
    along = front ? (s.p.x + s.p.z) * 3.4 : (s.p.x - s.p.z) * 3.;
  } else {
    light *= 1.05;
    phase = atan(s.n.y, s.n.x) * 5. + s.p.y * 17.;
    along = s.p.x * 7. + s.p.z * 5.;
  }
  float black = 1. - gouge(phase, along, smoothstep(.03, .74, light), float(s.id) + 2.);
  vec3 c = sheet(px);
  float floor_ = b.id == FLOOR || b.id == WALL   ? 1. - step(.80, b.light + .12 * (noise(uv * 9.) - .5))
                 : b.id == IRON || b.id == CHAIN ? 1. - step(.60, b.light)
                                                 : 0.;
  c = pull(c, vec3(.60, .69, .63), inside * floor_, px, 1.);
  c = pull(c, vec3(.80, .36, .17), inside * (b.id == RING ? 1. - step(.92, b.light) : 0.), px, 2.);
  return pull(c, BLACK, inside * black, px, 3.);
}
