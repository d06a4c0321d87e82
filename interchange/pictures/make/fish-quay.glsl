// film 2100x1400 samples=4 scale=.75 exposure=.95 vignette=.9 bleed=.3 knee=.9 colour=.92 contrast=.75 most=285
// The fish quay before sunrise: the plate of the weighbridge, its hut, the boats, somebody early.
const float LENS = 1.5, EDGE = 4.2, TIDE = -2.1;
const vec3 EYE = vec3(.25, 1.72, 0), SUN = normalize(vec3(.0, .055, 1));
const int QUAY = 0, STEEL = 1, HUT = 2, HULL = 3, HOUSE = 4, RIG = 5, COAT = 6, SHED = 7, LAMP = 8, CRATE = 9,
          WATER = 10, SKIN = 11;
int stuff;
vec3 own;

vec3 lampAt(int i) { return vec3(-5.6, 5.6, 13. + 17. * float(i)); }
const vec3 DECKLIGHT = vec3(7.9, 6.3, 25.6);

vec3 sky(vec3 d) {
  float up = max(d.y, 0.), glow = max(dot(d, SUN), 0.);
  float band = fbm(vec2(d.x / (up + .22) * .9, 1.5 / (up + .16)) + 4., 5);
  float west = smoothstep(.55, 1., glow);
  vec3 air = mix(
    mix(vec3(.25, .30, .33), vec3(.50, .385, .29), west), vec3(.15, .215, .25), smoothstep(0., .34, up + .05 * band));
  air = mix(air, vec3(.11, .15, .175), smoothstep(.25, .8, up));
  air *= .78 + .5 * smoothstep(.3, .75, band);
  return air + vec3(.75, .43, .2) * pow(glow, 22.) * .55 + vec3(1., .68, .4) * pow(glow, 220.) * .8;
}

void keep(inout float d, float e, int id, vec3 p) {
  if (e < d) {
    d = e;
    stuff = id;
    own = p;
  }
}

void boat(inout float best, vec3 p, float k) {
  float far = length(p.xz * vec2(1, .45)) - 5.4;
  if (far > 2.5 && p.y < 13.) {
    keep(best, far, HULL, p);
    return;
  }
  float z = p.z / 8., w = 2.75 * (1. - .96 * pow(max(z, 0.), 3.)) * (1. - .22 * pow(max(-z, 0.), 4.));
  w *= mix(.74, 1., smoothstep(-1., 1.9, p.y));
  float deck = 1.55 + 1.15 * z * z * step(0., z) + .3 * z * z;
  float hull = max(max(abs(p.x) - w, p.y - deck), max(abs(p.z) - 8., -p.y - 1.));
  hull = max(hull, -max(abs(p.x) - w + .14, deck - .75 - p.y)) * .62;
  keep(best, hull, HULL, p);
  keep(best, max(abs(abs(p.x) - w) - .1, abs(p.y - deck) - .06) * .6 + max(abs(p.z) - 7.9, 0.), RIG, p);
  vec3 h = p - vec3(0, 2.75, -3.3);
  keep(best, box(h, vec3(1.45, 1.75, 1.7)) - .05, HOUSE, h);
  keep(best, box(h - vec3(0, 1.86, .1), vec3(1.65, .07, 1.95)), RIG, p);
  vec3 s = vec3(abs(p.x), p.yz);
  float rig = taper(p, vec3(0, 1., 2.3), vec3(0, 10.2, 2.1), .14, .07);
  rig = min(rig, taper(p, vec3(0, 4.4, -2.8), vec3(0, 8.6, -2.9), .08, .03));
  rig = min(rig, rod(p, vec3(0, 2.5, 2.2), vec3(.3, 6.6, -2.4), .07));
  rig = min(rig, rod(s, vec3(1.9, 1., -7.), vec3(1.2, 5.3, -7.1), .09));
  rig = min(rig, rod(s, vec3(0, 5.3, -7.1), vec3(1.25, 5.3, -7.1), .1));
  rig = min(rig, rod(s, vec3(2.2, 1.6, 1.2), vec3(.05, 9., 2.1), .022));
  rig = min(rig, rod(s, vec3(2.1, 1.6, 3.6), vec3(.05, 9., 2.1), .022));
  rig = min(rig, rod(p, vec3(0, 10., 2.1), vec3(0, 3.6, 7.8), .02));
  rig = min(rig, rod(p, vec3(0, 10., 2.1), vec3(0, 8.4, -2.9), .018));
  rig = min(rig, rod(p, vec3(0, 9.6, 2.1), vec3(0, 5.3, -7.1), .018));
  rig = min(rig, rod(p, vec3(.3, 6.5, -2.3), vec3(0, 9.6, 2.1), .018));
  rig = min(rig, rod(p, vec3(-.7, 7.7, -2.9), vec3(.7, 7.7, -2.9), .05));
  rig = min(rig, drum(p - vec3(0, 9.2, 2.15), .22, .1));
  rig = min(rig, box(p - vec3(0, 6.05, -2.9), vec3(.75, .06, .12)));
  for (float y = .35; y < 1.; y += .35)
    rig = min(rig, length(vec2(abs(abs(p.x) - w + .08), p.y - deck - y)) - .018 + max(abs(p.z + 1.) - 4.6, 0.));
  vec3 post = vec3(abs(p.x) - w + .08, p.y - deck - .4, mod(p.z, 1.5) - .75);
  rig = min(rig, max(box(post, vec3(.02, .42, .02)), abs(p.z + 1.) - 4.6));
  rig = min(rig, min(ball(p - vec3(1.2, 2.1, -6.6), .3), ball(p - vec3(.75, 2.05, -6.75), .26)));
  rig = min(rig, drum((p - vec3(-1.15, 4.95, -2.9)).xzy, .3, .06));
  vec3 n = p - vec3(0, 1.9, -5.6);
  rig = min(rig, length(vec2(length(n.yz) - .45, max(abs(n.x) - 1., 0.))) - .3 - .05 * noise(n * 9.));
  keep(best, rig, RIG, p);
  vec3 f = s - vec3(2.72, .55, 0);
  f.z -= 2.6 * clamp(round(f.z / 2.6), -1., 1.);
  keep(best, length(vec2(length(f.zy) - .27, f.x)) - .12, RIG, p);
}

