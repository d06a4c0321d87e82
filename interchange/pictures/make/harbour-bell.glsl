// paper 2000x1333 samples=3 scale=.8 most=265
// Little Skerrin: the bell at the end of the pier, the slip at half tide, the ewe, the other island.
#include block.glsl
const vec3 EYE = vec3(-.75, 1.75, -5.9), AIM = vec3(1.30, 1.55, 2.), SUN = normalize(vec3(-.85, .50, -.42));
const int STONE = 1, BELL = 2, POST = 3, WOOL = 4, FACE = 5, SLIP = 6, PLATE = 7, INSIDE = 8;

float profile(vec2 q) {  // half a bell in section: r outwards, y up from the lip
  float y = clamp(q.y, 0., 1.),
        r = .40 - .15 * smoothstep(.0, .34, y) - .055 * smoothstep(.25, .85, y) + .02 * exp(-y * 26.);
  r *= sqrt(max(1. - pow(max(y - .70, 0.) / .31, 2.), 0.));
  return max(q.x - r, max(-q.y, q.y - 1.)) * .72;
}
float map(vec3 p) {
  float d = 1e3;
  float joints =
    .012 *
    smoothstep(.05, .0, min(abs(fract(p.x * .9 + .37 * floor(p.z * 1.1)) - .5) / .9, abs(fract(p.z * 1.1) - .5) / 1.1));
  float edge = 1.55 + .05 * noise(vec2(p.x * 3., 1.));
  keep(d, (box(p - vec3(-3., -.6, -.6), vec3(4.6, .6, edge)) - .04 + joints) * .9, STONE);
  vec3 s = p - vec3(4.6, -1.42, 2.5);
  s.xy *= rot(.17);
  s.xz *= rot(-.25);
  keep(d, box(s, vec3(3.4, .35, 1.05)) - .05 + .02 * smoothstep(.1, 0., abs(fract(s.x * 1.6) - .5)), SLIP);
  vec3 q = p - vec3(.62, 0, .35);
  float post = box(q - vec3(0, 1.55, 0), vec3(.105, 1.55, .105)) - .015;
  post = min(post, box(q - vec3(0, 3.1, 0), vec3(.16, .05, .16)) - .015);
  post = min(post, box(q - vec3(.40, 2.86, 0), vec3(.52, .075, .075)) - .01);
  post = min(post, taper(q, vec3(.08, 2.32, 0), vec3(.55, 2.80, 0), .055, .055));
  post = min(post, box(q - vec3(0, .06, 0), vec3(.24, .08, .24)) - .02);
  keep(d, post, POST);
  keep(d, box(q - vec3(.0, 1.42, -.125), vec3(.17, .115, .012)) - .004, PLATE);
  vec3 b = q - vec3(.68, 1.77, 0);
  b.xy *= rot(.07);
  float shell = profile(vec2(length(b.xz), b.y)), inner = profile(vec2(length(b.xz) + .05, b.y + .06));
  shell = max(shell, -inner);
  shell = min(shell, length(vec2(length(b.xz) - .315, b.y - .13)) - .017);
  shell = min(shell, length(vec2(length(b.xz) - .215, b.y - .66)) - .012);
  shell = min(shell, ring(b - vec3(0, 1.02, 0), .062, .026));
  keep(d, shell, BELL);
  vec3 e = p - vec3(3.05, -.84, 1.9);
  e.xz *= rot(-.85);
  float wool = egg(e - vec3(0, .58, 0), vec3(.34, .33, .52));
  wool = blend(wool, egg(e - vec3(0, .78, -.44), vec3(.19, .24, .21)), .15);
  wool += .055 * (noise(e * 11.) - .5) + .025 * (noise(e * 24.) - .5);
  keep(d, wool * .8, WOOL);
  float face = taper(e, vec3(0, .98, -.56), vec3(0, .84, -.82), .115, .065);
  vec3 t = vec3(abs(e.x), e.yz);
  face = min(face, egg((t - vec3(.15, 1.03, -.50)), vec3(.10, .035, .045)));
  for (float z = -.3; z < .4; z += .6) face = min(face, taper(t, vec3(.15, .4, z), vec3(.14, .0, z), .07, .045));
  keep(d, face, FACE);
  return d;
}
struct Seen {
  float light;
  int id;
  vec3 p, n;
};
Seen look(vec2 uv) {
  vec3 d = lens(EYE, AIM) * normalize(vec3(uv, 1.62));
  float t = march(EYE, d, 1.5, 18.);
  float sea = d.y < 0. ? (EYE.y + 1.25) / -d.y : 1e4;
  if (t < 0. || t > sea) return Seen(0., sea < 400. ? -1 : 0, EYE + d * min(sea, 400.), d);
  vec3 p = EYE + d * t;
  map(p);
  int id = stuff;
  vec3 n = normal(p, .003);
  float light = .92 * max(dot(n, SUN), 0.) * clear(p + n * .012, SUN, 3.) + .12 * (.5 + .5 * n.y) +
                .30 * pow(max(dot(n, normalize(vec3(.9, .0, .3))), 0.), 2.);
  if (id == BELL) light += .55 * pow(max(dot(reflect(d, n), SUN), 0.), 9.);
  return Seen(light * mix(.4, 1., hollow(p, n, .45)), id, p, n);
}
float land(vec2 d) {
  float x = d.x;
  return .030 + .075 * smoothstep(.16, .42, x) * smoothstep(1.2, .62, x) * (.7 + .6 * fbm(vec2(x * 5., 1.), 5));
}
vec3 shoot(vec2 at, vec2 size, vec4 luck) {
  vec2 px = at * 2000. / size.x, uv = (at - .5 * size) / size.y;
  float inside = block(uv, size);
  uv = unsteady(uv);
  Seen s = look(uv), b = look(uv + vec2(.004, -.0025));
  float light = s.light, phase, along, black;
  bool sky = s.id == 0;
  vec3 d = s.n;
  vec2 flat_ = d.xy / max(d.z, .1);
  bool isle = sky && flat_.y < land(flat_) - .03 && flat_.x > .1;
  if (isle) {
    light = .22 + .5 * smoothstep(.55, .2, flat_.x) * fbm(flat_ * vec2(30., 60.), 3);
    phase = (flat_.y * 210. + flat_.x * 40.);
    along = flat_.x * 26.;
  } else if (sky) {
    float bank = fbm(vec2(flat_.x * 1.2 + 3., flat_.y * 4.2), 4);
    light = .40 + .9 * smoothstep(.46, .62, bank) + .3 * smoothstep(.5, .0, flat_.y);
    phase = flat_.y * 46. + 5. * bank;
    along = flat_.x * 7.;
  } else if (s.id == -1) {
    float far = s.p.z;
    light = .34 + .36 * smoothstep(.42, .62, fbm(s.p.xz * vec2(.12, .5), 3)) + .3 * smoothstep(20., 90., far);
    phase = 46. * log(far + 6.) + .6 * sin(s.p.x * .7 + far);
    along = s.p.x * 9. / (far + 6.) * 1.4;
  } else if (s.id == BELL) {
    light *= .78;
    phase = s.p.y * 33.;
    along = atan(s.n.x, s.n.z) * 4.;
  } else if (s.id == POST) {
    light *= .72;
    phase = (s.p.x + s.p.z) * 40. + 2. * noise(s.p * vec3(2, 9, 2));
    along = s.p.y * 2.6;
    if (s.p.y > 2.5 && s.p.x > .75) {
      phase = s.p.y * 44.;
      along = s.p.x * 3.;
    }
  } else if (s.id == WOOL) {
    light = light * 1.3 + .30;
    vec3 e = s.p * 15.;
    phase = noise(e) * 5. + s.p.y * 7.;
    along = noise(e + 9.) * 4. + s.p.x * 6.;
  } else if (s.id == FACE) {
    light *= .25;
    phase = s.p.y * 30.;
    along = s.p.x * 9.;
  } else {
    light *= .92;
    float fleck = fbm(s.p.xz * 5., 3);
    light *= .75 + .5 * fleck;
    phase = s.n.y > .6 ? s.p.z * 15. + 3. * fleck : s.p.y * 17.;
    along = s.p.x * 2.4;
  }
  black = 1. - gouge(phase, along, smoothstep(.04, .80, light), float(s.id) + 3.);
  if (sky && !isle) black = 0.;
  if (s.id == PLATE) {
    vec2 q = s.p.xy - vec2(.62, 1.42);
    black = step(.10, abs(q.y)) + step(.155, abs(q.x)) +
                  step(abs(fract(q.y * 17.) - .5), .18) * step(abs(q.x), .12) * step(abs(q.y), .075) >
                .5
              ? 1.
              : 0.;
  }
  float veil = sky && !isle ? 1. - gouge(phase, along, smoothstep(.3, 1.15, light), 5.) : 0.;
  float water = b.id == -1 || isle ? 1. : 0.;
  float stone = b.id == STONE || b.id == SLIP ? 1. - step(.58, b.light + .2 * (noise(uv * 26.) - .5))
                : b.id == POST                ? 1. - step(.62, b.light)
                                              : 0.;
  vec3 c = sheet(px);
  c = pull(c, vec3(.58, .70, .68), inside * max(max(water, veil), stone), px, 1.);
  c = pull(c, vec3(.91, .63, .26), inside * (b.id == BELL ? 1. - step(.98, b.light) : b.id == PLATE ? 1. : 0.), px, 2.);
  return pull(c, BLACK, inside * black, px, 3.);
}
