// film 1680x2100 samples=3 scale=.7 exposure=1.05 vignette=.7 bleed=.3 knee=.9 contrast=.6 colour=1 most=270
// The Maidens: the light on its rock, a rowing boat, and a swimmer in a green cap with the last of the way to go.
const float LENS = 1.75;
const vec3 EYE = vec3(0, 1.9, 0), SUN = normalize(vec3(-.82, .30, .28));
const vec3 ROCK = vec3(15., 0, 98.), SWIMMER = vec3(-1.3, .02, 9.6), SKIFF = vec3(-4.9, .05, 29.);
int stuff;
vec3 own;
float lift, heave;

vec3 sky(vec3 d) {
  float up = max(d.y, 0.), glow = max(dot(d, SUN), 0.);
  vec2 q = vec2(d.x, 1.) / (up + .28);
  float mass = fbm(q * vec2(.9, 1.5) + vec2(1.2, 6.), 6), torn = fbm(q * vec2(2.3, 3.6) + 2.2 * mass, 6);
  vec3 air = mix(vec3(.58, .57, .50), vec3(.20, .29, .335), smoothstep(-.02, .42, up));
  float cloud = smoothstep(.36, .62, mass * .62 + torn * .42);
  vec3 shade = mix(vec3(.115, .145, .16), vec3(.30, .32, .315), smoothstep(.38, .0, up));
  vec3 lit = vec3(.72, .62, .48) * smoothstep(.70, .42, torn) * (.35 + .65 * smoothstep(.35, -.45, d.x));
  return mix(air, shade + lit * .55, cloud * .93) + vec3(.55, .42, .26) * pow(glow, 5.) * .5;
}

void keep(inout float d, float e, int id, vec3 p) {
  if (e < d) {
    d = e;
    stuff = id;
    own = p;
  }
}