void person(inout float best, vec3 p) {
  float far = length(p.xz) - .6;
  if (far > 1.) {
    keep(best, far, COAT, p);
    return;
  }
  float coat = taper(p * vec3(1, 1, 1.25), vec3(0, .45, 0), vec3(0, 1.36, 0), .28, .165) * .85;
  coat = blend(coat, rod(vec3(abs(p.x), p.yz), vec3(.1, 1.4, 0), vec3(.17, 1.36, 0), .1), .1);
  coat = blend(coat, taper(vec3(abs(p.x), p.yz), vec3(.21, 1.38, 0), vec3(.27, .82, .06), .085, .065), .05);
  coat = max(coat, .36 + .03 * sin(p.x * 21.) - p.y);
  float legs = min(taper(p, vec3(-.1, .5, 0), vec3(-.12, .04, -.07), .1, .075),
    taper(p, vec3(.1, .5, 0), vec3(.13, .05, .1), .1, .075));
  keep(best, min(coat, legs), COAT, p);
  keep(best, egg(p - vec3(0, 1.61, .01), vec3(.095, .125, .11)), COAT, p);
  keep(best,
    min(min(egg(p - vec3(0, 1.71, 0), vec3(.12, .075, .13)), drum(p - vec3(0, 1.675, -.02), .15, .006)),
      taper(p, vec3(0, 1.45, 0), vec3(0, 1.56, 0), .1, .07)),
    COAT, p);
  vec3 b = p - vec3(-.34, .5, .06);
  keep(best, box(b, vec3(.06, .17, .2)) - .02, COAT, p);
}

