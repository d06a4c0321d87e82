// paper 2000x1333 samples=3 scale=.8 most=265
// A brown crab on a towel, the spoon that will do all the work, half a lemon that will only be shown.
#include block.glsl
const vec3 EYE = vec3(.0, 6.6, -2.6), AIM = vec3(.0, 0, .06), SUN = normalize(vec3(-.72, .62, .42));
const int TABLE = 1, SHELL = 2, TIP = 3, SPOON = 4, LEMON = 5, TOWEL = 6, EYES = 7, PEEL = 8;
vec3 own;
void put(inout float d, float e, int id, vec3 p) {
  if (e < d) {
    d = e;
    stuff = id;
    own = p;
  }
}
float limb(vec3 p, vec3 a, vec3 b, float r, float s) {
  vec3 d = b - a;
  float h = clamp(dot(p - a, d) / dot(d, d), 0., 1.);
  return length((p - a - d * h) * vec3(1, 1.25, 1)) - mix(r, s, h) * (1. + .35 * sin(h * 3.1416));
}
void claw(inout float d, vec3 p) {  // p.x already outward
  float arm = limb(p, vec3(.62, .14, .36), vec3(1.30, .22, .62), .10, .15);
  arm = min(arm, limb(p, vec3(1.32, .23, .64), vec3(1.50, .27, 1.02), .15, .13));
  vec3 q = p - vec3(1.46, .27, 1.12);
  q.xz *= rot(-.62);
  float palm = egg(q - vec3(0, 0, .26), vec3(.25, .20, .40));
  palm = blend(palm, egg(q - vec3(.08, .02, .12), vec3(.20, .19, .24)), .08) + .008 * noise(q * 30.);
  put(d, min(arm, palm) * .85, SHELL, p);
  float fixed_ = taper(q, vec3(.12, 0, .56), vec3(.055, 0, .92), .105, .022), teeth = .016 * sin(q.z * 46.);
  fixed_ = blend(fixed_, taper(q, vec3(.055, 0, .92), vec3(-.03, 0, 1.02), .03, .012), .03);
  float moving = taper(q, vec3(-.13, .02, .50), vec3(-.21, .02, .78), .095, .055);
  moving = blend(moving, taper(q, vec3(-.21, .02, .78), vec3(-.09, .02, 1.03), .055, .016), .05);
  float f = min(fixed_ + teeth * .4, moving + teeth * .4);
  put(d, f * .85, q.z > .60 ? TIP : SHELL, p);
}
void leg(inout float d, vec3 p, float k) {
  float a = .28 - .42 * k, reach = 1.0 - .05 * abs(k - 1.4);
  vec2 way = vec2(cos(a), sin(a));
  vec3 root = vec3(.66 - .05 * k * k * .6, .12, .12 - .17 * k),
       knee = root + vec3(way.x * .50 * reach, .26, way.y * .50 * reach),
       shin = knee + vec3(way.x * .34, -.05, way.y * .34 - .05 - .05 * k),
       foot = shin + vec3(way.x * .34 - .06 * k, -.27, way.y * .34 - .16 - .06 * k);
  put(d, min(limb(p, root, knee, .085, .085), limb(p, knee, shin, .078, .062)) * .85, SHELL, p);
  float end = taper(p, shin, foot, .052, .010);
  put(d, end, dot(p - shin, foot - shin) > .08 ? TIP : SHELL, p);
}
float map(vec3 p) {
  float d = 1e3;
  put(d, p.y + .06, TABLE, p);
  float fold = .025 * sin(p.x * 2.1 + 1.6 * sin(p.z * 1.3)) + .02 * sin(p.z * 3.2 + p.x);
  vec3 t = p - vec3(-.15, -.035 + fold * .5, -.05);
  t.xz *= rot(.10);
  put(d, (box(t, vec3(2.35 + .03 * sin(t.z * 9.), .02, 1.55 + .03 * sin(t.x * 8.))) - .02) * .8, TOWEL, t);
  vec3 c = p - vec3(-.22, .02, .0);
  c.xz *= rot(.14);
  vec3 s = vec3(sqrt(c.x * c.x + .0002), c.yz);
  float a = atan(s.x, s.z + .25);
  vec3 b = c - vec3(0, .16, -.02);
  float crust = .022 * abs(sin(a * 13.)) * smoothstep(.25, .5, a) * smoothstep(2.2, 1.7, a);
  float shell = egg(b + vec3(0, .03 * smoothstep(.4, .9, s.x), 0),
    vec3(1.06 + crust, .37, .68 + crust + .10 * smoothstep(0., .5, -b.z) * -.6));
  shell = max(shell, -b.y - .14);
  float bumps = .030 * (fbm(vec3(s.x * 4., c.y * 3., c.z * 4.), 3) - .5) +
                .016 * exp(-pow((length(vec2(s.x - .26, c.z * 1.1 - .08)) - .20) / .05, 2.)) * -1. +
                .018 * exp(-pow((s.x - .13 - .25 * abs(c.z)) / .045, 2.)) * -1.;
  put(d, (shell - bumps) * .8, SHELL, c);
  put(d, box(vec3(s.x, c.yz) - vec3(0, .07, -.03), vec3(.62, .06, .45)) - .05, SHELL, c);
  put(d, min(ball(s - vec3(.17, .23, .63), .042), taper(s, vec3(.16, .18, .56), vec3(.17, .22, .63), .05, .035)), EYES,
    c);
  put(d, rod(s, vec3(.09, .17, .60), vec3(.22, .20, .84), .010), TIP, c);
  for (float k = 0.; k < 4.; k++) leg(d, s, k);
  claw(d, s);
  vec3 q = p - vec3(2.12, .035, .18);
  q.xz *= rot(.30);
  vec3 u = q;
  float bowl = egg(u - vec3(0, .06, .62), vec3(.25, .13, .36));
  bowl = max(max(bowl, -egg(u - vec3(0, .10, .62), vec3(.225, .12, .335))), u.y - .085);
  float handle =
    box(u - vec3(0, .055 + .03 * cos(u.z * 2.), -.45), vec3(.036 + .035 * smoothstep(-.3, -1.15, u.z), .012, .75)) -
    .012;
  put(d, min(bowl, handle) * .8, SPOON, q);
  vec3 l = p - vec3(-2.25, .14, -.78);
  l.xy *= rot(.24);
  l.yz *= rot(-.16);
  float half_ = max(egg(l, vec3(.36, .40, .36)), l.y - .10);
  put(d, half_, l.y > .085 ? LEMON : PEEL, l);
  return d;
}
struct Seen {
  float light;
  int id;
  vec3 p, n, own;
};
Seen look(vec2 uv) {
  vec3 d = lens(EYE, AIM) * normalize(vec3(uv, 1.60));
  float t = march(EYE, d, 4.5, 12.);
  if (t < 0.) return Seen(0., 0, vec3(0), vec3(0, 1, 0), vec3(0));
  vec3 p = EYE + d * t;
  map(p);
  int id = stuff;
  vec3 h = own, n = normal(p, .003);
  float light = .85 * max(dot(n, SUN), 0.) * clear(p + n * .01, SUN, 1.6) + .16 * max(n.y, 0.);
  if (id == SHELL || id == SPOON || id == TIP) light += .45 * pow(max(dot(reflect(d, n), SUN), 0.), 10.);
  return Seen(light * mix(.35, 1., hollow(p, n, .35)), id, p, n, h);
}
vec3 shoot(vec2 at, vec2 size, vec4 luck) {
  vec2 px = at * 2000. / size.x, uv = (at - .5 * size) / size.y;
  float inside = block(uv, size);
  uv = unsteady(uv);
  Seen s = look(uv), b = look(uv + vec2(.004, -.0025));
  float light = s.light, phase, along;
  if (s.id == TABLE) {
    light = .20 + .34 * light;
    phase = s.p.z * 11. + 1.1 * fbm(s.p.xz * vec2(.5, 3.), 4);
    along = s.p.x * 1.3;
  } else if (s.id == TOWEL) {
    light = .30 + light * 1.15;
    phase = (s.p.x * .8 + s.p.z) * 17.;
    along = (s.p.x - s.p.z) * 2.;
  } else if (s.id == SHELL) {
    light *= .92;
    vec2 q = s.own.xz;
    phase = q.y * 21. + 8. * q.x * q.x - s.p.y * 8.;
    along = q.x * 5.;
  } else if (s.id == TIP || s.id == EYES) {
    light *= .40;
    phase = s.p.z * 26.;
    along = s.p.x * 8.;
  } else if (s.id == SPOON) {
    light *= .95;
    phase = s.own.z * 24. + s.own.x * 6.;
    along = s.own.x * 12.;
  } else {
    light *= .95;
    phase = s.own.y * 30. + 3. * s.own.x;
    along = atan(s.own.x, s.own.z) * 5.;
  }
  float black = 1. - gouge(phase, along, smoothstep(.05, .72, light), float(s.id) + 3.);
  if (s.id == LEMON) {
    float a = fract(atan(s.own.x, s.own.z) / 6.2832 * 9.) - .5, r = length(s.own.xz);
    black = (abs(a) * r < .012 && r < .29 && r > .03) || abs(r - .30) < .010
              ? 1.
              : step(r, .29) * step(.86, noise(s.own.xz * vec2(30., 30.)));
  }
  float band = b.id == TOWEL ? step(abs(abs(b.own.x) - 1.95), .13) + step(abs(abs(b.own.x) - 1.70), .03) : 0.;
  float green = b.id == TABLE   ? 1.
                : b.id == TOWEL ? max(min(band, 1.), 1. - step(.40, b.light + .1 * (noise(uv * 20.) - .5)))
                : b.id == SPOON ? 1. - step(.5, b.light)
                                : 0.;
  float red = b.id == SHELL || b.id == EYES ? 1. - step(.80, b.light + .25 * (noise(uv * 30.) - .5))
              : b.id == TIP                 ? 1.
                                            : 0.;
  float yellow = b.id == LEMON || b.id == PEEL ? 1. - step(.93, b.light) : 0.;
  vec3 c = sheet(px);
  c = pull(c, vec3(.52, .68, .62), inside * green, px, 1.);
  c = pull(c, vec3(.84, .40, .22), inside * red, px, 2.);
  c = pull(c, vec3(.95, .76, .30), inside * yellow, px, 4.);
  return pull(c, BLACK, inside * black, px, 3.);
}