float stack(vec3 p) {
  vec3 q = p;
  q.xz *= rot(.5);
  float tall = 13.5;
  float r = length(q.xz * vec2(1, .85)) -
            mix(13.2, 5.6, smoothstep(-1., tall, q.y)) * (.86 + .30 * noise(vec2(atan(q.x, q.z) * 2.1, q.y * .10)));
  float joint = noise(vec3(q.x * .42, q.y * .05, q.z * .42)),
        split = abs(2. * noise(vec3(q.x * .9, q.y * .13, q.z * .9) + 5.) - 1.);
  float ledge = fract(q.y * .21 + .5 * noise(vec3(q.x * .16, 3., q.z * .16))),
        step_ = smoothstep(0., .75, ledge) - smoothstep(.8, 1., ledge);
  float chips = .5 * (noise(q * 1.3) - .5) + .22 * (noise(q * 3.3) - .5) + .10 * (noise(q * 8.) - .5);
  return max(r + 2.5 * (joint - .5) + .715 * smoothstep(.5, 0., split) + .85 * step_ + chips,
           q.y - tall + 1.1 * (noise(q.xz * .35) - .2) + chips * .4) *
         .5;
}
float skerry(vec3 p) {
  return (egg(p, vec3(4.6, 2.3, 3.)) + 1.1 * (noise(p * .7) - .5) + .4 * (noise(p * 2.2) - .5)) * .6;
}
void light(inout float d, vec3 p) {
  vec3 q = p - vec3(-.4, 12.4, 0);
  float y = q.y, r = mix(2.35, 1.62, clamp(y / 17., 0., 1.)) + .75 * exp(-y * .55);
  keep(d, max(length(q.xz) - r, abs(y - 8.3) - 8.7) * .9, 2, q);
  keep(d, drum(q - vec3(0, 17.1, 0), 2.35, .16) - .05, 3, q);
  keep(d, drum(q - vec3(0, 16.7, 0), 2.0, .3), 2, q);
  keep(d, drum(q - vec3(0, 18.9, 0), 1.28, 1.3), 4, q);
  float dome = max(egg(q - vec3(0, 20.15, 0), vec3(1.5, 1.15, 1.5)), 20.1 - q.y);
  keep(d, min(dome, min(ball(q - vec3(0, 21.4, 0), .2), rod(q, vec3(0, 21, 0), vec3(0, 22.6, 0), .05))), 3, q);
  vec3 s = q - vec3(0, 18.1, 0);
  float a = atan(s.x, s.z);
  float n = 14.;
  a = (fract(a / 6.2832 * n) - .5) * 6.2832 / n;
  vec2 c = length(s.xz) * vec2(sin(a), cos(a));
  keep(d,
    min(length(vec2(length(s.xz) - 2.25, abs(s.y - .15) - .35)) - .035,
      max(length(c - vec2(0, 2.25)) - .035, abs(s.y) - .55)),
    3, q);
  vec3 h = q - vec3(-4.2, 1.0, -1.2);
  keep(d, box(h, vec3(1.8, 1.5, 1.4)), 2, vec3(9));
  h.y -= 1.5;
  h.z = abs(h.z);
  keep(d, box(vec3(h.x, h.yz * rot(.6)) - vec3(0, .35, .85), vec3(1.95, .07, 1.05)), 3, q);
}
void swimmer(inout float d, vec3 p) {
  p.xz *= rot(-.55);
  float far = length(p - vec3(0, .1, 0)) - 1.25;
  if (far > .6) {
    keep(d, far, 6, p);
    return;
  }
  keep(d, egg(p - vec3(.0, .07, .14), vec3(.10, .105, .135)), 5, p);
  keep(d, egg(p - vec3(.05, .03, .17), vec3(.08, .085, .095)), 6, p);
  float body = egg(p - vec3(0, -.13, -.14), vec3(.24, .12, .26));
  body = blend(body, taper(p, vec3(.18, -.05, -.04), vec3(.43, .22, .0), .066, .047), .08);
  body = blend(body, taper(p, vec3(.43, .22, .0), vec3(.40, .10, .36), .045, .030), .03);
  body = blend(body, egg(p - vec3(.395, .065, .44), vec3(.032, .022, .08)), .03);
  keep(d, body, 6, p);
}
void skiff(inout float d, vec3 p) {
  p.xz *= rot(-1.05);
  p.xy *= rot(.05);
  float far = box(p - vec3(0, .5, 0), vec3(1.6, 1., 2.6));
  if (far > 1.) {
    keep(d, far, 7, p);
    return;
  }
  float z = p.z / 2.35,
        w = .80 * sqrt(max(1. - z * z * mix(.75, 1., step(0., z)), 0.)) * mix(.62, 1., smoothstep(-.2, .55, p.y)),
        top = .46 + .24 * z * z;
  float hull = max(max(abs(p.x) - w, p.y - top), max(abs(p.z) - 2.35, -p.y - .3));
  hull = max(hull, -max(max(abs(p.x) - w + .07, .12 - p.y), abs(p.z) - 2.2));
  keep(d, hull * .7, 7, p);
  keep(d, min(box(p - vec3(0, .36, -.2), vec3(.72, .03, .13)), box(p - vec3(0, .4, 1.25), vec3(.5, .03, .13))), 8, p);
  float man = taper(p, vec3(0, .5, -.25), vec3(0, .98, -.02), .19, .2);
  man = blend(man, taper(vec3(abs(p.x), p.yz), vec3(.2, 1., 0.), vec3(.26, .72, .36), .075, .05), .05);
  man = min(man, taper(vec3(abs(p.x), p.yz), vec3(.1, .47, -.2), vec3(.16, .5, .4), .1, .08));
  keep(d, man, 9, p);
  keep(d, egg(p - vec3(0, 1.27, .03), vec3(.10, .13, .115)), 6, p);
  keep(d, egg(p - vec3(0, 1.35, .03), vec3(.112, .075, .125)), 9, p);
  vec3 s = vec3(abs(p.x), p.yz);
  float oar = rod(s, vec3(.2, .74, .42), vec3(2.35, .05, -.62), .025);
  oar = min(oar, box((s - vec3(2.3, .06, -.6)), vec3(.28, .08, .14)));
  keep(d, oar, 8, p);
}
float map(vec3 p) {
  float d = 1e3;
  vec3 q = p - ROCK;
  float far = length(q - vec3(0, 12, 0)) - 25.;
  if (far > 3.)
    keep(d, far, 1, q);
  else {
    keep(d, stack(q), 1, q);
    keep(d, skerry(q - vec3(-16.5, -.6, -5.)), 1, q);
    keep(d, skerry((q - vec3(13.5, -.4, -9.)).zyx), 1, q);
    light(d, q);
    vec3 l = q - vec3(-4.4, 6.3, -8.2);
    l.xz *= rot(-.45);
    l.yz *= rot(.33);
    vec3 m = vec3(abs(l.x) - .35, l.yz);
    keep(d, max(length(m.xz) - .06, abs(l.y) - 7.6), 3, q);
    m = vec3(l.x, mod(l.y, .55) - .27, l.z);
    keep(d, max(max(length(m.yz) - .04, abs(l.x) - .35), abs(l.y) - 7.6), 3, q);
  }
  swimmer(d, p - SWIMMER - vec3(0, lift, 0));
  skiff(d, p - SKIFF - vec3(0, heave, 0));
  return d;
}
float march(vec3 o, vec3 d, float t, float limit) {
  for (int i = 0; i < 120; i++) {
    float near = map(o + d * t);
    if (near < .0005 * t) return t;
    t += near * .9;
    if (t > limit) break;
  }
  return -1.;
}
vec3 normal(vec3 p, float e) {
  vec2 k = vec2(1, -1);
  return normalize(
    k.xyy * map(p + k.xyy * e) + k.yyx * map(p + k.yyx * e) + k.yxy * map(p + k.yxy * e) + k.xxx * map(p + k.xxx * e));
}
float clear(vec3 p) {
  float t = .15, dim = 1.;
  for (int i = 0; i < 28; i++) {
    float near = map(p + SUN * t);
    dim = min(dim, 7. * near / t);
    t += clamp(near, .08, 2.5);
    if (dim < .01 || t > 34.) break;
  }
  return clamp(dim, 0., 1.);
}
float shade(vec3 p, vec3 n) {
  float sum = 0.;
  for (float i = 1.; i < 5.; i++) {
    float s = .12 * i * i * (p.z > 40. ? 2. : .5);
    sum += (s - map(p + n * s)) / (s * i);
  }
  return clamp(1. - .6 * sum, 0., 1.);
}