float map(vec3 p) {
  float d = 1e3;
  keep(d, max(p.y, p.x - EDGE), QUAY, p);
  keep(d, box(p - vec3(EDGE - .35, .0, 60), vec3(.36, .14, 90)) - .03, QUAY, p);
  keep(d, p.y - TIDE, WATER, p);
  vec3 b = p - vec3(EDGE - .5, .3, 0);
  b.z -= 9.5 * clamp(round((b.z - 5.) / 9.5), 0., 7.) + 5.;
  keep(d, min(drum(b, .17, .42), egg(b - vec3(0, .42, 0), vec3(.3, .15, .3))), STEEL, p);
  keep(d, rod(p, vec3(EDGE - .5, .55, 14.5), vec3(6.2, .2, 20.), .04), RIG, p);
  vec3 h = p - vec3(-3.55, 1.25, 17.5);
  if (box(h, vec3(1.6, 2.2, 2.4)) < 1.5) {
    keep(d, box(h, vec3(1.15, 1.25, 1.7)), HUT, h);
    vec3 r = h - vec3(0, 1.62, 0);
    r.x = abs(r.x);
    r.xy *= rot(-.42);
    keep(d, box(r - vec3(.62, .1, 0), vec3(.78, .05, 1.95)), SHED, p);
    keep(
      d, max(box(h - vec3(0, 1.5, 0), vec3(1.15, .5, 1.7)), dot(vec2(abs(h.x), h.y - 1.82), vec2(.41, .91))), HUT, h);
    keep(d, drum(h - vec3(-.6, 2.3, .7), .09, .7), STEEL, p);
    keep(d, box(h - vec3(.3, .12, -1.72), vec3(.62, .05, .12)), RIG, h);
  } else
    keep(d, box(h, vec3(1.6, 2.2, 2.4)), HUT, h);
  vec3 c = p - vec3(-2.5, .2, 11.6);
  for (int i = 0; i < 4; i++) {
    vec3 q = c - vec3(.04 * sin(float(i) * 5.), .33 * float(i), .03 * cos(float(i) * 3.));
    q.xz *= rot(.25 + .06 * sin(float(i) * 9.));
    if (i < 3) keep(d, max(box(q, vec3(.4, .15, .28)) - .01, -box(q - vec3(0, .08, 0), vec3(.36, .14, .24))), CRATE, p);
    q.x -= 1.05;
    q.z += .35;
    if (i < 2) keep(d, max(box(q, vec3(.4, .15, .28)) - .01, -box(q - vec3(0, .08, 0), vec3(.36, .14, .24))), CRATE, p);
  }
  vec3 l = p - lampAt(0);
  l.z -= 17. * clamp(round(l.z / 17.), 0., 4.);
  keep(d, min(taper(l, vec3(0, -5.6, 0), vec3(0, .5, 0), .11, .05), rod(l, vec3(0, .5, 0), vec3(.75, .62, 0), .04)),
    RIG, p);
  keep(d, box(l - vec3(.8, .52, 0), vec3(.26, .06, .12)) - .02, LAMP, p);
  float hall = box(p - vec3(-17, 2.6, 62), vec3(8, 2.6, 36));
  vec3 g = p - vec3(-17, 5.2, 62);
  g.z -= 9. * clamp(round(g.z / 9.), -4., 3.);
  hall = min(hall, max(max(dot(vec2(abs(g.z), g.y), normalize(vec2(.5, 1))) - 2., abs(g.x) - 8.), -g.y) * .9);
  keep(d, hall, SHED, p);
  float n = clamp(round((p.z - 23.5) / 20.5), 0., 2.);
  vec3 q = p - vec3(7.75 + .4 * n, TIDE + .25, 23.5 + 20.5 * n + 1. * step(.5, n));
  q.xy *= rot(.025 * sin(n * 4. + 1.));
  if (n == 1.) q.z = -q.z;
  boat(d, q, n);
  person(d, p - vec3(.02, .02, 13.6));
  return d;
}

float march(vec3 o, vec3 d, float t, int steps) {
  for (int i = 0; i < steps; i++) {
    float near = map(o + d * t);
    if (near < .0007 * t) return t;
    t += near * .88;
    if (t > 190.) break;
  }
  return -1.;
}
vec3 normal(vec3 p, float e) {
  vec2 k = vec2(1, -1);
  return normalize(
    k.xyy * map(p + k.xyy * e) + k.yyx * map(p + k.yyx * e) + k.yxy * map(p + k.yxy * e) + k.xxx * map(p + k.xxx * e));
}
float shade(vec3 p, vec3 n) {
  float sum = 0.;
  for (float i = 1.; i < 5.; i++) {
    float s = .09 * i * i;
    sum += (s - map(p + n * s)) / (s * i);
  }
  return clamp(1. - .62 * sum, .0, 1.);
}
float clear(vec3 p, vec3 to) {
  float far = length(to), t = .08, dim = 1.;
  vec3 d = to / far;
  for (int i = 0; i < 26; i++) {
    float near = map(p + d * t);
    dim = min(dim, 9. * near / t);
    t += clamp(near, .06, 1.5);
    if (dim < .01 || t > far - .7) break;
  }
  return clamp(dim, 0., 1.);
}

