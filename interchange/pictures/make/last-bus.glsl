// paper 2000x1333 samples=3 scale=.8 most=265
// Ten to two, sleet, Fishgate: the last bus stops at the foot of the hill with its lights on.
#include block.glsl
const vec3 EYE = vec3(-4.1, 2.1, -12.), AIM = vec3(1.3, 3.1, 8.), SUN = normalize(vec3(-.3, .8, -.5));
const int ROAD = 1, HOUSE = 2, BUS = 3, GLASS = 4, LAMP = 5, BODY = 6, POST = 7, TYRE = 8, ROOF = 9, PANE = 10;
vec3 own;
float rise(float z) { return .012 * max(z - 2., 0.) * max(z - 2., 0.) * .55; }
void put(inout float d, float e, int id, vec3 p) {
  if (e < d) {
    d = e;
    stuff = id;
    own = p;
  }
}
void terrace(inout float d, vec3 p, float side) {
  float n = clamp(floor((p.z + 14.) / 6.2), 0., 9.), z = n * 6.2 - 10.9, luck = hash(n * 3.3 + side), up = rise(z);
  vec3 q = p - vec3(side * 9.2, up, z);
  float tall = 5.6 + 1.6 * luck;
  put(d, box(q - vec3(0, tall * .5 - 1., 0), vec3(3.4, tall * .5 + 1., 3.05)), HOUSE, vec3(q.z, q.y, n + side * 20.));
  vec3 r = q - vec3(0, tall, 0);
  float roof = max(dot(vec2(abs(r.x), r.y), normalize(vec2(.62, 1.))) - 2.1, max(abs(r.z) - 3.1, -r.y));
  put(d, roof * .9, ROOF, q);
  put(d, box(q - vec3(side * .2, tall + 2.6, 2.4), vec3(.45, 1.3, .35)), HOUSE, vec3(9, 9, 99));
}
void person(inout float d, vec3 p, float k) {
  float far = length(p.xz) - .5;
  if (far > .8) {
    put(d, far, BODY, p);
    return;
  }
  float coat = taper(p, vec3(0, .5, 0), vec3(0, 1.34, 0), .27, .18);
  coat = blend(coat, ball(p - vec3(0, 1.36, 0), .19), .1);
  coat = max(coat, .3 - p.y);
  coat = min(coat, taper(vec3(abs(p.x), p.yz), vec3(.1, .5, 0), vec3(.12, .05, 0), .09, .07));
  coat = min(coat, egg(p - vec3(0, 1.64, 0), vec3(.11, .14, .12)));
  coat = min(coat, k > .5 ? egg(p - vec3(0, 1.68, 0), vec3(.145, .12, .15)) : drum(p - vec3(0, 1.7, 0), .2, .008));
  if (k > 1.5) {
    vec3 c = p - vec3(.36, .75, -.1);
    c.xy *= rot(.12);
    coat =
      min(coat, blend(egg(c - vec3(0, -.2, 0), vec3(.27, .33, .14)), egg(c - vec3(0, .3, 0), vec3(.21, .26, .13)), .1));
    coat = min(coat, rod(c, vec3(0, .4, 0), vec3(0, 1.0, 0), .055));
  }
  put(d, coat, BODY, p);
}
float map(vec3 p) {
  float d = 1e3;
  put(d, (p.y - rise(p.z)) * .9, ROAD, p);
  put(d, box(p - vec3(-5.4, rise(p.z), 10), vec3(1.2, .14, 30)) * .9, ROAD, p);
  put(d, box(p - vec3(5.4, rise(p.z), 10), vec3(1.2, .14, 30)) * .9, ROAD, p);
  terrace(d, p, -1.);
  terrace(d, p, 1.);
  vec3 q = p - vec3(1.9, .05, 1.5);
  q.xz *= rot(-.10);
  float bus = box(q - vec3(0, 1.78, 3.6), vec3(1.25, 1.32, 4.9) - .16) - .16;
  put(d, bus, BUS, q);
  put(d, box(q - vec3(0, 3.16, 3.9), vec3(.8, .09, 3.8)) - .03, BUS, vec3(9, 0, 9));
  vec3 w = vec3(abs(q.x) - 1.12, q.y - .48, q.z);
  w.z = min(abs(w.z - .9), abs(w.z - 6.6));
  put(d, max(length(w.yz) - .48, abs(w.x) - .16), TYRE, q);
  put(d, rod(vec3(abs(q.x), q.yz), vec3(1.3, 2.5, -1.3), vec3(1.48, 2.2, -1.5), .03), TYRE, q);
  put(d, box(vec3(abs(q.x), q.yz) - vec3(1.5, 2.05, -1.5), vec3(.09, .22, .05)), TYRE, q);
  float n = clamp(round((p.z - 1.) / 13.), 0., 2.);
  vec3 l = p - vec3(-4.3, rise(1. + 13. * n), 1. + 13. * n);
  put(d, taper(l, vec3(0, 0, 0), vec3(0, 5., 0), .10, .055), POST, l);
  put(d, rod(l, vec3(0, 4.5, 0), vec3(.5, 4.5, 0), .03), POST, l);
  put(d, drum(l - vec3(0, 5.3, 0), .25 + .1 * (l.y - 5.3), .34), LAMP, l);
  put(d, max(dot(vec2(length(l.xz), l.y - 6.05), normalize(vec2(.6, 1.))), 5.62 - l.y), POST, l);
  person(d, p - vec3(-1.25, .02, .2), 1.);
  person(d, p - vec3(-2.15, .02, -.3), 0.);
  person(d, p - vec3(-3.15, .02, .4), 2.);
  return d;
}
struct Seen {
  float light, warm;
  int id;
  vec3 p, n, own;
};
Seen look(vec2 uv) {
  vec3 d = lens(EYE, AIM) * normalize(vec3(uv, 1.32));
  float t = march(EYE, d, 4., 75.);
  if (t < 0.) return Seen(0., 0., 0, d, vec3(0), vec3(0));
  vec3 p = EYE + d * t;
  map(p);
  int id = stuff;
  vec3 h = own, n = normal(p, .004);
  float warm = 0., light = .05 + .06 * n.y;
  for (float i = 0.; i < 3.; i++) {
    vec3 to = vec3(-4.3, rise(1. + 13. * i) + 5.2, 1. + 13. * i) - p;
    float far = length(to);
    light +=
      9. * max(dot(n, to / far), 0.) / (far * far + 5.) * (i < 1. ? clear(p + n * .02, to / far, far * .85) : 1.);
  }
  vec3 to = vec3(.45, 1.9, 3.5) - p;
  float far = length(to * vec3(1, 1, .6));
  if (id != BUS && p.x < 1.2) light += 3.2 * max(dot(n, normalize(to)), 0.) / (far * far + .8);
  if (id == ROAD && p.z < 1.) {
    vec2 beam = (p.xz - vec2(1.7, -1.5));
    float a = abs(atan(beam.x + .25, -beam.y));
    light += .62 * smoothstep(.40, .12, a) * smoothstep(8.5, .5, length(beam)) * step(beam.y, 0.);
  }
  if (id == BUS) {
    bool side = abs(n.x) > .6, front = n.z < -.6;
    float u = side ? h.z - 3.6 : h.x;
    if (side && box(vec2(mod(u + 4.6, 1.53) - .765, h.y - 2.12), vec2(.66, .56)) < 0. && abs(u) < 4.55) {
      id = GLASS;
      warm = 1.;
      float seat = mod(u + 4.6, 1.53) - .765;
      float man = step(.42, hash(floor((u + 4.6) / 1.53) + 4.));
      float head =
        min(length(vec2(seat, h.y - 2.02) * vec2(1., .85)) - .17, box(vec2(seat, h.y - 1.62), vec2(.28, .22)) - .06);
      if (man > .5 && head < 0.) warm = 0.;
    }
    if (front && box(vec2(h.x, h.y - 2.0), vec2(1.02, .60)) - .06 < 0.) {
      id = GLASS;
      warm = 1.;
      float head =
        min(length((h.xy - vec2(.52, 1.98)) * vec2(1., .85)) - .17, box(h.xy - vec2(.52, 1.55), vec2(.28, .2)) - .06);
      if (head < 0.) warm = 0.;
      if (abs(h.x) < .03) warm = 0.;
    }
    if (front && box(vec2(h.x, h.y - 2.86), vec2(.72, .13)) < 0.) {
      id = GLASS;
      warm = 1.;
      if (abs(h.x) < .62 && abs(h.y - 2.86) < .045 && fract(h.x * 3.1 + .2) > .25) warm = 0.;
    }
    if (front && length(vec2(abs(h.x) - .86, h.y - .92)) < .155) { id = LAMP; }
    if (side && h.y > 1.12 && h.y < 1.30) light += .5;
    if (front) light += h.y > 1.12 && h.y < 1.30 ? .6 : .20 * smoothstep(.3, 1.2, h.y);
  }
  if (id == HOUSE && abs(n.x) > .6 && h.z < 90.) {
    vec2 w = vec2(abs(h.x) - 1.45, mod(h.y - .9, 2.4) - .9);
    if (box(w, vec2(.55, .75)) < 0. && h.y > .9 && h.y < 5.4) {
      id = PANE;
      float lit = hash(floor(h.y / 2.4) + h.z * 3. + step(0., h.x) * 7.);
      warm = step(.86, lit);
      if (abs(w.x) < .04 || abs(w.y) < .04) warm = 0.;
    } else if (box(w, vec2(.66, .86)) < 0. && h.y > .6 && h.y < 5.5)
      light += .12;
  }
  if (id == BODY) light *= .55;
  return Seen(light * mix(.55, 1., hollow(p, n, 1.2)), warm, id, p, n, h);
}
float sleet(vec2 uv) {
  float sum = 0.;
  for (float k = 0.; k < 3.; k++) {
    vec2 q = uv * rot(.30 + .03 * k) * (13. + 9. * k);
    q.x += k * 7.;
    vec2 cell = floor(q * vec2(1., .42));
    q = fract(q * vec2(1., .42)) - .5;
    vec2 j = vec2(hash(cell + k), hash(cell + 4. + k)) - .5;
    float lng = .16 + .22 * hash(cell + 8.);
    q -= j * vec2(.8, .45);
    sum = max(sum, step(abs(q.x), .050 * (1. - abs(q.y) / lng)) * step(abs(q.y), lng) * step(hash(cell + 2.), .55));
  }
  return sum;
}
vec3 shoot(vec2 at, vec2 size, vec4 luck) {
  vec2 px = at * 2000. / size.x, uv = (at - .5 * size) / size.y;
  float inside = block(uv, size);
  uv = unsteady(uv);
  Seen s = look(uv), b = look(uv + vec2(.003, -.002));
  float light = s.light, phase, along;
  vec2 lampUv = vec2(-.475, .19);
  if (s.id == 0) {
    light = .07 + .36 * smoothstep(.62, .02, length(uv - lampUv));
    phase = length(uv - lampUv) * 46.;
    along = atan(uv.y - lampUv.y, uv.x - lampUv.x) * 9.;
  } else if (s.id == ROAD) {
    phase = s.p.z * 3.0 + .5 * sin(s.p.x * .8) + 4. * rise(s.p.z);
    along = s.p.x * 1.1;
    if (s.p.z < 0.) phase = -log(1.2 - s.p.z * .28) * 24.;
  } else if (s.id == HOUSE) {
    phase = s.p.y * 4.6;
    along = s.p.z * .9 + s.p.x;
  } else if (s.id == ROOF) {
    phase = s.p.z * 3.4;
    along = s.p.y * 1.6;
  } else if (s.id == BUS) {
    light = light * 1.1 + .04;
    phase = abs(s.n.x) > .5 ? s.p.y * 13. : s.p.y * 13. + 3. * s.p.x;
    along = (s.p.z + s.p.x) * 1.7;
  } else {
    phase = s.p.y * 17.;
    along = (s.p.x + s.p.z) * 4.;
  }
  float black = 1. - gouge(phase, along, smoothstep(.05, .70, light), float(s.id) + 2.);
  if (s.id == GLASS || s.id == PANE) black = 1. - s.warm;
  if (s.id == LAMP) black = 0.;
  if (s.id == TYRE || s.id == POST) black = 1. - step(.5, light);
  black *= 1. - sleet(uv) * (s.id == GLASS && s.warm > .5 ? 0. : 1.);
  float yellow = b.id == GLASS || b.id == PANE ? b.warm : 0.;
  float pool =
    b.id == ROAD || b.id == HOUSE || b.id == 0
      ? smoothstep(.30, .34,
          (b.id == 0 ? .07 + .36 * smoothstep(.62, .02, length(uv - lampUv)) : b.light) + .10 * (noise(uv * 20.) - .5))
      : 0.;
  vec3 c = sheet(px);
  c = pull(c, vec3(.60, .70, .70), inside * (1. - yellow) * (1. - pool) * (b.id == LAMP ? 0. : 1.), px, 1.);
  c = pull(c, vec3(.97, .74, .34), inside * yellow, px, 2.);
  return pull(c, BLACK, inside * black, px, 3.);
}