vec3 thing(vec3 p, vec3 d, float t) {
  int id = stuff;
  vec3 h = own, n = normal(p, .0004 * t + .002), paint = vec3(.05);
  float gloss = 0.;
  if (id == 1) {
    float lichen = fbm(h * .7, 4), wet = smoothstep(4.2, 1.6, h.y + 1.8 * noise(h * .4));
    paint = mix(vec3(.10, .10, .095), vec3(.185, .172, .15), fbm(h * vec3(.5, 2., .5), 4));
    paint = mix(paint, vec3(.25, .20, .075), smoothstep(.58, .72, lichen) * smoothstep(4., 7., h.y) * .6);
    paint = mix(paint, vec3(.34, .34, .31),
      smoothstep(.62, .75, noise(vec3(h.x * 1.2, h.y * .25, h.z * 1.2))) * smoothstep(7., 10., h.y) * .6);
    paint = mix(paint, vec3(.028, .033, .028), wet);
    gloss = wet * .3;
  }
  if (id == 2) {
    paint = vec3(.62, .61, .575) * (.9 + .12 * fbm(vec2(atan(h.x, h.z) * 9., h.y * .35), 4));
    if (abs(h.y - 10.2) < 1.5) paint = vec3(.05, .13, .11);
    paint = mix(paint, vec3(.30, .22, .15), smoothstep(.66, .85, noise(vec2(atan(h.x, h.z) * 16., h.y * .14))) * .35);
    float a = atan(h.x + .0, -h.z);
    vec2 w = vec2(a + .25, mod(h.y, 5.) - 2.6);
    if (h.y < 16. && box(w * vec2(2., 1), vec2(.26, .45)) < 0.) paint = vec3(.03);
  }
  if (id == 3) paint = vec3(.035, .045, .042);
  if (id == 4) {
    float a = abs(fract(atan(h.x, h.z) * 1.9) - .5);
    return a > .45 || abs(h.y - 18.9) < .05 ? vec3(.05)
                                            : vec3(2.6, 1.9, .95) * (.25 + .9 * exp(-2.2 * abs(h.y - 18.9)));
  }
  if (id == 5) {
    paint = vec3(.02, .21, .135);
    gloss = .6;
  }
  if (id == 6) {
    paint = vec3(.36, .21, .145);
    gloss = .35;
  }
  if (id == 7) paint = h.y > .42 + .24 * pow(h.z / 2.35, 2.) - .11 ? vec3(.36, .34, .29) : vec3(.045, .085, .095);
  if (id == 8) paint = vec3(.24, .155, .08);
  if (id == 9) paint = mix(vec3(.035, .05, .07), vec3(.26, .06, .03), step(1.28, h.y));
  float dark = shade(p, n), sun = max(dot(n, SUN), 0.);
  if (sun > 0.) sun *= clear(p + n * .05);
  vec3 c =
    paint * (mix(vec3(.075, .095, .10), vec3(.27, .33, .36), .5 + .5 * n.y) * dark + vec3(1.75, 1.36, .92) * sun);
  return c + gloss * sun * vec3(1.2, 1., .7) * pow(max(dot(reflect(d, n), SUN), 0.), 12.);
}