vec3 halo(vec3 o, vec3 d, float t, vec3 l) {
  vec3 to = l - o;
  float b = dot(d, to), s = inversesqrt(max(dot(to, to) - b * b, .004));
  return vec3(s * (atan((t - b) * s) + atan(b * s)));
}
vec3 mist(vec3 colour, vec3 o, vec3 d, float t) {
  vec3 air = sky(normalize(vec3(d.x, max(d.y, .0) * .4 + .015, d.z))) * vec3(.84, .93, .96);
  colour = mix(colour, air, 1. - exp(-t * .0078));
  for (int i = 0; i < 4; i++) colour += vec3(1., .62, .28) * .012 * halo(o, d, t, lampAt(i) + vec3(.8, .3, 0));
  return colour + vec3(.85, .95, 1.) * .016 * halo(o, d, t, DECKLIGHT) +
         vec3(1., .66, .3) * .004 * halo(o, d, t, vec3(-3.2, 1.6, 15.4));
}

vec3 glass(vec3 h) {  // the hut's window, as seen from outside: a warm room, a shelf, a kettle, somebody's coat
  vec3 room =
    vec3(1.7, 1., .42) * (.55 + .5 * smoothstep(-.3, .7, h.y)) * (1. - .35 * smoothstep(.1, .9, abs(h.x - .2)));
  room *= 1. - .7 * step(abs(h.y + .02), .02);
  room *=
    1. - .75 * smoothstep(.02, -.02,
                 min(length((h.xy - vec2(.55, .22)) * vec2(1, .75)) - .14, box(h.xy - vec2(-.05, .07), vec2(.1, .07))));
  return room;
}

vec3 lit(vec3 p, vec3 d, float t, bool first) {
  int id = stuff;
  vec3 h = own;
  vec3 n = normal(p, .0012 * t + .002);
  float rough = fbm(p.xz * 1.7 + p.y), grit = fbm(p.xz * 9. + p.y * 5., 3);
  vec3 paint = vec3(.09);
  if (id == QUAY) paint = mix(vec3(.075, .074, .07), vec3(.12, .115, .105), grit) * (p.x > EDGE - .72 ? 1.5 : 1.);
  if (id == STEEL) paint = vec3(.05);
  if (id == HUT) {
    paint = mix(vec3(.15, .17, .155), vec3(.21, .2, .17), rough) *
            (.8 + .2 * smoothstep(.02, .05, abs(fract(h.x * 4. + h.z * 4.) - .5)));
    if (h.y < -.55) paint *= .45;
    if (box(vec2(h.x - .3, h.y - .5), vec2(.55, .36)) < 0. && n.z < -.5)
      return box(vec2(abs(h.x - .3) - .275, h.y - .5), vec2(.245, .33)) < 0. ? glass(h - vec3(.2, .5, 0)) : vec3(.03);
    if (box(vec2(h.z + .9, h.y - .4), vec2(.5, .4)) < 0. && n.x > .5)
      return box(vec2(h.z + .9, h.y - .4), vec2(.44, .34)) < 0. ? vec3(1.5, .88, .38) * .8 : vec3(.03);
    if (box(vec2(h.z - .75, h.y + .2), vec2(.42, .98)) < 0. && n.x > .5) paint = vec3(.02, .07, .055);
  }
  if (id == HULL) {
    vec3 coat = mix(vec3(.018, .05, .045), vec3(.05, .045, .04), step(1., mod(floor(p.z / 20.5), 2.)));
    paint = mix(coat, vec3(.085, .035, .02), smoothstep(.55, .78, fbm(vec2(h.z * .5, h.y * 1.6) * 2.)) * .8);
    if (h.y < .25) paint = vec3(.06, .022, .016);
    if (abs(h.y - 1.15 - .02 * h.z * h.z) < .05) paint = vec3(.2, .19, .17);
  }
  if (id == HOUSE) {
    paint = vec3(.26, .26, .245) * (.75 + .4 * rough);
    bool side = abs(n.x) > .5;
    float along = side ? h.z : h.x;
    float pane = box(vec2(mod(along + 2., .8) - .4, h.y - .95), vec2(.29, .36));
    if (abs(n.y) < .5 && pane < 0. && abs(along) < 1.6)
      return p.z < 33. ? vec3(1.25, .86, .46) * (.55 + .35 * smoothstep(.6, 1.3, h.y)) : vec3(.04, .05, .055);
  }
  if (id == RIG) paint = vec3(.045, .043, .04);
  if (id == COAT) paint = vec3(.022, .026, .03);
  if (id == SKIN) paint = vec3(.2, .13, .1);
  if (id == SHED) paint = vec3(.075, .078, .078) * (.8 + .25 * smoothstep(.0, .1, abs(fract(p.z * 1.2) - .5)));
  if (id == CRATE) paint = mix(vec3(.03, .1, .12), vec3(.2, .075, .03), step(.35, p.y) * step(p.y, .7));
  if (id == LAMP) return n.y < -.3 ? vec3(9, 5.6, 2.6) : vec3(.05);
  float dark = shade(p, n);
  vec3 light = vec3(.21, .27, .31) * (.5 + .5 * n.y) * dark + vec3(.07, .06, .05) * dark;
  light += vec3(1., .58, .3) * .55 * max(dot(n, normalize(vec3(SUN.x, .12, SUN.z))), 0.) * dark;
  for (int i = 0; i < 3; i++) {
    vec3 to = lampAt(i) + vec3(.8, .3, 0) - p;
    light += vec3(1., .6, .26) * 13. * max(dot(n, normalize(to)), 0.) / (dot(to, to) + 2.) *
             (first && i < 2 ? clear(p + n * .03, to) : 1.);
  }
  vec3 to = DECKLIGHT - p;
  light += vec3(.85, .95, 1.) * 16. * max(dot(n, normalize(to)), 0.) / (dot(to, to) + 2.) *
           (first ? clear(p + n * .03, to) : 1.);
  to = vec3(-3.25, 1.7, 15.5) - p;
  light += vec3(1., .6, .25) * 2.2 * max(dot(n, normalize(to)), 0.) * smoothstep(.6, -.6, -normalize(to).z) /
           (dot(to, to) + .6);
  return paint * light;
}