vec3 haze(vec3 d) { return sky(normalize(vec3(d.x, .02, d.z))); }

float height(vec2 p, int fine) {
  float wake = length((p - SWIMMER.xz) * vec2(1., .8));
  return sea(p * 1.15 + 3., fine) * 1.05 + .035 * sin(wake * 9. - 1.) * exp(-wake * 1.1);
}

vec3 shoot(vec2 at, vec2 size, vec4 luck) {
  vec2 uv = (at - .5 * size) / size.x;
  vec3 d = normalize(vec3(uv.x, uv.y + .075, LENS));
  d.xy *= rot(-.008);
  lift = sea(SWIMMER.xz * 1.15 + 3., 4) * 1.05;
  heave = sea(SKIFF.xz * 1.15 + 3., 3) * 1.05;
  float t = 1e5, solid = march(EYE, d, 5., 160.);
  vec3 c;
  if (d.y < -.0015) {
    float a = max((EYE.y - .9) / -d.y, .1), b = (EYE.y + .6) / -d.y, lo = a, hi = b, last = a;
    for (int i = 1; i < 56; i++) {
      float s = mix(a, b, pow(float(i) / 55., 1.3));
      vec3 p = EYE + d * s;
      if (p.y < height(p.xz, 4)) {
        lo = last;
        hi = s;
        break;
      }
      last = s;
    }
    for (int i = 0; i < 7; i++) {
      float m = .5 * (lo + hi);
      vec3 p = EYE + d * m;
      if (p.y < height(p.xz, 6))
        hi = m;
      else
        lo = m;
    }
    t = hi;
  }
  if (solid > 0. && solid < t) {
    c = thing(EYE + d * solid, d, solid);
    return mix(c, haze(d) * .95, 1. - exp(-solid * .0030));
  }
  if (t > 1200.) return sky(d);
  vec3 p = EYE + d * t;
  vec2 e = vec2(.008 + .0012 * t, 0);
  int fine = t < 30. ? 10 : 7;
  float h = height(p.xz, fine);
  vec3 n = normalize(vec3(h - height(p.xz + e.xy, fine), e.x * 1.05, h - height(p.xz + e.yx, fine)));
  n = normalize(mix(n, vec3(0, 1, 0), smoothstep(14., 220., t) * .8));
  float fresnel = .02 + .98 * pow(1. - max(dot(-d, n), 0.), 5.), sun = max(dot(n, SUN), 0.);
  vec3 r = reflect(d, n);
  r.y = abs(r.y) + .004;
  vec3 flat_ = reflect(d, normalize(mix(n, vec3(0, 1, 0), .62)));
  float back = march(p + vec3(0, .12, 0), flat_, .3, 130.);
  vec3 seen = back > 0. ? mix(thing(p + vec3(0, .12, 0) + flat_ * back, flat_, back + t), haze(d), .25) : sky(r) * .95;
  vec3 body = mix(vec3(.010, .030, .032), vec3(.020, .085, .075), smoothstep(-.25, .6, h)) * (.55 + 1.1 * sun);
  c = mix(body, seen, fresnel * .95) + vec3(1.2, .92, .6) * .35 * pow(max(dot(r, SUN), 0.), 60.) * exp(-t * .006);
  float near = map(vec3(p.x, max(p.y, .25), p.z)), froth = fbm(p.xz * vec2(1.3, 2.1) + 2. * fbm(p.xz * .6, 3), 5);
  float edge = p.z > 40. ? smoothstep(3.2, .1, near + 3.5 * (froth - .42))
                         : (near < 3. ? smoothstep(.34, .0, near + .9 * (froth - .5)) * .8 : 0.);
  vec2 w = p.xz - SWIMMER.xz;
  w *= rot(-.55);
  float kick = .75 * smoothstep(.34, .1, length(w * vec2(1.3, .5) + vec2(0, .42)) + .55 * (froth - .42));
  float caps =
    smoothstep(.42, .58, h * .8 + .2 * froth) * smoothstep(.45, .62, fbm(p.xz * vec2(2.4, 3.6), 4)) * exp(-t * .012);
  c = mix(c, vec3(.62, .63, .60) * (.45 + .9 * sun), clamp(max(edge, max(kick, caps * .7)), 0., 1.) * .88);
  return mix(c, haze(d) * .95, 1. - exp(-t * .0030));
}