float ripples(vec2 p) { return fbm(p * vec2(.7, .5), 3) * .12 + noise(p * 3.) * .02; }
float plate(vec2 p) { return box(p - vec2(-.05, 14.5), vec2(1.55, 8.6)); }

vec3 wet(vec3 p, vec3 d, float t, vec4 luck) {
  bool water = stuff == WATER;
  float dull, bump;
  vec3 n = vec3(0, 1, 0);
  vec3 base;
  if (water) {
    vec2 e = vec2(.02 + .002 * t, 0);
    float h = ripples(p.xz);
    n = normalize(vec3(h - ripples(p.xz + e.xy), e.x, h - ripples(p.xz + e.yx)));
    base = vec3(.012, .02, .02);
    dull = .008;
  } else {
    float steel = plate(p.xz), pool = smoothstep(.42, .60, fbm(p.xz * vec2(.55, .3) + 7., 5));
    float grit = fbm(p.xz * 14., 3);
    base = mix(vec3(.05, .05, .047), vec3(.09, .086, .08), grit) * mix(1., .5, pool);
    dull = mix(.13, .004, pool);
    if (steel < 0.) {
      vec2 q = p.xz * 7.;
      vec2 cell = floor(q);
      q = fract(q) - .5;
      q *= rot(mod(cell.x + cell.y, 2.) > .5 ? .785 : -.785);
      float stud = smoothstep(.06, -.02, box(q, vec2(.3, .05))) * exp(-t * .05);
      base = mix(vec3(.035, .037, .037), vec3(.06, .04, .028), smoothstep(.5, .8, fbm(p.xz * 1.3)) * .8);
      dull = mix(mix(.07, .012, pool), .1, stud);
      float seam = abs(mod(p.z - 5.9, 5.73));
      base *= .35 + .65 * smoothstep(.015, .04, min(seam, abs(p.x + .05)));
    }
    base *= .2 + .8 * smoothstep(.03, .06, abs(steel));
    base += .22 * smoothstep(.05, .02, abs(abs(p.x + .05) - 2.05)) * step(5., p.z) * step(p.z, 23.5) *
            smoothstep(.35, .6, grit) * vec3(1, .85, .4);
    n.xz = (vec2(noise(p.xz * 5. + 3.), noise(p.xz * 5. + 9.)) - .5) * mix(.035, .006, pool);
  }
  vec2 w = sqrt(fract(luck.x)) * vec2(cos(6.283 * luck.y), sin(6.283 * luck.y)) * dull * .8;
  n = normalize(n + vec3(w.x, 0, w.y));
  vec3 r = reflect(d, n);
  r.y = abs(r.y);
  float fresnel =
    mix(.03, 1., pow(1. - max(dot(-d, n), 0.), 5.)) * (water ? 1. : mix(1., .55, smoothstep(.02, .13, dull)));
  vec3 o = p + vec3(0, .015, 0);
  float back = march(o, r, .05, 70);
  vec3 seen;
  if (back > 0.) {
    vec3 q = o + r * back;
    int id = stuff;
    seen = id == QUAY || id == WATER ? vec3(.05) : lit(q, r, back + t, false);
    seen = mix(seen, sky(vec3(r.x, .03, r.z)), 1. - exp(-back * .0078));
  } else
    seen = sky(r);
  stuff = water ? WATER : QUAY;
  vec3 body;
  if (water)
    body = base;
  else {
    body = lit(p, d, t, true) / mix(vec3(.075, .074, .07), vec3(.12, .115, .105), fbm(p.xz * 9. + p.y * 5., 3)) * base;
  }
  return mix(body, min(seen, 2.5), fresnel);
}

vec3 gulls(vec3 colour, vec2 uv) {
  for (int i = 0; i < 7; i++) {
    vec2 c = vec2(-.1, .3) + (vec2(hash(float(i) + 3.), hash(float(i) + 8.)) - .5) * vec2(.8, .3);
    float s = .006 + .011 * hash(float(i) * 3.3);
    vec2 q = (uv - c) * rot(hash(float(i)) * .8 - .4) / s;
    q.x = abs(q.x);
    float bend = .3 + .5 * hash(float(i) * 7.);
    float y = q.x < .8 ? q.x * bend : .8 * bend - (q.x - .8) * .25;
    float thick = .13 * (1. - q.x / 2.1) + .12 * exp(-q.x * q.x * 16.);
    float bird = smoothstep(.07, 0., abs(q.y - y) - thick) * step(q.x, 2.);
    colour = mix(colour, vec3(.07, .08, .085), bird * .85);
  }
  return colour;
}

vec3 hill(vec3 colour, vec3 d) {
  float x = d.x / d.z, y = d.y / d.z;
  float far = .055 + .05 * smoothstep(-.9, -.1, x) * smoothstep(.9, .1, x) + .018 * fbm(vec2(x * 5., 1.), 4);
  float n = floor(x * 74.), u = abs(fract(x * 74.) - .5),
        roofs = .006 * hash(n) + .005 * (1. - 2. * u) * step(.3, hash(n + 7.)) +
                .016 * step(.93, hash(n + 3.)) * step(u, .12);
  float town = .024 + .020 * fbm(vec2(x * 3., 5.), 3) + roofs;
  colour =
    mix(colour, sky(normalize(vec3(d.x, .03, d.z))) * vec3(.80, .86, .88), smoothstep(.004, -.004, y - far) * .5);
  colour = mix(
    colour, vec3(.15, .165, .17) + sky(normalize(vec3(d.x, .02, d.z))) * .28, smoothstep(.002, -.002, y - town) * .62);
  vec2 cell = floor(vec2(x, y) * vec2(150., 130.));
  vec2 in_ = fract(vec2(x, y) * vec2(150., 130.)) - .5;
  if (y < town - .004 && hash(cell + 5.) > .93)
    colour += vec3(1., .7, .36) * .8 * smoothstep(.24, .05, length(in_ * vec2(1., 1.)));
  return colour;
}

vec3 shoot(vec2 at, vec2 size, vec4 luck) {
  vec2 uv = (at - .5 * size) / size.y;
  vec3 d = normalize(vec3(uv, LENS));
  d.yz *= rot(.02);
  d.xz *= rot(.15);
  float t = march(EYE, d, 1.5, 150);
  if (t < 0.) {
    vec3 air = sky(normalize(vec3(d.x, max(d.y, 0.) * .4 + .015, d.z))) * vec3(.84, .93, .96);
    return gulls(hill(sky(d), d), uv) + mist(vec3(0), EYE, d, 120.) - air * (1. - exp(-120. * .0078));
  }
  vec3 p = EYE + d * t;
  map(p);
  vec3 colour;
  if (stuff == WATER || (stuff == QUAY && p.y < .13 && p.x < EDGE - .72))
    colour = wet(p, d, t, luck);
  else
    colour = lit(p, d, t, true);
  return mist(colour, EYE, d, t);
}
